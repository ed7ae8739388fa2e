"""All that the page of a message to many shows of this state of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.broadcast_form import choices_of, in_words
from admin.broadcast_preview import previews_of
from admin.broadcast_progress import acts_of, progress_of
from admin.task_kinds import SOMEBODY, media_of
from admin.tongues import any_of
from admin.visit import Visit
from bot.broadcasts import completed, look, translations_of
from lab.broadcasts import OPEN_TO_CHANGES, Broadcast, faults_of, missing, needs_look, needs_person
from lab.mediation import APPROVED, Text
from lab.segments import LEFT_OUT, Reached, Who
from store.broadcast_people import names_of, team_chats
from store.broadcasts import replies_to
from store.labs import Lab
from store.own_chat import own_chat
from store.staff import member

SHOWN = 200
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
class Lacking:
    """A language without words. `asked`: a mediator has it; `accepted`: somebody said that these people get nothing."""

    code: str
    autonym: str
    people: int
    asked: bool
    accepted: bool


async def board(visit: Visit, connection: AsyncConnection, one: Broadcast, lab: Lab) -> dict[str, Any]:
    """`one` as it is stored."""
    one = await completed(connection, one)
    choices = await choices_of(visit, connection, lab, one.id)
    values = {"one": one, "meant": in_words(visit, one.segment, choices), "name": any_of(visit, one.words)}
    if one.state in OPEN_TO_CHANGES:
        return values | await _draft(visit, connection, one, lab)
    progress = await progress_of(visit, connection, one)
    replies = await replies_to(connection, one)
    return values | {
        "progress": progress,
        "acts": acts_of(progress.state),
        "replies": [(row, visit.name(row.name) or visit.say(SOMEBODY), media_of(row)) for row in replies],
        "previews": previews_of(visit, one, lab, {}),
    }


async def _draft(visit: Visit, connection: AsyncConnection, one: Broadcast, lab: Lab) -> dict[str, Any]:
    reached = await look(connection, one, visit.desk.catalogues.languages)
    faults = faults_of(replace(one, due_at=None, urgent=False, wakes=False), reached, visit.now)
    asker = await member(connection, one.staff_id) if one.staff_id != visit.member.id else None
    return {
        "reached": reached,
        "faults": faults,
        "gets": await _groups(visit, connection, {"": reached.gets}),
        "left": await _groups(visit, connection, {LEFT_OUT[code]: ones for code, ones in reached.out.items()}),
        "lacking": _lacking(visit, one, reached, await translations_of(connection, one)),
        "sources": [(code, visit.desk.catalogues.languages[code].autonym) for code in _sources(visit, one)],
        "previews": previews_of(visit, one, lab, reached.by_language()),
        "linked": await own_chat(connection, visit.member.id) is not None,
        "team": len(await team_chats(connection, lab.id)),
        "looks": needs_look(one, reached.many),
        "second": needs_person(one, reached.many),
        "asker": visit.name(asker.name) if asker else "",
        "mine": one.staff_id == visit.member.id,
    }


def _sources(visit: Visit, one: Broadcast) -> list[str]:
    """Languages that a mediator may translate from, the reader's own first."""
    codes = [code for code in one.words if code in visit.desk.catalogues.languages]
    return sorted(codes, key=lambda code: code != visit.language)


def _lacking(visit: Visit, one: Broadcast, reached: Reached, texts: Mapping[str, Text]) -> list[Lacking]:
    """Who chose no language yet cannot be helped with a translation."""
    known, open_ones = visit.desk.catalogues.languages, missing(one, reached)
    return [
        Lacking(
            *(code, known[code].autonym if code in known else "–", many),
            asked=code in texts and texts[code].state != APPROVED,
            accepted=code not in open_ones,
        )
        for code, many in sorted(reached.lacking().items())
    ]


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
