"""A new lab in one guided page: where, in which languages, when, with whom, how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from secrets import token_hex
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.cadence_form import CLOCKS, NUMBERS
from admin.log import LOOKED_AT, note
from admin.meeting_form import typed as written
from admin.new_lab_form import MOST_COLLEAGUES, SEATS, NewLab, at_first, new_lab_in, start_in, typed_phases
from admin.pages.groups import KINDS
from admin.pages.staff import TAKEN, Link, add_colleague
from admin.routes import ADMINISTRATORS, get, post
from admin.staffing import offered_roles
from admin.stepping import stepped_up
from admin.tabs import Tab
from admin.visit import Visit
from admin.words import ROLES
from lab.codes import NewCode
from lab.phases import KEYS, NAMES
from lab.safety import LONGEST
from locales import N_
from store.desk_planning import save_phases, save_policy
from store.groups import add_quota
from store.labs import Lab, labs, new_entry, new_lab
from store.rules import change_safety

SAME_NAME = N_("There is a lab with this name already.")
MADE_UP = N_("This Brug holds a lab that is made up. Real people do not belong beside it: start a Brug of its own.")


@dataclass(frozen=True, slots=True)
class Made:
    """What is there now. The links are shown once."""

    lab: Lab
    code: NewCode
    place: str
    team: Sequence[tuple[str, Sequence[Link]]]


async def show(visit: Visit) -> web.Response:
    """What no words in the form can change is said before somebody spends ten minutes on it."""
    async with visit.desk.database.read() as connection:
        made_up = await _is_made_up(connection)
    return await _page(visit, at_first(visit), [visit.say(MADE_UP)] if made_up else [], status=200)


async def _page(
    visit: Visit, typed: Mapping[str, str], problems: Sequence[str] = (), *, status: int = 422
) -> web.Response:
    return await visit.show(
        "new_lab.html",
        status if problems else 200,
        at="new_lab",
        typed=typed,
        problems=problems,
        languages=visit.desk.catalogues.languages,
        zones=_zones(visit),
        phases={key: NAMES[key] for key in KEYS},
        kinds={kind: KINDS[kind] for kind in SEATS},
        numbers=NUMBERS,
        clocks=CLOCKS,
        roles={role: word for role, word in offered_roles(visit, ROLES).items() if role != "administrator"},
        rows=range(MOST_COLLEAGUES),
        longest=LONGEST,
    )


async def save(visit: Visit) -> web.Response:
    typed = written(visit.form)
    if visit.form.has("suggest"):
        start, problem = start_in(visit)
        return await _page(visit, typed | (typed_phases(start) if start else {}), [problem] if problem else [])
    wanted = new_lab_in(visit)
    problems = [*wanted.problems, *await _in_the_way(visit, wanted)]
    if problems:
        return await _page(visit, typed, problems)
    if wanted.team and (asked := await stepped_up(visit)):
        return asked
    try:
        async with visit.desk.database.write() as connection:
            made = await _make(visit, connection, wanted)
            visit.request[LOOKED_AT] = made.lab.id
            await note(visit, connection)
    except IntegrityError:
        return await _page(visit, typed, [visit.say(TAKEN)])
    spoken = urlencode({"spoken": made.code.aloud})
    return await visit.show("new_lab_made.html", at="new_lab", made=made, poster=f"{made.code.token}?{spoken}")


async def _in_the_way(visit: Visit, wanted: NewLab) -> list[str]:
    async with visit.desk.database.read() as connection:
        known, made_up = (await labs(connection)).values(), await _is_made_up(connection)
    checks = (
        (not made_up, MADE_UP),
        (all(one.name.casefold() != wanted.name.casefold() for one in known), SAME_NAME),
    )
    return [visit.say(text) for fine, text in checks if not fine]


async def _is_made_up(connection: AsyncConnection) -> bool:
    return any(one.made_up for one in (await labs(connection)).values())


async def _make(visit: Visit, connection: AsyncConnection, wanted: NewLab) -> Made:
    """All of it or nothing. Raises IntegrityError for an e-mail address that somebody has."""
    lab = await new_lab(
        connection,
        name=wanted.name,
        city=wanted.city,
        timezone=wanted.timezone,
        languages=wanted.languages,
        now=visit.now,
    )
    await save_phases(connection, lab.id, wanted.phases)
    await save_policy(connection, lab.id, wanted.policy)
    await change_safety(connection, lab.id, wanted.safety)
    for kind, name, seats in wanted.groups:
        await add_quota(connection, lab.id, f"own-{token_hex(4)}" if kind == "own" else kind, name, seats)
    team = [
        (one.name, await add_colleague(visit, connection, replace(one, labs=frozenset({lab.id}))))
        for one in wanted.team
    ]
    place = wanted.place or wanted.city
    code = await new_entry(connection, visit.desk.database.keyring, lab.id, visit.now, place=place)
    return Made(lab, code, place, team)


def _zones(visit: Visit) -> list[str]:
    return sorted({visit.desk.settings.timezone, *EUROPEAN})


EUROPEAN = (
    *("Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest"),
    *("Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki", "Europe/Kyiv", "Europe/Lisbon", "Europe/London"),
    *("Europe/Luxembourg", "Europe/Madrid", "Europe/Oslo", "Europe/Paris", "Europe/Prague", "Europe/Riga"),
    *("Europe/Rome", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn", "Europe/Vienna", "Europe/Vilnius"),
    *("Europe/Warsaw", "Europe/Zagreb", "Europe/Zurich"),
)
"""Suggested; any other may be written."""

TAB = Tab("new_lab", "set_up", "/labs/new", N_("New lab"), ADMINISTRATORS, 15)

ROUTES = (
    get("/labs/new", show, ADMINISTRATORS),
    post("/labs/new", save, ADMINISTRATORS),
)
