"""The board of answers to a meeting: who said what, why, and what the team wrote down for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.meeting_board import WHY, Guest, guests
from admin.meeting_words import ANSWERS
from admin.visit import Visit
from lab.meetings import PLANNED, Meeting
from lab.people import ACTIVE
from store.desk_meetings import participants
from store.meetings import invitations
from store.rsvp import noted_by

SAYABLE = ("yes", "maybe", "no", "")
"""What the team may write down for somebody; the waiting list follows from it."""
REASONS = {key: label for key, label in WHY.items() if key != "left"}


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the board. `noted`: who of the team wrote it down, or "". `left`: she takes part no more."""

    guest: Guest
    reason: str
    noted: str
    left: bool


@dataclass(frozen=True, slots=True)
class Column:
    answer: str
    heading: str
    lines: tuple[Line, ...]


def still_open(meeting: Meeting, now: datetime) -> bool:
    """Answers count until it begins."""
    return meeting.state == PLANNED and meeting.starts_at > now


async def columns(visit: Visit, connection: AsyncConnection, meeting: Meeting) -> list[Column]:
    """All of them where they matter, the waiting list where there is one."""
    people = await participants(connection, meeting.lab_id, meeting.id)
    invited = {person: row for (_, person), row in (await invitations(connection, [meeting.id])).items()}
    noted = await noted_by(connection, meeting.id)
    active = {one.id for one in people if one.standing == ACTIVE}
    lines = [
        Line(
            one,
            (invited[one.id].reason or "") if one.id in invited else "",
            _noted(invited.get(one.id), noted.get(one.id)),
            one.id not in active,
        )
        for one in guests(visit, people, invited)
    ]
    found = [Column(answer, ANSWERS[answer], _of(lines, answer)) for answer in ANSWERS]
    return [one for one in found if one.lines or one.answer in SAYABLE]


def _of(lines: Sequence[Line], answer: str) -> tuple[Line, ...]:
    return tuple(one for one in lines if one.guest.answer == answer)


def _noted(row: Row[Any] | None, noted: tuple[str, datetime] | None) -> str:
    """What she said herself after that counts as hers."""
    if row is None or noted is None or row.answered_at is None or row.answered_at > noted[1]:
        return ""
    return noted[0]


def silent(board: Sequence[Column]) -> list[int]:
    """Who may still be asked."""
    return [one.guest.id for column in board if not column.answer for one in column.lines if not one.left]
