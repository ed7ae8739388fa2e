"""What can be done for several people at once: what it did, who was left out and why, and how to take it back."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.group_names import group_name
from admin.labs import lab_of
from admin.meeting_words import title_of, when_of
from admin.visit import Visit
from bot.inviting import NotNow, invite, take_back
from lab.people import ACTIVE, STOPPED
from locales import N_
from store.desk import works_within
from store.desk_meetings import meeting_within
from store.groups import Group, join_group, leave_group, quota_within
from store.owners import give_back, look_after
from store.staff import Member, colleagues

OTHER_LAB = N_("is in another lab")
AWAY = N_("does not take part now")
IN_THE_TEAM = N_("works for the team")
LEFT_ALREADY = N_("said stop")
WAS_IN = N_("was in this group already")
WAS_OUT = N_("was not in this group")
NO_CHANGE = N_("nothing changes")
ANSWERED = N_("has answered already")
PLANNED = N_("the invitation is planned already, or went out today")
NO_INVITATIONS = N_("Nobody can be invited to this meeting now.")
People = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Done:
    """`changed`: by person, what was there before: enough to take it back. `left`: why somebody was left out."""

    sentence: str
    changed: Mapping[int, int]
    left: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Act:
    """`do` gets the number of a group, a meeting or a member of the team; `undo` the same, and what was before."""

    name: str
    done: str
    undone: str
    do: Callable[[Visit, AsyncConnection, int, People], Awaitable[Done]]
    undo: Callable[[Visit, AsyncConnection, int, Mapping[int, int]], Awaitable[None]]


async def _put_in(visit: Visit, connection: AsyncConnection, number: int, people: People) -> Done:
    group = await _group(visit, connection, number)
    left = _elsewhere(people, group.lab_id) | {one.id: LEFT_ALREADY for one in people if one.standing == STOPPED}
    fitting = [one.id for one in people if one.id not in left]
    fresh = await join_group(connection, group.id, fitting)
    return _done(visit, "group", group_name(visit, group), fresh, left | _others(fitting, fresh, WAS_IN))


async def _take_out(visit: Visit, connection: AsyncConnection, number: int, people: People) -> Done:
    group = await _group(visit, connection, number)
    chosen = [one.id for one in people]
    gone = await leave_group(connection, group.id, chosen)
    return _done(visit, "out", group_name(visit, group), gone, _others(chosen, gone, WAS_OUT))


async def _put_back(visit: Visit, connection: AsyncConnection, number: int, before: Mapping[int, int]) -> None:
    await join_group(connection, (await _group(visit, connection, number)).id, list(before))


async def _take_out_again(visit: Visit, connection: AsyncConnection, number: int, before: Mapping[int, int]) -> None:
    await leave_group(connection, (await _group(visit, connection, number)).id, list(before))


async def _invite(visit: Visit, connection: AsyncConnection, number: int, people: People) -> Done:
    meeting = await meeting_within(connection, visit.reach, number, lock=True)
    if meeting is None:
        raise web.HTTPNotFound
    lab = await lab_of(visit, connection, meeting.lab_id)
    away = {one.id: AWAY for one in people if one.standing != ACTIVE}
    away |= {one.id: IN_THE_TEAM for one in people if one.role != "participant"}
    left = away | _elsewhere(people, lab.id)
    fitting = [one.id for one in people if one.id not in left]
    try:
        invited, not_now = await invite(connection, lab, meeting, fitting, visit.now)
    except NotNow:
        return Done(visit.say(NO_INVITATIONS), {}, left)
    why = {one: ANSWERED if reason == "answered" else PLANNED for one, reason in not_now.items()}
    return _done(visit, "meeting", f"{title_of(visit, meeting, lab)} · {when_of(visit, meeting)}", invited, left | why)


async def _uninvite(visit: Visit, connection: AsyncConnection, number: int, before: Mapping[int, int]) -> None:
    meeting = await meeting_within(connection, visit.reach, number, lock=True)
    if meeting is None:
        raise web.HTTPNotFound
    await take_back(connection, meeting.id, before)


async def _give(visit: Visit, connection: AsyncConnection, number: int, people: People) -> Done:
    """To a member of the team who works for that lab, or (0) to nobody."""
    team = await _team(visit, connection)
    if number and number not in team:
        raise web.HTTPNotFound
    left = {one.id: OTHER_LAB for one in people if number and not _works_for(team[number], one.lab_id)}
    left |= {one.id: NO_CHANGE for one in people if one.id not in left and (one.owner_id or 0) == number}
    changed = {one.id: one.owner_id or 0 for one in people if one.id not in left}
    await look_after(connection, dict.fromkeys(changed, number or None))
    name = visit.name(team[number].name) if number else visit.say(N_("nobody"))
    return Done(visit.say(ACTS["owner"].done, count=str(len(changed)), name=name), changed, left)


async def _give_back(visit: Visit, connection: AsyncConnection, number: int, before: Mapping[int, int]) -> None:
    team = await _team(visit, connection)
    owners = {one: owner if owner in team else None for one, owner in before.items()}
    await give_back(connection, owners, number or None)


async def _team(visit: Visit, connection: AsyncConnection) -> dict[int, Member]:
    return {one.id: one for one in await colleagues(connection, works_within(visit.reach)) if one.password_hash}


def _works_for(member: Member, lab_id: int | None) -> bool:
    return member.role == "administrator" or lab_id in member.labs


async def _group(visit: Visit, connection: AsyncConnection, number: int) -> Group:
    found = await quota_within(connection, visit.reach, number)
    if found is None:
        raise web.HTTPNotFound
    return found


def _elsewhere(people: People, lab_id: int) -> dict[int, str]:
    return {one.id: OTHER_LAB for one in people if one.lab_id != lab_id}


def _others(chosen: Iterable[int], changed: Iterable[int], why: str) -> dict[int, str]:
    return dict.fromkeys(set(chosen) - set(changed), why)


def _done(visit: Visit, act: str, name: str, changed: Sequence[int], left: Mapping[int, str]) -> Done:
    sentence = visit.say(ACTS[act].done, count=str(len(changed)), name=visit.name(name))
    return Done(sentence, dict.fromkeys(changed, 0), left)


ACTS: Mapping[str, Act] = {
    "group": Act(
        N_("Put into a group"),
        N_("New in “{name}”: {count}."),
        N_("They are not in this group any more."),
        _put_in,
        _take_out_again,
    ),
    "out": Act(
        N_("Take out of a group"),
        N_("Taken out of “{name}”: {count}."),
        N_("They are in this group again."),
        _take_out,
        _put_back,
    ),
    "meeting": Act(
        N_("Invite to a meeting"),
        N_("Invited to “{name}”: {count}. Each invitation goes out when it suits the person."),
        N_("Invitations that have not gone out yet are taken back."),
        _invite,
        _uninvite,
    ),
    "owner": Act(
        N_("Who looks after them"),
        N_("Looked after by {name} now: {count}."),
        N_("Everybody has the same person of the team as before."),
        _give,
        _give_back,
    ),
}
