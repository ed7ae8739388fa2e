"""The five phases of a lab with their dates, and the calendars that matter to its people."""

import asyncio
from collections.abc import Iterable, Mapping

from aiohttp import web

from admin.clash import TICKED, clash, seen_as
from admin.labs import lab_or_404, locked_lab_or_404
from admin.log import note
from admin.meeting_words import said
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.visit import Visit
from lab import feasts
from lab.phases import KEYS, NAMES, Phase, warnings_of
from locales import N_
from store.contacts import lock_lab
from store.desk_meetings import phases_of
from store.desk_planning import save_calendars, save_phases
from store.labs import Lab
from store.meetings import meetings

INCOMPLETE = N_("“{phase}” needs a first day and a last day. Or leave both empty.")
BACKWARDS = N_("“{phase}” ends before it starts. Change one of the two dates.")
FAR = N_("“{phase}” is more than ten years away. Correct the year.")
MOST_YEARS = 10
SAID = {"phases": N_("Saved."), "calendars": N_("Saved. Meetings on these days get a warning.")}


async def show(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    async with visit.desk.database.read() as connection:
        stored = await phases_of(connection, lab.id)
    return await _page(visit, lab, _typed_of(stored))


def _typed_of(stored: Iterable[Phase]) -> dict[str, str]:
    ends = ((one.key, end, day) for one in stored for end, day in (("first", one.starts_on), ("last", one.ends_on)))
    return {f"{key}_{end}": str(day) for key, end, day in ends}


def _compared(visit: Visit, typed: Mapping[str, str]) -> dict[str, str]:
    """For two who change the phases of one lab."""
    ends = {key: [typed.get(f"{key}_{end}", "") for end in ("first", "last")] for key in KEYS}
    return {visit.say(NAMES[key]): " – ".join(days) for key, days in ends.items() if any(days)}


async def _page(
    visit: Visit, lab: Lab, typed: Mapping[str, str], problems: tuple[str, ...] = (), faults: tuple[str, ...] = ()
) -> web.Response:
    calendars = await asyncio.to_thread(feasts.all_calendars, visit.language)
    async with visit.desk.database.read() as connection:
        stored = await phases_of(connection, lab.id)
        warnings = warnings_of(stored, await meetings(connection, lab_id=lab.id))
    mark = _ticked(visit, calendars, lab.calendars)
    ticked = [one for one in lab.calendars if one in calendars and one not in feasts.NAMES]
    return await visit.show(
        "phases.html",
        422 if problems or faults else 200,
        at="phases",
        lab=lab,
        phases={key: NAMES[key] for key in KEYS},
        typed=typed,
        as_shown=seen_as(visit, _compared(visit, _typed_of(stored)), to=f"/admin/labs/{lab.id}/phases"),
        calendars_shown=seen_as(visit, mark, to=f"/admin/labs/{lab.id}/calendars"),
        problems=problems,
        faults=faults,
        warnings=[said(visit, one) for one in warnings],
        offered={one: visit.say(calendars[one]) for one in [*feasts.NAMES, *ticked]},
        places={one: name for one, name in calendars.items() if one not in feasts.NAMES and one not in ticked},
        on_wall=_on_wall(visit, stored),
        said=SAID.get(visit.query("said"), ""),
    )


def _on_wall(visit: Visit, stored: Iterable[Phase]) -> list[tuple[str, str]]:
    """As they are saved: paper prints no form."""
    day = visit.dates().day
    return [(visit.say(NAMES[one.key]), f"{day(one.starts_on)} – {day(one.ends_on)}") for one in stored]


async def save(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    found = [judged(visit, key) for key in KEYS]
    problems = tuple(text for _, text in found if text)
    typed = {name: visit.form.text(name) for key in KEYS for name in (f"{key}_first", f"{key}_last")}
    if problems:
        return await _page(visit, lab, typed, problems)
    async with visit.desk.database.write() as connection:
        await lock_lab(connection, lab.id)
        stored = await phases_of(connection, lab.id)
        if both := await clash(visit, _compared(visit, _typed_of(stored)), _compared(visit, typed)):
            return both
        await save_phases(connection, lab.id, [phase for phase, _ in found if phase])
        await note(visit, connection)
    return visit.go(f"/admin/labs/{lab.id}/phases?said=phases")


def judged(visit: Visit, key: str) -> tuple[Phase | None, str]:
    """The phase as the form wants it, or what is wrong with it."""
    form, named = visit.form, {"phase": visit.say(NAMES[key])}
    if not form.text(f"{key}_first") and not form.text(f"{key}_last"):
        return None, ""
    first, last = form.day(f"{key}_first"), form.day(f"{key}_last")
    if first is None or last is None:
        return None, visit.say(INCOMPLETE, **named)
    if max(abs(day.year - visit.now.year) for day in (first, last)) > MOST_YEARS:
        return None, visit.say(FAR, **named)
    return Phase(key, first, last), visit.say(BACKWARDS, **named) if last < first else ""


def _ticked(visit: Visit, names: Mapping[str, str], wanted: Iterable[str]) -> dict[str, str]:
    """For two who tick calendars of one lab."""
    return {visit.say(names.get(one, one)): TICKED for one in wanted}


async def tick(visit: Visit) -> web.Response:
    lab = await lab_or_404(visit)
    wanted = dict.fromkeys(one for name in ("calendar", "place") for one in visit.form.fields.get(name, ()) if one)
    faults = await asyncio.to_thread(feasts.faults_of, [one[:60] for one in wanted])
    if faults:
        return await _again(visit, lab, tuple(said(visit, fault) for fault in faults))
    names = await asyncio.to_thread(feasts.all_calendars, visit.language)
    async with visit.desk.database.write() as connection:
        now = (await locked_lab_or_404(visit, connection)).calendars
        if both := await clash(visit, _ticked(visit, names, now), _ticked(visit, names, wanted)):
            return both
        await save_calendars(connection, lab.id, list(wanted))
        await note(visit, connection)
    return visit.go(f"/admin/labs/{lab.id}/phases?said=calendars#calendars")


async def _again(visit: Visit, lab: Lab, faults: tuple[str, ...]) -> web.Response:
    async with visit.desk.database.read() as connection:
        stored = await phases_of(connection, lab.id)
    return await _page(visit, lab, _typed_of(stored), (), faults)


TAB = Tab("phases", "meetings", "/labs/{lab}/phases", N_("Phases"), TEAM, 20)

ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/phases", show, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/phases", save, TEAM),
    post("/labs/{lab:[0-9]{1,18}}/calendars", tick, TEAM),
)
