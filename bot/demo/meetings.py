"""The meetings of the made-up lab: three behind, two ahead, counted from the Saturday of the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.demo.decided import FIRST, SECOND, THIRD
from lab.meetings import Meeting, Offer, Place, Session
from lab.phases import CO_CREATION, DESIGN, EXPLORATION, PREPARATION, RECOMMENDATION, Phase

ZONE = "Europe/Brussels"
SOONEST = 4
"""The next meeting is so many days ahead at least: a week more at most."""
SATURDAY = 5
SPANS: Mapping[str, tuple[int, int]] = {
    PREPARATION: (-140, -71),
    EXPLORATION: (-70, -32),
    CO_CREATION: (-31, 35),
    DESIGN: (84, 204),
    RECOMMENDATION: (205, 280),
}
"""First and last day of each phase, in days from the next meeting."""

LIBRARY = Place(
    *("De Krook", "Miriam Makebaplein 1, Gent", 51.0486, 3.7297),
    {
        "en": "Tram 1, stop Korenmarkt, then walk for five minutes.",
        "nl": "Tram 1, halte Korenmarkt, dan vijf minuten te voet.",
        "fr": "Tram 1, arrêt Korenmarkt, puis cinq minutes à pied.",
        "ar": "الترام 1، محطة Korenmarkt، ثم خمس دقائق سيرًا.",
        "tr": "1 numaralı tramvay, Korenmarkt durağı, sonra beş dakika yürüyün.",
        "uk": "Трамвай 1, зупинка Korenmarkt, далі п'ять хвилин пішки.",
        "fa_AF": "ترام ۱، ایستگاه Korenmarkt، بعد پنج دقیقه پیاده.",
        "ti": "ትራም 1፣ መዕረፊ Korenmarkt፣ ካብኡ ሓሙሽተ ደቒቕ ብእግሪ።",
    },
)
HALL = Place("Buurthuis Rabot", "Jozef II-straat 104, Gent", 51.0621, 3.7106)

DRAWING: Mapping[str, str] = {
    "en": "We draw our ideas",
    "nl": "We tekenen onze ideeën",
    "fr": "Nous dessinons nos idées",
    "ar": "نرسم أفكارنا",
    "tr": "Fikirlerimizi çiziyoruz",
    "uk": "Малюємо наші ідеї",
    "fa_AF": "نظرهای خود را رسم می‌کنیم",
    "ti": "ሓሳባትና ንስእል",
}
MEETING_EACH_OTHER: Mapping[str, str] = {
    "en": "Getting to know each other",
    "nl": "Elkaar leren kennen",
    "fr": "Faire connaissance",
    "ar": "نتعارف",
    "tr": "Tanışıyoruz",
    "uk": "Знайомимося",
    "fa_AF": "با هم آشنا می‌شویم",
    "ti": "ንላለ",
}
OUR_STORIES: Mapping[str, str] = {
    "en": "What we live through",
    "nl": "Wat wij meemaken",
    "fr": "Ce que nous vivons",
    "ar": "ما نعيشه",
    "tr": "Neler yaşıyoruz",
    "uk": "Що ми переживаємо",
    "fa_AF": "زندگی ما چگونه است",
    "ti": "ህይወትና ከመይ ኣሎ",
}
IDEAS: Mapping[str, str] = {
    "en": "Ideas on paper",
    "nl": "Ideeën op papier",
    "fr": "Des idées sur papier",
    "ar": "أفكار على الورق",
    "tr": "Kâğıt üzerinde fikirler",
    "uk": "Ідеї на папері",
    "fa_AF": "نظرها روی کاغذ",
    "ti": "ሓሳባት ኣብ ወረቐት",
}
CHOOSING: Mapping[str, str] = {
    "en": "We choose together",
    "nl": "We kiezen samen",
    "fr": "Nous choisissons ensemble",
    "ar": "نختار معًا",
    "tr": "Birlikte seçiyoruz",
    "uk": "Обираємо разом",
    "fa_AF": "با هم انتخاب می‌کنیم",
    "ti": "ብሓባር ንመርጽ",
}
PLANS: Mapping[str, str] = {
    "en": "From idea to plan",
    "nl": "Van idee naar plan",
    "fr": "De l'idée au plan",
    "ar": "من الفكرة إلى الخطة",
    "tr": "Fikirden plana",
    "uk": "Від ідеї до плану",
    "fa_AF": "از نظر تا پلان",
    "ti": "ካብ ሓሳብ ናብ ውጥን",
}


@dataclass(frozen=True, slots=True)
class Act:
    """A meeting `weeks` from the next one."""

    weeks: int
    phase: str
    title: Mapping[str, str]
    place: Place
    capacity: int = 0
    decided: Mapping[str, str] = field(default_factory=dict)


ACTS = (
    Act(-10, EXPLORATION, MEETING_EACH_OTHER, LIBRARY, decided=FIRST),
    Act(-7, EXPLORATION, OUR_STORIES, HALL, decided=SECOND),
    Act(-3, CO_CREATION, IDEAS, LIBRARY, decided=THIRD),
    Act(0, CO_CREATION, CHOOSING, HALL, capacity=11),
    Act(4, CO_CREATION, PLANS, LIBRARY),
)
NEXT = 3
"""The place of the next meeting in `ACTS`."""
BEGINS, ENDS = time(11, 0), time(17, 0)
AGENDA = (
    Session(time(11), "welcome"),
    Session(time(11, 15), "check_in"),
    Session(time(11, 45), "small_groups", DRAWING),
    Session(time(13), "meal"),
    Session(time(14), "plenary"),
    Session(time(15), "break"),
    Session(time(15, 20), "vote"),
    Session(time(16, 30), "check_out"),
    Session(time(17), "end"),
)
OFFER = Offer(("ar", "ti", "fa_AF"), childcare=True, food=True, travel_costs=True)


def next_meeting_day(today: date) -> date:
    """A Saturday."""
    soonest = today + timedelta(days=SOONEST)
    return soonest + timedelta(days=(SATURDAY - soonest.weekday()) % 7)


def phases(today: date) -> list[Phase]:
    day = next_meeting_day(today)
    return [Phase(key, day + timedelta(days=a), day + timedelta(days=b)) for key, (a, b) in SPANS.items()]


def meetings(today: date, lab_id: int, facilitators: tuple[int, ...]) -> list[Meeting]:
    """Not stored yet."""
    day = next_meeting_day(today)
    return [
        Meeting(
            id=0,
            lab_id=lab_id,
            phase=act.phase,
            starts=datetime.combine(day + timedelta(weeks=act.weeks), BEGINS),
            ends=datetime.combine(day + timedelta(weeks=act.weeks), ENDS),
            timezone=ZONE,
            place=act.place,
            title=act.title,
            capacity=act.capacity,
            sessions=AGENDA,
            offer=OFFER,
            facilitators=facilitators,
            decided=act.decided,
            uid=f"demo-{number}-{day:%Y%m%d}@brug",
        )
        for number, act in enumerate(ACTS, start=1)
    ]
