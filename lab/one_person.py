"""Two records of one person become one: which value wins, and how she stands then."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from lab.people import ACTIVE, NEW, REGISTERED, STOPPED, WAITING_GUARDIAN

OWN = ("name", "language", "age_band", "place")
"""Facts that are columns of their own; all others are in `facts`."""
FIRST = ("created_at", "confirmed_at", "guardian_agreed_at", "prepared_at")
LAST = ("last_in_at", "last_out_at", "paused_until", "handed_over_at", "human_until")
EITHER = ("lab_id", "owner_id", "worker_id", "timezone")
PARTICIPANT = "participant"
Record = Mapping[str, Any]


def facts_of(record: Record) -> dict[str, Any]:
    """All that is known and can be chosen, by its key."""
    known = {name: record[name] for name in OWN} | dict(record["facts"] or {})
    return {key: value for key, value in known.items() if value not in (None, "", [], {})}


def differing(kept: Record, gone: Record) -> dict[str, tuple[Any, Any]]:
    """Facts that both records know, and say otherwise: somebody has to choose."""
    ours, theirs = facts_of(kept), facts_of(gone)
    return {key: (value, theirs[key]) for key, value in ours.items() if theirs.get(key, value) != value}


def taken_over(kept: Record, gone: Record, chosen: Collection[str]) -> list[str]:
    """The facts that come from the record that goes: what only it knows, and what was chosen."""
    ours, theirs = facts_of(kept), facts_of(gone)
    return sorted(key for key in theirs if key not in ours or (key in chosen and theirs[key] != ours[key]))


def put_together(kept: Record, gone: Record, chosen: Collection[str]) -> dict[str, Any]:
    """The columns of the record that stays. `chosen`: facts for which the one that goes is right."""
    theirs = {key: facts_of(gone)[key] for key in taken_over(kept, gone, chosen)}
    more = {key: value for key, value in theirs.items() if key not in OWN}
    values: dict[str, Any] = {name: theirs[name] for name in OWN if name in theirs}
    values |= {"facts": dict(kept["facts"] or {}) | more} if more else {}
    values |= {name: min(_known(kept[name], gone[name]), default=None) for name in FIRST}
    values |= {name: max(_known(kept[name], gone[name]), default=None) for name in LAST}
    values |= {name: kept[name] or gone[name] for name in EITHER}
    values["role"] = gone["role"] if kept["role"] == PARTICIPANT else kept["role"]
    values["standing"] = standing_together(kept, gone)
    values["state"] = _talked_last(kept, gone)["state"]
    values["expires_at"] = None if values["confirmed_at"] else kept["expires_at"]
    return {name: value for name, value in values.items() if value != kept[name]}


def standing_together(kept: Record, gone: Record) -> str:
    """Stop wins, whichever record said it; then a guardian who has not said yes."""
    both = {kept["standing"], gone["standing"]}
    agreed = kept["guardian_agreed_at"] or gone["guardian_agreed_at"]
    if STOPPED in both:
        return STOPPED
    if WAITING_GUARDIAN in both:
        return ACTIVE if agreed else WAITING_GUARDIAN
    return next((one for one in (ACTIVE, REGISTERED) if one in both), NEW)


def _talked_last(kept: Record, gone: Record) -> Record:
    """Whose conversation goes on."""
    if gone["last_in_at"] is None:
        return kept
    return gone if kept["last_in_at"] is None or gone["last_in_at"] > kept["last_in_at"] else kept


def _known(*moments: datetime | None) -> Iterable[datetime]:
    return [moment for moment in moments if moment is not None]
