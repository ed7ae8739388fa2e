"""What stands in the form of a poll, as people call its fields: for two who change one draft."""

from collections.abc import Mapping

from admin.clash import labelled
from admin.polls_form import MOMENT_NAMES, numbers_of
from admin.visit import Visit
from flows.techniques.model import Technique
from locales import N_

WORDS = {
    "question": N_("Question"),
    "options": N_("Options"),
    "moment": N_("When to ask"),
    "closes_at": N_("Closes on"),
}


def compared(visit: Visit, technique: Technique, values: Mapping[str, str]) -> dict[str, str]:
    settings = {f"set_{one.key}": one.label for one in technique.settings}
    settings |= {f"set_{key}": label for key, label, _, _ in numbers_of(technique)}
    moment = values.get("moment", "")
    named = {**values, "moment": visit.say(MOMENT_NAMES[moment]) if moment in MOMENT_NAMES else moment}
    return labelled(visit, named, WORDS | settings)
