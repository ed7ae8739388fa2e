"""Who is asked by a poll, and who is not heard."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from lab.people import ACTIVE
from lab.polls import AT_A_MEETING, Poll
from store.groups import groups_of
from store.meetings import invitations
from store.tables import participation, person

Meant = Callable[[Poll, Row[Any] | None], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody of the audience. `groups`: keys of the groups she is in."""

    id: int
    name: str
    language: str
    groups: frozenset[str]


async def audience(connection: AsyncConnection, poll: Poll) -> list[Asked]:
    """Active people; for a poll of a meeting who said yes or was marked present."""
    return await _asked(connection, poll, was_meant)


async def possible_audience(connection: AsyncConnection, poll: Poll) -> list[Asked]:
    """Who may still be asked when it is time: before a meeting also those who have not answered the invitation."""
    return await _asked(connection, poll, may_be_meant)


async def how_many_asked(connection: AsyncConnection, poll: Poll) -> int:
    """How large its audience is."""
    if poll.meeting_id is not None:
        return len(await audience(connection, poll))
    query = select(func.count()).select_from(person).where(*_active(poll))
    return int((await connection.execute(query)).scalar_one())


async def unheard(connection: AsyncConnection, poll: Poll) -> list[Asked]:
    """Who has not answered: for the coordinator alone, to be invited by name. Never counted in public."""
    took_part = exists().where(participation.c.poll_id == poll.id, participation.c.person_id == person.c.id)
    return await _asked(connection, poll, was_meant, ~took_part)


def by_group_and_language(people: Iterable[Asked]) -> dict[tuple[str, str], list[Asked]]:
    """People by group ("" for none) and language. Who is in two groups stands in both."""
    found: dict[tuple[str, str], list[Asked]] = {}
    for one in people:
        for group in sorted(one.groups) or [""]:
            found.setdefault((group, one.language), []).append(one)
    return found


def was_meant(poll: Poll, invited: Row[Any] | None) -> bool:
    """Whether a poll of a meeting is for her now. After the meeting, who was marked absent is not asked."""
    if poll.meeting_id is None:
        return True
    if invited is None:
        return False
    return bool(invited.present if invited.present is not None else invited.answer == "yes")


def may_be_meant(poll: Poll, invited: Row[Any] | None) -> bool:
    if poll.moment not in AT_A_MEETING:
        return was_meant(poll, invited)
    return invited is None or (invited.answer != "no" and invited.present is not False)


async def _asked(connection: AsyncConnection, poll: Poll, meant: Meant, *only: ColumnElement[bool]) -> list[Asked]:
    columns = (person.c.id, person.c.name, person.c.language)
    active = (*_active(poll), *only)
    invited = await _invited(connection, poll)
    everybody = await connection.execute(select(*columns).where(*active).order_by(person.c.id))
    rows = [row for row in everybody if meant(poll, invited.get(row.id))]
    groups = await groups_of(connection, select(person.c.id).where(*active))
    return [Asked(row.id, row.name or "", row.language, groups.get(row.id, frozenset())) for row in rows]


def _active(poll: Poll) -> tuple[ColumnElement[bool], ...]:
    return person.c.lab_id == poll.lab_id, person.c.standing == ACTIVE, person.c.role == "participant"


async def _invited(connection: AsyncConnection, poll: Poll) -> Mapping[int, Row[Any]]:
    if poll.meeting_id is None:
        return {}
    return {who: row for (_, who), row in (await invitations(connection, [poll.meeting_id])).items()}
