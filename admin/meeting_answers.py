"""The board of answers to a meeting: who said what, why, and what the team wrote down for whom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown
from admin.meeting_board import WHY, Guest, guests
from admin.meeting_words import ANSWERS
from admin.visit import Visit
from lab.meetings import PLANNED, Meeting
from lab.people import ACTIVE
from locales import N_
from store.meeting_guests import counted, first_of_each
from store.people_list import called
from store.rsvp import noted_by

SAYABLE = ("yes", "maybe", "no", "")
"""What the team may write down for somebody; the waiting list follows from it."""
SEATED = ("waiting", "offered")
"""How somebody stands to a full meeting: nobody says that, it stays as it is."""
MOST_FOUND = 10_000
"""Of the people of a lab; who of them is asked to the meeting is looked for among these."""
ANSWER, WHY_NOT, SAID = N_("Answer"), N_("Why not"), N_("What did the person say?")
REASONS = {key: label for key, label in WHY.items() if key != "left"}


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the board. `noted`: who of the team wrote it down, or "". `left`: she takes part no more.

    `mark`: of what stands there, for her form.
    """

    guest: Guest
    reason: str
    noted: str
    left: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Column:
    """`lines`: the first of `many`."""

    answer: str
    heading: str
    many: int
    lines: tuple[Line, ...]

    @property
    def others(self) -> int:
        return self.many - len(self.lines)


def still_open(meeting: Meeting, now: datetime) -> bool:
    """Answers count until it begins."""
    return meeting.state == PLANNED and meeting.starts_at > now


async def columns(
    visit: Visit, connection: AsyncConnection, meeting: Meeting, most: int, only: Collection[int] | None = None
) -> list[Column]:
    """All of them where they matter, the waiting list where there is one. `only`: of these people."""
    rows = await first_of_each(connection, meeting.lab_id, meeting, most, only)
    everybody = (await counted(connection, meeting.lab_id, meeting)).many if only is None else {}
    noted = await noted_by(connection, meeting.id)
    invited = {row.id: row for row in rows}
    lines = [_line(visit, one, invited[one.id], noted.get(one.id)) for one in guests(visit, rows)]
    found = [_column(answer, _of(lines, answer)[:most], everybody) for answer in ANSWERS]
    return [one for one in found if one.lines or one.answer in SAYABLE]


def _column(answer: str, lines: tuple[Line, ...], many: Mapping[str, int]) -> Column:
    return Column(answer, ANSWERS[answer], many.get(answer, len(lines)), lines)


async def wanted(visit: Visit, connection: AsyncConnection, lab_id: int) -> tuple[int, ...] | None:
    """Whom the address asks for by name, where there are too many to look through. None: everybody."""
    words = visit.query("q")
    return await called(connection, lab_id, words, visit.now, MOST_FOUND) if words else None


def _line(visit: Visit, one: Guest, row: Row[Any], noted: tuple[str, datetime] | None) -> Line:
    mark = as_shown(compared(visit, one.answer, row.reason or "", one.words))
    return Line(one, row.reason or "", _noted(row, noted), row.standing != ACTIVE, mark)


def compared(visit: Visit, answer: str, reason: str, words: str) -> dict[str, str]:
    """For two who write down what somebody said, or where she answered herself meanwhile."""
    return {
        visit.say(ANSWER): visit.say(ANSWERS.get(answer, answer)),
        visit.say(WHY_NOT): visit.say(REASONS[reason]) if reason in REASONS else "",
        visit.say(SAID): words,
    }


async def given_now(connection: AsyncConnection, meeting: Meeting, person_id: int) -> Row[Any] | None:
    """What stands there of one person."""
    return next(iter(await first_of_each(connection, meeting.lab_id, meeting, 1, [person_id])), None)


def stored(visit: Visit, row: Row[Any] | None) -> dict[str, str]:
    """The same, for two who write it down."""
    for one in guests(visit, [row] if row else ()):
        return compared(visit, one.answer, (row and row.reason) or "", one.words)
    return compared(visit, "", "", "")


def _of(lines: Sequence[Line], answer: str) -> tuple[Line, ...]:
    return tuple(one for one in lines if one.guest.answer == answer)


def _noted(row: Row[Any], noted: tuple[str, datetime] | None) -> str:
    """What she said herself after that counts as hers."""
    if noted is None or row.answered_at is None or row.answered_at > noted[1]:
        return ""
    return noted[0]
