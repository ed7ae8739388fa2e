"""The small groups of a meeting: proposed, changed by hand, saved and printed."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from admin.clash import as_shown, clash
from admin.labs import meeting_or_404
from admin.log import note
from admin.meeting_words import title_of, when_of
from admin.routes import GUIDES, get, post
from admin.task_kinds import SOMEBODY
from admin.visit import Visit
from flows.signup import AGE_BANDS
from lab.small_groups import ALONE, LARGE, SMALL, UNMIXED, YOUNG, amiss, can_be_right, propose
from locales import N_
from locales.catalogue import listed
from store.small_groups import Guest, Seats, guests_of, save_seats, seats_of

MOST_GROUPS = 250
A_PAGE = 40
"""Groups on one page: hundreds with a form for each person would be a page of megabytes."""
REST_A_PAGE = 100
"""People without a group."""
AMISS: Mapping[str, str] = {
    ALONE: N_("One young person sits alone among adults."),
    UNMIXED: N_("Newcomers and others do not sit together here."),
    LARGE: N_("More than five people."),
    SMALL: N_("Fewer than four people."),
}
AGES = {one.id: one.label for one in AGE_BANDS}
GROUP = N_("Group {number}")


@dataclass(frozen=True, slots=True)
class Seated:
    """`about`: what the rule knows of her. `stays_away`: she has a place, but does not come."""

    id: int
    name: str
    about: str
    stays_away: bool


@dataclass(frozen=True, slots=True)
class Table:
    """`number` 0: who has no group yet."""

    number: int
    people: tuple[Seated, ...]
    amiss: tuple[str, ...]


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        meeting, lab = await meeting_or_404(visit, connection)
        guests = {one.id: one for one in await guests_of(connection, lab.id, meeting.id)}
        saved = await seats_of(connection, meeting.id)
    asked = _number(visit.query("seed"))
    anew = not saved or asked is not None
    seed = meeting.id if asked is None else asked
    seats = await _proposed(guests, seed) if anew else saved
    tables = _tables(visit, seats, guests)
    pages = _pages(tables, _without(visit, seats, guests))
    page = min(visit.page, len(pages))
    placed = sum(one in guests for group in seats for one in group)
    return await visit.show(
        "small_groups.html",
        at="meetings",
        meeting=meeting,
        lab=lab,
        title=title_of(visit, meeting, lab),
        when=when_of(visit, meeting),
        tables=pages[page - 1],
        on_wall=[table for tables in pages for table in tables] if len(pages) > 1 else [],
        numbers={one.number: visit.say(GROUP, number=str(one.number)) for one in tables},
        many=sum(map(len, seats)),
        page=page,
        last=len(pages),
        smaller=0 if can_be_right(placed) else placed,
        proposed=anew,
        seed=seed,
        following=seed + 1,
        as_shown=as_shown(_in_words(visit, saved, guests)),
        saved=visit.query("saved") == "1",
    )


def _number(text: str) -> int | None:
    return int(text[:9]) if text.isascii() and text.isdecimal() else None


async def _proposed(guests: Mapping[int, Guest], seed: int) -> Seats:
    return await asyncio.to_thread(propose, [one.sitter for one in guests.values() if one.comes], seed)


def _tables(visit: Visit, seats: Seats, guests: Mapping[int, Guest]) -> list[Table]:
    seated = [tuple(guests[one] for one in group if one in guests) for group in seats]
    sitters = [one.sitter for group in seated for one in group]
    return [
        Table(number, _seated(visit, group), tuple(AMISS[what] for what in amiss((o.sitter for o in group), sitters)))
        for number, group in enumerate(seated, start=1)
    ]


def _without(visit: Visit, seats: Seats, guests: Mapping[int, Guest]) -> list[Table]:
    """Who comes and has no group yet, so many together as one page shows."""
    placed = {one for group in seats for one in group}
    rest = _seated(visit, (one for one in guests.values() if one.id not in placed and one.comes))
    return [Table(0, rest[first : first + REST_A_PAGE], ()) for first in range(0, len(rest), REST_A_PAGE)]


def _pages(tables: Sequence[Table], rest: Sequence[Table]) -> list[list[Table]]:
    """Groups first; the first of the `rest` stand below the last ones."""
    pages = [list(tables[first : first + A_PAGE]) for first in range(0, len(tables), A_PAGE)] or [[]]
    pages[-1] += rest[:1]
    return [*pages, *([one] for one in rest[1:])]


def _seated(visit: Visit, group: Iterable[Guest]) -> tuple[Seated, ...]:
    in_order = sorted(group, key=lambda one: (one.name.casefold(), one.id))
    return tuple(Seated(one.id, _name(visit, one), _about(visit, one), not one.comes) for one in in_order)


def _name(visit: Visit, one: Guest) -> str:
    return one.name or visit.say(SOMEBODY)


def _about(visit: Visit, one: Guest) -> str:
    said = [visit.say(N_("newcomer"))] if one.newcomer else []
    said += [visit.say(AGES[one.age_band])] if one.age_band in YOUNG and one.age_band in AGES else []
    return " · ".join(said)


async def save(visit: Visit) -> web.Response:
    """`seat_<person>` is the number of her group; 0 is none. Who does not come to this meeting is nobody.

    Groups that stand on other pages stay as they were saved, or as they were proposed with this `seed`.
    """
    async with visit.desk.database.write() as connection:
        meeting, lab = await meeting_or_404(visit, connection, lock=True)
        guests = {one.id: one for one in await guests_of(connection, lab.id, meeting.id)}
        saved, seed = await seats_of(connection, meeting.id), _number(visit.form.text("seed", 9))
        wanted = _wanted(visit, guests, saved if seed is None else await _proposed(guests, seed))
        now, yours = (_in_words(visit, seats, guests) for seats in (saved, wanted))
        if both := await clash(visit, now, yours, back=f"/admin/meetings/{meeting.id}/groups"):
            return both
        await save_seats(connection, meeting.id, wanted)
        await note(visit, connection)
    return visit.go(f"/admin/meetings/{meeting.id}/groups?saved=1{f'&page={visit.page}' if visit.page > 1 else ''}")


def _wanted(visit: Visit, guests: Mapping[int, Guest], before: Seats) -> Seats:
    chosen = {one: number for number, group in enumerate(before, start=1) for one in group if one in guests}
    fields = {one: f"seat_{one}" for one in guests}
    chosen |= {one: visit.form.number(name) or 0 for one, name in fields.items() if visit.form.has(name)}
    if any(not 0 <= number <= max(MOST_GROUPS, len(guests)) for number in chosen.values()):
        raise web.HTTPBadRequest
    numbers = sorted({number for number in chosen.values() if number})
    return tuple(tuple(one for one, number in chosen.items() if number == wanted) for wanted in numbers)


def _in_words(visit: Visit, seats: Sequence[Sequence[int]], guests: Mapping[int, Guest]) -> dict[str, str]:
    """By the name of the group: who sits there."""
    return {
        visit.say(GROUP, number=str(number)): listed(
            visit.language, [_name(visit, guests[one]) for one in sorted(group) if one in guests]
        )
        for number, group in enumerate(seats, start=1)
    }


ROUTES = (
    get("/meetings/{meeting:[0-9]{1,18}}/groups", show, GUIDES),
    post("/meetings/{meeting:[0-9]{1,18}}/groups", save, GUIDES),
)
