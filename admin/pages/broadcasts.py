"""The messages to many of a lab by state, and a form for a new one."""

from collections.abc import Mapping, Sequence

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.broadcast_form import Choices, broadcast_in, choices_of, fields_in_words, in_words, ticked_of, typed_of
from admin.clash import as_shown, seen_as
from admin.labs import chosen_lab, lab_or_404
from admin.log import note
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.tongues import Tongue, any_of, tongues_of, typed
from admin.visit import Visit
from lab.broadcasts import CANCELLED, DONE, DRAFT, NO_WORDS, PAUSED, RUNNING, SCHEDULED, STATES, WAITING, Broadcast
from lab.segments import ATTENDANCE
from locales import N_
from store.broadcast_people import how_many_reachable
from store.broadcasts import add_broadcast, broadcasts_of
from store.desk_meetings import labs_within
from store.labs import Lab

GROUPS = (WAITING, RUNNING, PAUSED, SCHEDULED, DRAFT, DONE, CANCELLED)
"""What somebody can still do something about comes first."""
DROPPED = N_("The draft is gone.")


async def show(visit: Visit) -> web.Response:
    async with visit.desk.database.read() as connection:
        known = await labs_within(connection, visit.reach)
        lab = chosen_lab(visit, known)
    return await _list(visit, known, lab)


async def show_of_lab(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    return await _list(visit, {lab.id: lab}, lab)


async def _list(visit: Visit, known: Mapping[int, Lab], lab: Lab | None) -> web.Response:
    lines: list[tuple[Broadcast, str, str]] = []
    if lab:
        async with visit.desk.database.read() as connection:
            choices = await choices_of(visit, connection, lab)
            found = await broadcasts_of(connection, lab.id)
        lines = [(one, any_of(visit, one.words, lab), in_words(visit, one.segment, choices)) for one in found]
    groups = [(STATES[state], [line for line in lines if line[0].state == state]) for state in GROUPS]
    return await visit.show(
        "broadcasts.html",
        at="broadcasts",
        labs=known,
        lab=lab,
        groups=[(word, ones) for word, ones in groups if ones],
        dates=visit.dates(lab.timezone if lab else ""),
        said=DROPPED if visit.query("said") == "dropped" else "",
    )


async def new(visit: Visit) -> web.Response:
    """A link elsewhere may begin it: with a meeting, and how people stand to it."""
    lab = await lab_or_404(visit)
    blank = Broadcast(0, lab.id)
    begins = {name: visit.query(name) for name in ("meeting", "attendance", "about", "answered")}
    return await form(visit, lab, blank, typed_of(blank) | {name: value for name, value in begins.items() if value})


async def form(
    visit: Visit, lab: Lab, one: Broadcast, values: Mapping[str, str], problems: Sequence[str] = ()
) -> web.Response:
    """Of a new message (its number is 0), or of a draft. `values` stand in its fields."""
    async with visit.desk.database.read() as connection:
        choices = await choices_of(visit, connection, lab, one.id)
        everybody = await how_many_reachable(connection, lab.id, choices.languages)
    ticked = ticked_of(one.segment)
    if problems:
        ticked = {name: tuple(visit.form.fields.get(name, ())) for name in ticked}
    return await visit.show(
        "broadcast_form.html",
        422 if problems else 200,
        at="broadcasts",
        lab=lab,
        one=one,
        typed=values,
        ticked=ticked,
        problems=list(problems),
        choices=choices,
        attendance=ATTENDANCE,
        everybody=everybody,
        tongues=_tongues(visit, lab, choices, one),
        as_shown=seen_as(visit, fields_in_words(visit, one, choices)) if one.id else as_shown({}),
    )


def _tongues(visit: Visit, lab: Lab, choices: Choices, one: Broadcast) -> list[Tongue]:
    """The writer's own language first: mediators translate from it."""
    found = tongues_of(visit, lab, choices.spoken, one.words, {visit.language: ""})
    return sorted(found, key=lambda tongue: tongue.code != visit.language)


async def add(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    blank = Broadcast(0, lab.id)
    async with visit.desk.database.write() as connection:
        wanted, problems = await judged(visit, connection, lab, blank)
        made = 0 if problems else await add_broadcast(connection, wanted, visit.now)
        if made:
            await note(visit, connection)
    if not made:
        return await form(visit, lab, blank, typed(visit), problems)
    return visit.go(f"/admin/broadcasts/{made}?said=saved")


async def judged(visit: Visit, connection: AsyncConnection, lab: Lab, before: Broadcast) -> tuple[Broadcast, list[str]]:
    """The message as the form wants it, and why it cannot be kept."""
    wanted = broadcast_in(visit, before, await choices_of(visit, connection, lab, before.id))
    return wanted, [] if wanted.words else [visit.say(NO_WORDS)]


TAB = Tab("broadcasts", "messages", "/broadcasts", N_("To many"), TEAM, 10)

ROUTES = (
    get("/broadcasts", show, TEAM),
    get("/labs/{lab:[0-9]{1,18}}/broadcasts", show_of_lab, TEAM),
    get("/labs/{lab:[0-9]{1,18}}/broadcasts/new", new, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/broadcasts/new", add, TEAM),
)
