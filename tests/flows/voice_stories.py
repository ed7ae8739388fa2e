"""Conversations that people begin: a question, an idea, and words that mean danger."""

from tests.conversations import member
from tests.flows.scribe import Scribe

IN_DANGER = {
    "ar": ("زوجي يضربني", "تعبت من الحياة"),
    "en": ("my husband beats me", "i can't go on"),
    "fa_AF": ("شوهرم مرا لت میکند", "جانم به لب رسیده"),
    "fr": ("mon mari me frappe", "je n'en peux plus"),
    "nl": ("mijn man slaat mij", "ik kan niet meer"),
    "ti": ("ሰብኣየይ ይወቕዓኒ", "ሂወት ጸሊአ"),
    "tr": ("kocam beni dövüyor", "dayanamıyorum"),
    "uk": ("чоловік мене б'є", "більше не можу"),
}
"""Words of which we are sure, and words that may mean something else."""


def question(language: str) -> str:
    """One asks, another has an idea, and a third changes her mind."""
    asks = Scribe(member(language), language).says("🛗?").taps("yes").text
    has_an_idea = Scribe(member(language), language).says("💡").taps("idea").text
    never_mind = Scribe(member(language), language).says("🤔").taps("no").text
    return "\n…\n\n".join((asks, has_an_idea, never_mind))


def danger(language: str) -> str:
    """Sure words give the numbers at once; unsure ones are asked about."""
    sure, unsure = IN_DANGER[language]
    numbers = {"help_numbers": "112"}
    helped = Scribe(member(language, **numbers), language).says(sure).taps("call").taps("safe").text
    asked = Scribe(member(language, **numbers), language).says(unsure).taps("yes").taps("safe").text
    denied = Scribe(member(language, **numbers), language).says(unsure).taps("no").text
    return "\n…\n\n".join((helped, asked, denied))


VOICE_STORIES = {"question": question, "danger": danger}
