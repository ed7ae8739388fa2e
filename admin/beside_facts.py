"""What stands beside the facts of one person: other records of the same human, and the meetings she was asked to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import Dates
from admin.meeting_words import ANSWERS, title_of
from admin.visit import Visit
from locales import N_
from store.contacts import PLANNED, SENT
from store.labs import Lab
from store.meetings import by_id
from store.merging import UNDONE_WITHIN, alike, mergings_of
from store.people_list import with_same_worker
from store.tables import contact, invitation

WEEKS_BACK, WEEKS_AHEAD = 8, 4
CAME, MISSED = N_("Was there"), N_("Was not there")
FEW = 6


@dataclass(frozen=True, slots=True)
class Attended:
    """A meeting that she was asked to, and what became of it."""

    id: int
    title: str
    day: str
    answer: str


@dataclass(frozen=True, slots=True)
class Week:
    """Messages that we began in the week of this day, or plan to begin. `kind` is "past", "now" or "ahead"."""

    day: str
    many: int
    kind: str


async def beside_facts(
    visit: Visit, connection: AsyncConnection, who: Row[Any], lab: Lab | None, dates: Dates
) -> dict[str, Any]:
    merged = await mergings_of(connection, who.id, visit.now)
    return {
        "perhaps": await alike(connection, who),
        "mergings": [_merging(visit, row, dates) for row in merged],
        "same_worker": await with_same_worker(connection, who, FEW),
        "attended": await _attended(visit, connection, who.id, lab, dates),
        "weeks": await _weeks(visit, connection, who.id, dates),
    }


def _merging(visit: Visit, row: Row[Any], dates: Dates) -> tuple[int, str, str, str]:
    """Its id, when, by whom, and until when it can be undone."""
    return (
        row.id,
        dates.exact(row.at),
        visit.name(row.who),
        dates.day(dates.local_day(row.at + UNDONE_WITHIN)),
    )


async def _attended(
    visit: Visit, connection: AsyncConnection, person_id: int, lab: Lab | None, dates: Dates
) -> list[Attended]:
    """The latest first."""
    columns: list[Any] = [invitation.c.meeting_id, invitation.c.answer, invitation.c.present]
    rows = (await connection.execute(select(*columns).where(invitation.c.person_id == person_id))).all()
    held = await by_id(connection, [row.meeting_id for row in rows])
    told = {row.meeting_id: row for row in rows if row.meeting_id in held}
    return [
        Attended(
            one.id,
            title_of(visit, one, lab),
            dates.day(dates.local_day(one.starts_at)),
            _fate(visit, told[one.id]),
        )
        for one in sorted(held.values(), key=lambda one: one.starts_at, reverse=True)
    ]


def _fate(visit: Visit, row: Row[Any]) -> str:
    answer = visit.say(ANSWERS.get(row.answer, ANSWERS[""]))
    if row.present is None:
        return answer
    return f"{answer} · {visit.say(CAME if row.present else MISSED)}"


async def _weeks(visit: Visit, connection: AsyncConnection, person_id: int, dates: Dates) -> list[Week]:
    """The cadence line: eight weeks back, this one, and four ahead."""
    monday = dates.today - timedelta(days=dates.today.weekday())
    columns: list[Any] = [contact.c.state, contact.c.due_at, contact.c.decided_at]
    query = select(*columns).where(contact.c.person_id == person_id, contact.c.state.in_((SENT, PLANNED)))
    moments = [row.decided_at if row.state == SENT else row.due_at for row in await connection.execute(query)]
    days = [dates.local_day(moment) for moment in moments if moment]
    return [_week(dates, monday + timedelta(weeks=n), n, days) for n in range(-WEEKS_BACK, WEEKS_AHEAD + 1)]


def _week(dates: Dates, monday: date, number: int, days: Iterable[date]) -> Week:
    many = sum(monday <= day < monday + timedelta(weeks=1) for day in days)
    return Week(dates.day(monday), many, "now" if number == 0 else "ahead" if number > 0 else "past")
