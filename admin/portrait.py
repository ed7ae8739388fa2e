"""What is known of one person, as lines somebody can read aloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from admin.dates import Dates
from admin.facts_words import LABELS as LABELS
from admin.facts_words import NAMES, OWN_WORDS, by_whom, said
from admin.visit import Visit
from admin.words import CHANNELS, CONSENTS, HOW, ROLES
from locales import N_


@dataclass(frozen=True, slots=True)
class Line:
    """`value` is somebody's own words when `foreign`: then its direction is its own. `by`: who recorded it."""

    label: str
    value: str
    foreign: bool = False
    lang: str = ""
    by: str = ""


def facts(visit: Visit, who: Row[Any], lab: str, dates: Dates, recorded: Mapping[str, Row[Any]]) -> list[Line]:
    """What is known, each with who recorded it when; then what follows from how she came."""
    known = {key: getattr(who, key, None) or (who.facts or {}).get(key) for key in NAMES}
    lines = [_line(visit, who, key, value, dates, recorded) for key, value in known.items() if value]
    lines += [
        Line(N_("Lab"), lab, foreign=True),
        Line(N_("Written down by"), who.worker or "", foreign=True),
        Line(N_("Known since"), dates.day(dates.local_day(who.created_at))),
    ]
    return [line for line in lines if line.value]


def _line(visit: Visit, who: Row[Any], key: str, value: Any, dates: Dates, recorded: Mapping[str, Row[Any]]) -> Line:
    lang = who.language.replace("_", "-") if key == "language" else ""
    return Line(NAMES[key], said(visit, key, value), key in OWN_WORDS, lang, by_whom(visit, recorded.get(key), dates))


def role_compared(visit: Visit, role: str) -> dict[str, str]:
    """For two who choose what she may do in the chat."""
    return {visit.say(N_("Role in the chat")): visit.say(ROLES.get(role, role))}


def ledger(visit: Visit, rows: Sequence[Row[Any]], dates: Dates, staff: Mapping[int, str]) -> list[tuple[str, str]]:
    """Each consent with how and when it was given, and who was there."""
    return [(_consent(visit, row), _circumstances(visit, row, dates, staff)) for row in rows]


def _consent(visit: Visit, row: Row[Any]) -> str:
    known = CONSENTS.get((row.kind, row.given))
    return visit.say(known) if known else row.kind


def _circumstances(visit: Visit, row: Row[Any], dates: Dates, staff: Mapping[int, str]) -> str:
    parts = [
        dates.exact(row.at),
        visit.say(HOW[row.how]) if row.how in HOW else row.how,
        visit.name(staff.get(row.assisted_by)),
    ]
    return " · ".join(part for part in parts if part)


def channels(visit: Visit, rows: Sequence[Row[Any]]) -> list[tuple[str, bool]]:
    """Ways to reach her, the one she used last first, with whether they work."""
    return [(visit.say(CHANNELS.get(row.channel, row.channel)), row.reachable) for row in rows]
