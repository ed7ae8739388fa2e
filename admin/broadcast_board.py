"""All that the page of a message to many shows of this state of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.broadcast_form import choices_of, fields_in_words, in_words
from admin.broadcast_missing import lacking, sources
from admin.broadcast_preview import previews_of
from admin.broadcast_progress import acts_of, mark_of, progress_of
from admin.clash import as_shown
from admin.task_kinds import SOMEBODY, media_of
from admin.tongues import any_of
from admin.visit import Visit
from admin.words import ROLES
from bot.broadcasts import completed, look
from lab.broadcasts import OPEN_TO_CHANGES, Broadcast, faults_of, needs_look, needs_person
from lab.people import DESK_ROLES
from lab.segments import LEFT_OUT, Reached, Who
from store.broadcast_people import names_of
from store.broadcasts import replies_to
from store.labs import Lab
from store.mediators import mediators
from store.own_chat import own_chat, team_chats
from store.staff import member

SHOWN = 100
"""Names in one list; the number says how many there are."""


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Group:
    """People under one sentence. `many` of them; `people` are the first."""

    word: str
    many: int
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Tester:
    """Somebody of the team with a chat. `ticked`: those who work at the desk, before anybody chooses."""

    staff_id: int
    name: str
    about: str
    ticked: bool


def _tester(visit: Visit, row: Row[Any]) -> Tester:
    known = visit.desk.catalogues.languages
    about = [visit.say(ROLES[row.role])] + ([known[row.language].autonym] if row.language in known else [])
    return Tester(row.staff_id, visit.name(row.name) or visit.say(SOMEBODY), " · ".join(about), row.role in DESK_ROLES)


async def board(visit: Visit, connection: AsyncConnection, one: Broadcast, lab: Lab) -> dict[str, Any]:
    """`one` as it is stored."""
    one = await completed(connection, one)
    choices = await choices_of(visit, connection, lab, one.id)
    values = {"one": one, "meant": in_words(visit, one.segment, choices), "name": any_of(visit, one.words, lab)}
    if one.state in OPEN_TO_CHANGES:
        shown = as_shown(fields_in_words(visit, one, choices))
        return values | {"as_shown": shown} | await _draft(visit, connection, one, lab)
    progress = await progress_of(visit, connection, one)
    replies = await replies_to(connection, one)
    return values | {
        "progress": progress,
        "mark": mark_of(visit, one, progress),
        "acts": acts_of(progress.state),
        "replies": [(row, visit.name(row.name) or visit.say(SOMEBODY), media_of(row)) for row in replies],
        "previews": previews_of(visit, one, lab, {}),
    }


async def _draft(visit: Visit, connection: AsyncConnection, one: Broadcast, lab: Lab) -> dict[str, Any]:
    reached = await look(connection, one, visit.desk.catalogues.languages)
    faults = faults_of(replace(one, due_at=None, urgent=False, wakes=False), reached, visit.now)
    able = await mediators(connection, one.lab_id, (), visit.now)
    left = {LEFT_OUT[code]: ones for code, ones in reached.out.items()}
    gets, *out = await _groups(visit, connection, {"": reached.gets, **left})
    asker = await member(connection, one.staff_id) if one.staff_id != visit.member.id else None
    return {
        "reached": reached,
        "faults": faults,
        "gets": [gets],
        "left": out,
        "lacking": await lacking(visit, connection, one, reached, able),
        "sources": sources(visit, one, list(reached.lacking()), able),
        "previews": previews_of(visit, one, lab, reached.by_language()),
        "linked": await own_chat(connection, visit.member.id) is not None,
        "team": [_tester(visit, row) for row in await team_chats(connection, lab.id)],
        "looks": needs_look(one, reached.many),
        "second": needs_person(one, reached.many),
        "asker": visit.name(asker.name) if asker else "",
        "mine": one.staff_id == visit.member.id,
    }


async def _groups(visit: Visit, connection: AsyncConnection, found: Mapping[str, Iterable[Who]]) -> list[Group]:
    groups = {word: tuple(ones) for word, ones in found.items()}
    names = await names_of(connection, [who.id for ones in groups.values() for who in ones[:SHOWN]])
    return [
        Group(visit.say(word) if word else "", len(ones), tuple(_person(visit, who, names) for who in ones[:SHOWN]))
        for word, ones in groups.items()
    ]


def _person(visit: Visit, who: Who, names: Mapping[int, str]) -> Person:
    known = visit.desk.catalogues.languages
    language = known[who.language].autonym if who.language in known else ""
    return Person(who.id, names.get(who.id, "") or visit.say(SOMEBODY), language)


async def sample(visit: Visit, connection: AsyncConnection, reached: Reached, many: int = 5) -> list[Person]:
    """Some who get it, from all over the list and always the same."""
    step = max(1, reached.many // many)
    chosen = reached.gets[::step][:many]
    names = await names_of(connection, [who.id for who in chosen])
    return [_person(visit, who, names) for who in chosen]
