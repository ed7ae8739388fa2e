"""Whether all voices are heard: who takes part, who answers, who comes, who is silent, and what we promised."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.group_names import group_name
from admin.labs import lab_or_404
from admin.routes import READERS, TEAM, get
from admin.tabs import Tab
from admin.task_kinds import SOMEBODY
from admin.visit import Visit
from admin.voices_mood import mood_bars
from admin.voices_tables import REST, WAYS, Bar, Division, promise_bars, silent_bars, total_of
from lab.voices import Cell, Reached, Shown, days_of, reached
from locales import N_
from store import voices as counted
from store.groups import groups_in
from store.labs import Lab
from store.meetings import meetings
from store.voices import GROUP, LANGUAGE

NO_PLACE = N_("Place not known")
NO_WORKER = N_("Came without a worker")
Cells = Mapping[str, Sequence[Cell]]
"""By the way in which people are divided."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who has not been heard for so many days; None: never."""

    id: int
    name: str
    language: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Share:
    """A picture: who answers, or who comes."""

    title: str
    about: str
    bars: Sequence[Bar]
    total: Shown


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    way = visit.query("by") if visit.query("by") in WAYS else GROUP
    told, (divisions, values) = await asyncio.gather(_told(visit, lab), _around(visit, lab))
    return await visit.show(
        "voices.html",
        at="voices",
        lab=lab,
        ways=WAYS,
        way=way,
        who=divisions[way].who(),
        shares=_shares(visit, told, divisions, way),
        **values,
    )


async def _around(visit: Visit, lab: Lab) -> tuple[dict[str, Division], dict[str, Any]]:
    """How people are divided, and all but who answers and who comes."""
    is_team = visit.member.role in TEAM
    async with visit.desk.database.read() as connection:
        divisions = await divisions_of(visit, connection, lab)
        silence = await counted.silence(connection, lab.id, visit.now)
        unheard = await counted.unheard(connection, lab.id, visit.now) if is_team else ()
        faces = (await counted.faces(connection, lab.id, visit.now), await counted.barometers(connection, lab.id))
        held = await meetings(connection, lab_id=lab.id)
        kept = await counted.promises(connection, lab.id, visit.now)
        places, workers = await outreach_of(visit, connection, lab)
    return divisions, {
        "silent": silent_bars(visit, silence),
        "names": [_silent(visit, row) for row in unheard],
        "mood": mood_bars(visit, held, *faces),
        "promises": promise_bars(visit, kept),
        "outreach": ((N_("Place"), places), (N_("Outreach worker"), workers)),
        "is_team": is_team,
        "everybody": sum(silence),
    }


async def divisions_of(visit: Visit, connection: AsyncConnection, lab: Lab) -> dict[str, Division]:
    """Every way to divide the people of a lab."""
    names = {one.key: group_name(visit, one) for one in await groups_in(connection, lab.id)}
    people = await counted.composition(connection, lab.id)
    everybody = sum(people[LANGUAGE].values())
    return {way: Division(visit, way, names, people.get(way, {}), everybody) for way in WAYS}


async def _told(visit: Visit, lab: Lab) -> tuple[Cells, Cells]:
    """Who answers, and who comes: by far the longest to count, so on a connection of its own beside the rest."""
    async with visit.desk.database.read() as connection:
        return (
            await counted.response(connection, lab.id),
            await counted.attendance(connection, lab.id, visit.now),
        )


def _shares(visit: Visit, told: tuple[Cells, Cells], divisions: Mapping[str, Division], way: str) -> list[Share]:
    answered, came = told
    pictures = (
        (N_("Who answers"), N_("Invitations and polls that were answered."), answered),
        (N_("Who comes"), N_("Places taken at meetings, of all invitations."), came),
    )
    return [
        Share(visit.say(title), visit.say(about), divisions[way].bars(cells[way]), total_of(divisions.values(), cells))
        for title, about, cells in pictures
    ]


def _silent(visit: Visit, row: Row[Any]) -> Silent:
    known = visit.desk.catalogues.languages
    language = known[row.language].autonym if row.language in known else row.language
    return Silent(row.id, row.name or visit.say(SOMEBODY), language, days_of(row.last_in_at, visit.now))


async def outreach_of(visit: Visit, connection: AsyncConnection, lab: Lab) -> tuple[list[Reached], list[Reached]]:
    """By place and by worker, under their names."""
    rows = await counted.outreach(connection, lab.id)
    team = await counted.workers(connection, {row.worker_id for row in rows if row.worker_id})
    by_place = _added((row.place or visit.say(NO_PLACE), row) for row in rows)
    by_worker = _added((team.get(row.worker_id) or visit.say(NO_WORKER), row) for row in rows)
    return reached(by_place, visit.say(REST)), reached(by_worker, visit.say(REST))


def _added(rows: Iterable[tuple[str, Row[Any]]]) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    for key, row in rows:
        known, yes, came = found.get(key, (0, 0, 0))
        found[key] = (known + row.registered, yes + row.confirmed, came + int(row.came))
    return found


TAB = Tab("voices", "voices", "/labs/{lab}/voices", N_("Voices"), READERS, 10)

ROUTES = (get("/labs/{lab:[0-9]{1,18}}/voices", show, READERS),)
