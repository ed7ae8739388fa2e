"""What stands in the form of a poll, as people call its fields: for two who change one draft."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from admin.clash import labelled
from admin.dates import Dates
from admin.meeting_words import title_of, when_of
from admin.polls_form import MOMENT_NAMES, numbers_of
from admin.tongues import any_of
from admin.visit import Visit
from flows.techniques.model import Technique
from lab.meetings import Meeting
from lab.pilots import Pilot
from lab.polls import Poll
from locales import N_
from store.labs import Lab

WORDS = {
    "question": N_("Question"),
    "options": N_("Options"),
    "moment": N_("When to ask"),
    "closes_at": N_("Closes on"),
    "meeting": N_("Meeting"),
    "pilot": N_("Pilot"),
}
Named = Mapping[str, Mapping[str, str]]
"""What may be chosen in a field, in words, by its value."""


def named(visit: Visit, lab: Lab, meetings: Iterable[Meeting], pilots: Iterable[Pilot]) -> Named:
    return {
        "meeting": {str(one.id): f"{title_of(visit, one, lab)} · {when_of(visit, one)}" for one in meetings},
        "pilot": {str(one.id): any_of(visit, one.name, lab) for one in pilots},
        "moment": {key: visit.say(word) for key, word in MOMENT_NAMES.items()},
    }


def options_compared(visit: Visit, poll: Poll, lab: Lab) -> dict[str, str]:
    """The options in their order: for whoever ticks some of them."""
    return {one.id: any_of(visit, one.words, lab) for one in poll.options}


def end_compared(visit: Visit, until: datetime | None, dates: Dates) -> dict[str, str]:
    """For two who give an open question more time, or less."""
    return {visit.say(WORDS["closes_at"]): dates.exact(until) if until else ""}


def compared(visit: Visit, technique: Technique, values: Mapping[str, str], names: Named) -> dict[str, str]:
    settings = {f"set_{one.key}": one.label for one in technique.settings}
    settings |= {f"set_{key}": label for key, label, _, _ in numbers_of(technique)}
    chosen = {field: known.get(values.get(field, ""), values.get(field, "")) for field, known in names.items()}
    return labelled(visit, {**values, **chosen}, WORDS | settings)
