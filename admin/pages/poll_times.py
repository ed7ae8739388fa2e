"""What came of the same questions from one time to the next: moods, surveys. Only what was published."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.labs import lab_or_404
from admin.meeting_words import title_of
from admin.polls_board import charts_of, name_of
from admin.routes import TEAM, get
from admin.visit import Visit
from bot.poll_chart import Chart
from flows.registry import all_techniques
from flows.techniques.telling import SOME_HIDDEN
from lab.polls import CLOSED, Poll
from locales import N_
from store.labs import Lab
from store.meetings import meeting_of
from store.polls import polls_of

NO_RESULT = N_("There is no result yet.")


@dataclass(frozen=True, slots=True)
class Time:
    """One poll as a row: when and at what it was asked, and for each column its number and what that is a part of."""

    poll: Poll
    name: str
    numbers: tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One question of the technique. `columns` are its answers."""

    heading: str
    columns: tuple[str, ...]
    times: tuple[Time, ...]


async def show(visit: Visit) -> web.Response:
    """Techniques with answers of our own, so that a column means the same each time."""
    lab, technique = await lab_or_404(visit), all_techniques().get(visit.query("technique"))
    if technique is None or technique.options[1]:
        raise web.HTTPNotFound
    async with visit.desk.database.read() as connection:
        found = [one for one in await polls_of(connection, lab.id) if one.technique == technique.key]
        closed = sorted((one for one in found if one.state == CLOSED), key=lambda one: (one.closed_at, one.id))
        names = [await _name(visit, connection, one, lab) for one in closed]
        drawn = [await charts_of(visit, connection, one, lab) for one in closed]
    parts = _parts(zip(closed, names, drawn, strict=True))
    return await visit.show(
        "poll_times.html",
        at="polls",
        lab=lab,
        technique=technique,
        parts=parts,
        empty=SOME_HIDDEN if closed else NO_RESULT,
        dates=visit.dates(lab.timezone),
    )


async def _name(visit: Visit, connection: AsyncConnection, poll: Poll, lab: Lab) -> str:
    meeting = await meeting_of(connection, poll.meeting_id) if poll.meeting_id else None
    return title_of(visit, meeting, lab) if meeting else name_of(visit, poll, lab)


def _parts(asked: Iterable[tuple[Poll, str, list[Chart]]]) -> list[Part]:
    """By heading and answers, in the order of the first time. A poll that published nothing of a part has no row there.

    A result may be told with the most frequent answer first: here each answer keeps its column.
    """
    found: dict[tuple[str, frozenset[str]], Part] = {}
    for poll, name, drawn in asked:
        for chart in drawn:
            bars = {f"{bar.icon} {bar.label}".strip(): bar for bar in chart.bars}
            part = found.get((chart.heading, frozenset(bars)), Part(chart.heading, tuple(bars), ()))
            numbers = tuple((bars[one].count, bars[one].whole) for one in part.columns)
            time = Time(poll, name, numbers)
            found[chart.heading, frozenset(bars)] = replace(part, times=(*part.times, time))
    return [part for part in found.values() if part.columns]


ROUTES = (get("/labs/{lab:[0-9]{1,18}}/polls/times", show, TEAM),)
