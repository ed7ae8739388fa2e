"""Sheets of an export whose rows are counted, hidden or mixed before they are written."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.disclosure import K
from lab.export_values import plain
from lab.moods import good_faces
from lab.poll_results import people_in
from lab.polls import CLOSED, DRAFT, Poll
from lab.spreadsheet import Row
from lab.voices import composition, is_small, reached, shares, small_together, together, together_in
from store import voices as counted
from store.polls import polls_by_id
from store.report import contacts_sent
from store.tables import answer, membership, person, pilot, pilot_update, poll, quota, recommendation, source, task
from store.voices import LANGUAGE, PHASE

OTHERS = "others"
Rows = Callable[[AsyncConnection, int, datetime], Awaitable[Iterable[Row]]]


def mixed(rows: Iterable[Row]) -> list[Row]:
    """In no order: the one in which they are stored may be that in which they came."""
    found = list(rows)
    SystemRandom().shuffle(found)
    return found


async def _numbers(connection: AsyncConnection, lab_id: int, now: datetime) -> list[Row]:
    """The same numbers as on the desk, hidden in the same way: another way would tell what this one hides."""
    people = await counted.composition(connection, lab_id)
    joined = {way: small_together(numbers, OTHERS) for way, numbers in people.items()} | {PHASE: {}}
    everybody = sum(people[LANGUAGE].values())
    whole = everybody if everybody >= K else None
    rows: list[Row] = []
    for way, numbers in people.items():
        shown = composition(together_in(numbers, joined[way]))
        rows += [["people", way, key, number, whole] for key, number in shown.items()]
    measured = {
        "answered": await counted.response(connection, lab_id),
        "came": await counted.attendance(connection, lab_id, now),
    }
    for what, cells in measured.items():
        for way, found in cells.items():
            told = shares(together(found, joined[way]))
            rows += [[what, way, one.key, one.value, one.whole] for one in told]
    return rows


async def _moods(connection: AsyncConnection, lab_id: int, now: datetime) -> list[Row]:
    rows: list[Row] = []
    for (meeting_id, moment), faces in sorted((await counted.faces(connection, lab_id, now)).items()):
        cell = good_faces(faces)
        shown = (None, None) if is_small(cell) else (cell.value, cell.whole)
        rows.append([meeting_id, moment, *shown])
    return rows


async def _polls(connection: AsyncConnection, lab_id: int) -> list[Poll]:
    ids = select(poll.c.id).where(poll.c.lab_id == lab_id, poll.c.state != DRAFT)
    return list((await polls_by_id(connection, (await connection.execute(ids)).scalars().all())).values())


async def _poll_results(connection: AsyncConnection, lab_id: int, _: datetime) -> list[Row]:
    return [row for one in await _polls(connection, lab_id) for table in one.results for row in _table(one.id, table)]


def _table(poll_id: int, table: Mapping[str, Any]) -> list[Row]:
    return [
        [poll_id, table["round"], name, option, number, part["answered"]]
        for name, part in table["parts"].items()
        for option, number in part["counts"].items()
    ]


async def _answers(connection: AsyncConnection, lab_id: int, _: datetime) -> list[Row]:
    """Words that were passed, of polls that are over and that five people or more answered: the others nobody sees."""
    over = [one.id for one in await _polls(connection, lab_id) if one.state == CLOSED and people_in(one)]
    columns = (answer.c.poll_id, answer.c.part, answer.c.round, answer.c.text, answer.c.day)
    query = select(*columns).where(answer.c.poll_id.in_(over), answer.c.passed, answer.c.text.is_not(None))
    rows = await connection.execute(query)
    return mixed([row.poll_id, row.part, row.round, row.text, plain(row.day, week=True)] for row in rows)


async def _pilot_reports(connection: AsyncConnection, lab_id: int, _: datetime) -> list[Row]:
    columns = (pilot_update.c.pilot_id, pilot_update.c.how, pilot_update.c.words, pilot_update.c.created_at)
    query = select(*columns).join(pilot, pilot.c.id == pilot_update.c.pilot_id)
    rows = await connection.execute(query.where(pilot.c.lab_id == lab_id, pilot_update.c.passed))
    return mixed([row.pilot_id, row.how, row.words, plain(row.created_at, week=True)] for row in rows)


async def _sources(connection: AsyncConnection, lab_id: int, _: datetime) -> list[Row]:
    query = select(source.c.recommendation_id, source.c.reference).join(recommendation)
    rows = await connection.execute(query.where(recommendation.c.lab_id == lab_id))
    return mixed(_source(row.recommendation_id, *row.reference.split(":")) for row in rows)


def _source(recommendation_id: int, kind: str, number: str) -> Row:
    return [recommendation_id, kind, None if kind == "task" else int(number)]


async def _questions(connection: AsyncConnection, lab_id: int, now: datetime) -> list[Row]:
    columns = (task.c.sort, task.c.created_at, counted.became(now).label("became"))
    rows = await connection.execute(select(*columns).where(task.c.lab_id == lab_id, task.c.sort != ""))
    return mixed([row.sort, plain(row.created_at, week=True), row.became] for row in rows)


async def _contacts(connection: AsyncConnection, lab_id: int, _: datetime) -> list[Row]:
    return [list(one) for one in (await contacts_sent(connection, lab_id)).items()]


async def _outreach(connection: AsyncConnection, lab_id: int, _: datetime) -> list[Row]:
    places: dict[str, tuple[int, int, int]] = {}
    for row in await counted.outreach(connection, lab_id):
        known, yes, came = places.get(row.place, (0, 0, 0))
        places[row.place] = (known + row.registered, yes + row.confirmed, came + int(row.came))
    return [[one.key, one.registered, one.confirmed, one.came] for one in reached(places, OTHERS)]


_PERSON = ("id", "name", "language", "role", "standing", "age_band", "place", "timezone")
_DAYS = ("facts", "prepared_at", "left_at", "confirmed_at", "guardian_agreed_at", "created_at")


async def _people(connection: AsyncConnection, lab_id: int, _: datetime) -> list[Row]:
    groups = await _groups(connection, lab_id)
    query = select(*(person.c[name] for name in (*_PERSON, *_DAYS))).where(person.c.lab_id == lab_id)
    rows = (await connection.execute(query.order_by(person.c.id))).all()
    return [
        [*map(plain, row[: len(_PERSON)]), groups.get(row.id, ""), *map(plain, row[len(_PERSON) :])] for row in rows
    ]


async def _groups(connection: AsyncConnection, lab_id: int) -> dict[int, str]:
    query = select(membership.c.person_id, quota.c.key).join(quota, quota.c.id == membership.c.quota_id)
    found: dict[int, list[str]] = {}
    for row in await connection.execute(query.where(quota.c.lab_id == lab_id).order_by(quota.c.id)):
        found.setdefault(row.person_id, []).append(row.key)
    return {who: " ".join(keys) for who, keys in found.items()}


OWN_ROWS: Mapping[str, Rows] = {
    "numbers": _numbers,
    "moods": _moods,
    "poll_results": _poll_results,
    "answers": _answers,
    "pilot_reports": _pilot_reports,
    "recommendation_sources": _sources,
    "questions": _questions,
    "contacts": _contacts,
    "outreach": _outreach,
    "people": _people,
}
"""By the name of the sheet."""
