"""The rest of the made-up lab: talks, what waits for a human, and faces that were only counted."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.conversation import said_at
from bot.demo.history import Life
from bot.demo.words import LINES, Line
from lab.meetings import Meeting
from lab.promises import answer_by, end_of
from lab.wall_time import moment_of, zone_of
from store import contacts
from store.labs import Lab
from store.meetings import add_talk
from store.tables import talk, tally, task

MINUTES = 30
PHONE, OFFICE = "by phone", "De Krook, room 2.1"
TALKS = (
    (-40, time(14), OFFICE, "Amina"),
    (-38, time(10, 30), PHONE, "Tarek"),
    (2, time(10), PHONE, "Navid"),
    (3, time(16, 30), OFFICE, "Elif"),
    (3, time(17, 15), OFFICE, ""),
    (5, time(10), PHONE, ""),
    (6, time(14), OFFICE, ""),
    (9, time(18), PHONE, ""),
)
"""Days from today, hour, place, and who took it. What lies behind was held."""
FACES = ({"5": 4, "4": 5, "3": 3, "2": 1}, {"5": 3, "4": 4, "3": 2, "2": 1, "1": 1}, {"5": 5, "4": 6, "3": 2})
"""How people came to each meeting behind, by face. They went home a little better."""
ASKED_FOR_GUARDIAN = "Mama, Almaz. 0470 00 00 00"


async def talks(connection: AsyncConnection, lab: Lab, staff_id: int, people: Mapping[str, int], now: datetime) -> None:
    zone = zone_of(lab.timezone)
    today = now.astimezone(zone).date()
    for days, clock, place, who in TALKS:
        starts_at = moment_of(datetime.combine(today + timedelta(days=days), clock), zone)
        made = await add_talk(connection, lab.id, staff_id, starts_at, MINUTES, place)
        if who:
            taken = {"person_id": people[who], "taken_at": min(now, starts_at) - timedelta(days=4)}
            held = {"held": True} if starts_at < now else {}
            await connection.execute(update(talk).where(talk.c.id == made).values(taken | held))
        if who and starts_at > now:
            due = max(starts_at - timedelta(days=1), now + timedelta(hours=1))
            row = contacts.row_of(
                *(lab.id, people[who], "talk_reminder", due, starts_at, now), reference=f"talk:{made}"
            )
            await contacts.plan(connection, [row])


async def tasks(
    connection: AsyncConnection,
    lab_id: int,
    people: Mapping[str, int],
    lives: Sequence[Life],
    owner_id: int,
    now: datetime,
) -> None:
    """`owner_id`: who has to answer what people asked."""
    rows: list[dict[str, Any]] = []
    for life in lives:
        rows += _of_lines(life, now)
        rows += _of_life(life, now)
    for row in rows:
        row["person_id"] = people[row["person_id"]]
        owner = {"owner_id": owner_id} if row.get("sort") else {}
        await connection.execute(insert(task).values(row | owner | {"lab_id": lab_id}))


def _of_lines(life: Life, now: datetime) -> list[dict[str, Any]]:
    """What she asked; and that it was answered, where it was."""
    return [
        {
            "person_id": line.who,
            "kind": line.kind,
            "note": line.words,
            "created_at": said_at(life, line.days),
            "answer_by": end_of(answer_by(said_at(life, line.days).date())),
            "done_at": said_at(life, line.days - 1) if line.answer else None,
            "sort": line.sort,
            "language": life.figure.language,
            **_answer(life, line),
        }
        for line in LINES
        if line.who == life.figure.name
    ]


def _answer(life: Life, line: Line) -> dict[str, Any]:
    if not line.answer:
        return {}
    told = {"answer": line.answer, "answer_language": life.figure.language}
    return told | {"answered_at": said_at(life, line.days - 1)}


def _of_life(life: Life, now: datetime) -> list[dict[str, Any]]:
    name = life.figure.name
    found: list[dict[str, Any]] = []
    if life.figure.standing == "waiting_guardian":
        found.append({"kind": "guardian", "note": ASKED_FOR_GUARDIAN, "created_at": now - timedelta(days=6)})
    if life.left_at:
        found.append({"kind": "left", "created_at": life.left_at})
    elif life.gone_at:
        found.append({"kind": "unreachable", "created_at": life.gone_at})
    untranslated = [one for one in life.touches if one.reason == "no_text" and one.decided_at]
    found += [{"kind": "translation", "note": one.contact.kind, "created_at": one.decided_at} for one in untranslated]
    called = [one.decided_at for one in life.touches if one.state == contacts.CALLED and one.decided_at]
    found += [{"kind": "call_unreachable", "created_at": max(called)}] if called else []
    return [{"person_id": name, "note": None, **one} for one in found]


async def tallies(connection: AsyncConnection, lab_id: int, held: Sequence[Meeting]) -> None:
    for meeting, faces in zip(held, FACES, strict=True):
        for face, many in faces.items():
            better = str(min(int(face) + 1, 5))
            for kind, count in ((f"check_in_{face}", many), (f"check_out_{better}", many)):
                await _count(connection, lab_id, kind, f"meeting:{meeting.id}", count)


async def _count(connection: AsyncConnection, lab_id: int, kind: str, place: str, many: int) -> None:
    already = (tally.c.lab_id == lab_id, tally.c.kind == kind, tally.c.place == place)
    done = await connection.execute(update(tally).where(*already).values(count=tally.c.count + many))
    if not done.rowcount:
        await connection.execute(insert(tally).values(lab_id=lab_id, kind=kind, place=place, count=many))
