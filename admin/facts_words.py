"""Facts about somebody as words: what each is called, what it says, and who recorded it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from admin.dates import Dates
from admin.visit import Visit
from admin.words import ROLES
from flows.meeting import NEED_OPTIONS
from flows.preparation import CAPACITIES
from flows.signup import AGE_BANDS, TIMES
from flows.wishes import DAYS
from locales import N_
from locales.catalogue import listed

NAMES = {
    "name": N_("Name"),
    "language": N_("Language"),
    "age_band": N_("Age"),
    "times": N_("Times"),
    "interests": N_("Likes and can do"),
    "needs": N_("Needs at a meeting"),
    "capacity": N_("Takes part"),
    "speaks": N_("Translates"),
    "hours": N_("Best times for messages"),
    "days_off": N_("Days without messages"),
    "less_often": N_("How often we write"),
    "role": N_("Role in the chat"),
    "place": N_("Place"),
}
"""In the order in which they stand on a page."""
OWN_WORDS = ("name", "language", "interests", "place", "needs", "capacity", "speaks")
"""In somebody's own words or script: their direction is their own."""
BY_TEAM = N_("{name}, {day}")
BY_HERSELF = N_("from the person, {day}")
LABELS = {one.id: one.label for one in (*AGE_BANDS, *TIMES, *NEED_OPTIONS, *CAPACITIES)}
WEEKDAYS = {one.id: one.label for one in DAYS}


def said(visit: Visit, key: str, value: Any) -> str:
    """What a fact says; "" for one that says nothing."""
    if key == "role":
        return visit.say(ROLES.get(value, value))
    if key == "language":
        return autonym(visit, str(value))
    if key == "less_often":
        return visit.say(N_("Less often")) if value else ""
    if key in ("interests", "needs") and isinstance(value, Mapping):
        return _told(visit, value)
    if isinstance(value, list):
        return listed(visit.language, [_one(visit, key, one) for one in value])
    return _one(visit, key, value)


def autonym(visit: Visit, code: str) -> str:
    known = visit.desk.catalogues.languages
    return known[code].autonym if code in known else code


def _told(visit: Visit, kept: Mapping[str, Any]) -> str:
    """Options, words, or a voice note, or all of them."""
    parts = [_one(visit, "", one) for one in kept.get("options") or ()]
    parts += [str(kept[name]) for name in ("words", "text") if kept.get(name)]
    return listed(visit.language, parts) or (visit.say(N_("Voice message")) if kept.get("voice") else "")


def _one(visit: Visit, key: str, value: Any) -> str:
    if key == "days_off":
        return visit.say(WEEKDAYS[str(value)]) if str(value) in WEEKDAYS else ""
    if key == "speaks":
        return autonym(visit, str(value))
    text = "" if value is None else str(value)
    return visit.say(LABELS[text]) if text in LABELS else text


def by_whom(visit: Visit, row: Row[Any] | None, dates: Dates) -> str:
    """Who recorded it and when: "Els, Mon 11 May". "" where that was not written down yet."""
    if row is None:
        return ""
    day = dates.day(dates.local_day(row.at))
    if row.staff_id is None:
        return visit.say(BY_HERSELF, day=day)
    return visit.say(BY_TEAM, name=row.name or visit.say(N_("the team")), day=day)
