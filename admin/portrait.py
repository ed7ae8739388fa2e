"""What is known of one person, as lines somebody can read aloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from admin.dates import Dates
from admin.visit import Visit
from admin.words import CHANNELS, CONSENTS, HOW, ROLES
from flows.signup import AGE_BANDS, TIMES
from locales import N_

LABELS = {option.id: option.label for option in (*AGE_BANDS, *TIMES)}


@dataclass(frozen=True, slots=True)
class Line:
    """`value` is somebody's own words when `foreign`: then its direction is its own."""

    label: str
    value: str
    foreign: bool = False
    lang: str = ""


def facts(visit: Visit, who: Row[Any], lab: str, dates: Dates) -> list[Line]:
    known = who.facts or {}
    languages = visit.desk.catalogues.languages
    autonym = languages[who.language].autonym if who.language in languages else who.language
    lines = [
        Line(N_("Language"), autonym, foreign=True, lang=who.language.replace("_", "-")),
        Line(N_("Lab"), lab, foreign=True),
        Line(N_("Age"), _label(visit, who.age_band or "")),
        Line(N_("Times"), ", ".join(_label(visit, t) for t in known.get("times", ()))),
        Line(N_("Likes and can do"), _interests(visit, known.get("interests")), foreign=True),
        Line(N_("Role in the chat"), visit.say(ROLES.get(who.role, who.role))),
        Line(N_("Place"), who.place or "", foreign=True),
        Line(N_("Written down by"), who.worker or "", foreign=True),
        Line(N_("Known since"), dates.day(dates.local_day(who.created_at))),
    ]
    return [line for line in lines if line.value]


def _label(visit: Visit, key: str) -> str:
    return visit.say(LABELS[key]) if key in LABELS else ""


def _interests(visit: Visit, kept: object) -> str:
    """Words, or a voice note, or both."""
    if isinstance(kept, Mapping):
        return str(kept.get("text") or visit.say(N_("Voice message")))
    return str(kept or "")


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
