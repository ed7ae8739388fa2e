"""What made-up people wrote in their own words, and what the team answered."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Said so many `days` ago. `answer` is the team's, a day later; without one a task of this `kind` is open.
    `sort`: what she said it is; "": only a message."""

    who: str
    days: int
    words: str
    answer: str = ""
    kind: str = "question"
    sort: str = "question"


LINES = (
    Line("Amina", 39, "ህጻናተይ ምሳይ ክመጹ ይኽእሉ ድዮም፧", "እወ። ንህጻናት እትከናኸን ሰብ ኣላ።"),
    Line(
        *("Oksana", 33, "Маю ідею: мовне кафе в бібліотеці щосуботи.", "Чудово! Спробуймо це разом."),
        kind="message",
        sort="idea",
    ),
    Line("Bilal", 30, "أنا أصم. هل يكتب لي أحد ما يُقال في اللقاء؟", "نعم. تجلس سلمى بجانبك وتكتب لك ما يُقال."),
    Line(
        "Joris", 27, "Ik was er de vorige keer niet. Wat hebben jullie beslist?", "Je krijgt het verslag vandaag hier."
    ),
    Line("Oksana", 25, "Чи можу я прийти з мамою? Їй 70 років.", "Так, звичайно. Ми раді вам обом."),
    Line("Elif", 23, "Toplantıda Türkçe bilen biri olacak mı?", "Evet. Deniz orada ve Türkçe konuşuyor."),
    Line("Lies", 20, "Ik kan stoelen en koffie regelen voor het taalcafé.", "Heel graag. We bellen je vrijdag."),
    Line("Iryna", 17, "Чи є ліфт у будинку Работ?"),
    Line("Tarek", 9, "هل أحصل على ثمن تذكرة القطار؟", "نعم. أحضر التذكرة معك إلى اللقاء."),
    Line("Navid", 8, "بعد از جلسه کی به ما می‌گوید که چه شد؟"),
    Line("Lies", 6, "Wanneer is het taalcafé in de bibliotheek open?"),
    Line("Céline", 5, "Puis-je inviter une collègue du service du logement ?"),
    Line("Elif", 4, "Bir fikrim var: mektuplar resimli olsun.", kind="message", sort="idea"),
    Line("Joris", 3, "Wanneer gaat het taalcafé in de bibliotheek open?"),
    Line("Samira", 3, "هل يجب أن أتكلم أمام الجميع؟"),
    Line("Lies", 2, "Kan iemand mij bellen over de proef met de buddy's?", kind="call", sort=""),
)
"""Iryna waits for so long that her promise is on the list of broken ones. Lies and Joris ask the same."""

REASONS: Mapping[str, str] = {
    "Selam": "ሽዑ መዓልቲ ይሰርሕ።",
    "Tarek": "أنا مريض هذا الأسبوع.",
    "Joris": "Ik heb die dag een raad.",
}
"""Why somebody cannot come, in her own words."""
