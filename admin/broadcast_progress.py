"""What became of a message to many, in numbers that are a part of something."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown
from admin.contact_line import decided
from admin.visit import Visit
from lab.broadcasts import PAUSED, RUNNING, SCHEDULED, Broadcast, state_at
from locales import N_
from scheduler.reasons import REASONS
from store.broadcast_sending import HELD, fates
from store.contacts import CALLED, DROPPED, PLANNED

SENT, DELIVERED, READ, GOING, WAITS, NOT_SENT, TROUBLE = (
    "sent",
    "delivered",
    "read",
    "going",
    "waits",
    "not_sent",
    "trouble",
)
WORDS = {
    SENT: N_("Sent"),
    DELIVERED: N_("Arrived"),
    READ: N_("Read"),
    GOING: N_("On its way"),
    WAITS: N_("Waits"),
    NOT_SENT: N_("Not sent"),
    TROUBLE: N_("Could not be delivered"),
}
LIVE = (SCHEDULED, RUNNING)
CHANNELS = {"webchat": N_("Web chat"), "telegram": "Telegram", "whatsapp": "WhatsApp"}


@dataclass(frozen=True, slots=True)
class Line:
    """One language or channel: how many of its people, and of those by what became of it."""

    name: str
    people: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """`totals`: by fate, of `people`; `reasons`: why something waits or was not sent, with how many. `live`: it may
    change by itself."""

    state: str
    live: bool
    people: int
    totals: tuple[tuple[str, int], ...]
    reasons: tuple[tuple[str, int], ...]
    languages: tuple[Line, ...]
    channels: tuple[Line, ...]
    heads: tuple[str, ...]


async def progress_of(visit: Visit, connection: AsyncConnection, one: Broadcast) -> Progress:
    rows = await fates(connection, one)
    left = any(_fate(row) in (WAITS, GOING) for row in rows)
    state = state_at(one, visit.now, left=left)
    totals = _totals(rows)
    heads = tuple(key for key in WORDS if totals[key] or key == SENT)
    known = visit.desk.catalogues.languages
    return Progress(
        state,
        state in LIVE,
        sum(row.many for row in rows),
        tuple((visit.say(WORDS[key]), totals[key]) for key in heads),
        _reasons(visit, rows),
        _lines(rows, heads, lambda row: known[row.language].autonym if row.language in known else row.language),
        _lines(
            [row for row in rows if row.channel], heads, lambda row: visit.say(CHANNELS.get(row.channel, row.channel))
        ),
        tuple(visit.say(WORDS[key]) for key in heads),
    )


def _totals(rows: Iterable[Row[Any]]) -> Counter[str]:
    """What was read has arrived, and what arrived was sent."""
    found: Counter[str] = Counter()
    for row in rows:
        fate = _fate(row)
        chain = (SENT, DELIVERED, READ)
        for key in chain[: chain.index(fate) + 1] if fate in chain else (fate,):
            found[key] += row.many
    return found


def _fate(row: Row[Any]) -> str:
    if row.state in (PLANNED, HELD) or row.message == HELD:
        return WAITS
    if row.state in (DROPPED, CALLED) or row.message == "cancelled":
        return NOT_SENT
    if row.message in ("queued", "sending"):
        return GOING
    if row.message != "sent" or row.receipt == "failed":
        return TROUBLE
    return str(row.receipt) if row.receipt in (DELIVERED, READ) else SENT


def _reasons(visit: Visit, rows: Iterable[Row[Any]]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    zone = visit.dates().zone
    for row in rows:
        if row.reason in REASONS and _fate(row) in (WAITS, NOT_SENT) and row.state not in (HELD, SENT):
            until = (row.until or visit.now).astimezone(zone)
            found[decided(visit, row.state, row.reason, until)] += row.many
    return tuple(found.most_common())


def _lines(rows: Iterable[Row[Any]], heads: tuple[str, ...], name_of: Callable[[Row[Any]], str]) -> tuple[Line, ...]:
    by_name: dict[str, list[Row[Any]]] = {}
    for row in rows:
        by_name.setdefault(name_of(row), []).append(row)
    return tuple(
        Line(name, sum(row.many for row in mine), tuple(_totals(mine)[key] for key in heads))
        for name, mine in sorted(by_name.items())
    )


def mark_of(visit: Visit, one: Broadcast, progress: Progress) -> str:
    """The same as long as the page would say the same: then it stays as it is, with what is open and what has the
    focus on it."""
    began = visit.dates().moment(one.started_at) if one.started_at else ""
    return as_shown({"progress": repr(progress), "began": began})


def acts_of(state: str) -> tuple[str, ...]:
    """What may be done with it now."""
    if state in LIVE:
        return ("pause", "cancel")
    return ("resume", "cancel") if state == PAUSED else ()
