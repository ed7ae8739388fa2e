"""What stands in the form of a meeting, line by line as people call it: for two who change one meeting."""

from collections.abc import Iterable, Mapping

from admin.clash import labelled, ticks
from admin.meeting_form import lines, typed, typed_of
from admin.visit import Visit
from bot.meeting_files.agenda import SESSION_NAMES
from lab.meetings import Meeting
from lab.phases import NAMES
from locales import N_
from locales.catalogue import listed

WORDS = {
    "phase": N_("Phase"),
    "day": N_("Day"),
    "start": N_("Starts at"),
    "end": N_("Ends at"),
    "last_day": N_("Last day, if it is another one"),
    "timezone": N_("Time zone of the place"),
    "place": N_("Place"),
    "address": N_("Address"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "directions": N_("How to get there by bus or train"),
    "capacity": N_("How many people fit in"),
    "interpreter": N_("Interpreters for"),
    "childcare": N_("Childcare"),
    "food": N_("Food and drinks"),
    "travel_costs": N_("We pay your travel costs"),
    "title": N_("Name of the meeting"),
}
BOXES = ("interpreter_", "childcare", "food", "travel_costs")
AGENDA, FACILITATORS = N_("Agenda"), N_("Facilitators")


def stored(visit: Visit, meeting: Meeting, names: Mapping[int, str]) -> dict[str, str]:
    """`names`: of those who may facilitate, by the number of the person."""
    return _compared(visit, typed_of(meeting), names)


def written(visit: Visit, names: Mapping[int, str]) -> dict[str, str]:
    return _compared(visit, typed(visit.form), names)


def _compared(visit: Visit, values: Mapping[str, str], names: Mapping[int, str]) -> dict[str, str]:
    phase = values.get("phase", "")
    shown = ticks(values, *BOXES) | {"phase": visit.say(NAMES[phase]) if phase in NAMES else phase}
    facilitators = (name for one, name in names.items() if values.get(f"facilitator_{one}"))
    return labelled(visit, shown, WORDS) | {
        visit.say(AGENDA): "\n".join(_agenda(visit, values)),
        visit.say(FACILITATORS): listed(visit.language, list(facilitators)),
    }


def _agenda(visit: Visit, values: Mapping[str, str]) -> Iterable[str]:
    for line in lines(values, visit.desk.catalogues.languages):
        kind = visit.say(SESSION_NAMES[line.kind]) if line.kind in SESSION_NAMES else line.kind
        if line.starts or kind:
            yield " ".join([line.starts, kind, " / ".join(filter(None, (line.title or {}).values()))]).strip()
