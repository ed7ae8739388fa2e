"""Moments for a talk of one person with another: open them, see who took them, take open ones away."""

from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.labs import lab_or_404
from admin.log import note
from admin.routes import GUIDES, TEAM, get, post
from admin.tabs import Tab
from admin.visit import Visit
from lab.wall_time import is_skipped, moment_of, zone_of
from locales import N_
from store.desk_meetings import talk_within, talks_of
from store.desk_planning import remove_talk
from store.labs import Lab
from store.meetings import add_talk, talks_with

NO_DAY = N_("Write the day, like 2026-05-14.")
NO_TIME = N_("Write when the talk starts, like 10:00.")
PAST = N_("This moment lies in the past. Choose a later one.")
SKIPPED = N_("This time does not exist: the clocks jump over it that night. Choose another time.")
NO_LENGTH = N_("A talk takes 5 to 240 minutes. Write how many.")
NO_COUNT = N_("Open 1 to 12 moments at a time.")
NO_PLACE = N_("Say where you talk: a place, or “on the phone”.")
TAKEN_ALREADY = N_("You have another talk at that time. Choose another time.")
SAID = {
    "open": N_("Saved. People can choose these moments now."),
    "removed": N_("The moment is taken away."),
    "taken": N_("Somebody chose this moment, so it stays. Write to the person if it does not suit you any more."),
}
JUST_HELD = timedelta(days=14)
FIRST = {"minutes": "30", "count": "1"}


async def show(visit: Visit) -> web.Response:
    return await _page(visit, await lab_or_404(visit), FIRST)


async def _page(visit: Visit, lab: Lab, typed: dict[str, str], problems: list[str] | None = None) -> web.Response:
    async with visit.desk.database.read() as connection:
        talks = await talks_of(connection, lab.id, visit.now - JUST_HELD)
    return await visit.show(
        "talks.html",
        422 if problems else 200,
        at="talks",
        lab=lab,
        ahead=[one for one in talks if one.starts_at > visit.now],
        behind=[one for one in talks if one.starts_at <= visit.now and one.person_id],
        dates=visit.dates(lab.timezone),
        typed=typed,
        problems=problems or [],
        said=SAID.get(visit.query("said"), ""),
        leads=visit.member.role in TEAM,
    )


async def add(visit: Visit) -> web.Response:
    lab, form = await lab_or_404(visit), visit.form
    problems = _problems(visit, lab)
    if not problems:
        async with visit.desk.database.write() as connection:
            problems = await _open(visit, connection, lab)
            if not problems:
                await note(visit, connection)
    if problems:
        typed = {name: form.text(name) for name in ("day", "time", "minutes", "count", "place")}
        return await _page(visit, lab, typed, problems)
    return visit.go(f"/admin/labs/{lab.id}/talks?said=open")


def _problems(visit: Visit, lab: Lab) -> list[str]:
    form, local = visit.form, _local(visit)
    checks: tuple[tuple[bool, str], ...] = (
        (form.day("day") is not None, NO_DAY),
        (form.clock("time") is not None, NO_TIME),
        (5 <= (form.number("minutes") or 0) <= 240, NO_LENGTH),
        (1 <= (form.number("count") or 0) <= 12, NO_COUNT),
        (bool(form.text("place")), NO_PLACE),
    )
    found = [text for fine, text in checks if not fine]
    if local is None or found:
        return found
    zone = zone_of(lab.timezone)
    if is_skipped(local, zone):
        return [SKIPPED]
    return [PAST] if moment_of(local, zone) <= visit.now else []


def _local(visit: Visit) -> datetime | None:
    day, clock = visit.form.day("day"), visit.form.clock("time")
    near = day is not None and abs(day.year - visit.now.year) <= 10
    return datetime.combine(day, clock) if day is not None and near and clock is not None else None


async def _open(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[str]:
    """One after the other. None, where one of them lies on a talk that she has already. Safe to repeat."""
    local, minutes, many = _local(visit), visit.form.number("minutes") or 0, visit.form.number("count") or 0
    if local is None:
        return [NO_DAY]
    length = timedelta(minutes=minutes)
    first = moment_of(local, zone_of(lab.timezone))
    starts, place = [first + step * length for step in range(many)], visit.form.text("place")
    hers = await talks_with(connection, visit.member.id, first, first + many * length)
    here = [(one.starts_at, one.minutes, one.place) for one in hers if one.lab_id == lab.id]
    if len(here) == len(hers) and here == [(start, minutes, place) for start in starts]:
        return []  # the same form came twice
    if hers:
        return [TAKEN_ALREADY]
    for start in starts:
        await add_talk(connection, lab.id, visit.member.id, start, minutes, place)
    return []


async def remove(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        found = await talk_within(connection, visit.reach, visit.number("talk"))
        if found is None:
            raise web.HTTPNotFound
        removed = await remove_talk(connection, found.id)
        if removed:
            await note(visit, connection)
    return visit.go(f"/admin/labs/{found.lab_id}/talks?said={'removed' if removed else 'taken'}")


TAB = Tab("talks", "people", "/labs/{lab}/talks", N_("Talks"), GUIDES, 30)

ROUTES = (
    get("/labs/{lab:[0-9]{1,18}}/talks", show, GUIDES),
    post("/labs/{lab:[0-9]{1,18}}/talks", add, GUIDES),
    post("/talks/{talk:[0-9]{1,18}}/remove", remove, GUIDES),
)
