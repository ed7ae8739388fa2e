"""Under the tasks of today: the meetings ahead, what goes out, and what is kept back and why."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import Dates
from admin.meeting_words import counts_of, kind_of_contact, title_of, when_of
from admin.visit import Visit
from lab.meetings import CANCELLED, Meeting
from lab.wall_time import moment_of, zone_of
from scheduler.reasons import REASONS
from store.desk_meetings import answers, due_until, held, labs_within, languages_of
from store.labs import Lab
from store.meetings import meetings

MEETINGS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Ahead:
    """A meeting that is near. `lab` is named where somebody sees several."""

    id: int
    sentence: str
    place: str
    counts: str
    lab: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """`out`: kinds of messages that go out today, with how many. `kept`: how many wait, and the sentence why."""

    meetings: tuple[Ahead, ...]
    out: tuple[tuple[str, int], ...]
    kept: tuple[tuple[int, str], ...]


async def outlook(visit: Visit, connection: AsyncConnection, dates: Dates) -> Outlook:
    end_of_day = moment_of(datetime.combine(dates.today + timedelta(days=1), time()), zone_of(str(dates.zone)))
    out = await due_until(connection, visit.reach, end_of_day)
    kept = await held(connection, visit.reach, visit.now)
    return Outlook(
        tuple(await _ahead(visit, connection)),
        tuple((kind_of_contact(visit, kind), many) for kind, many in out.items()),
        tuple((row.many, visit.say(REASONS[row.reason], until=row.until.astimezone(dates.zone))) for row in kept),
    )


async def _ahead(visit: Visit, connection: AsyncConnection) -> list[Ahead]:
    labs = await labs_within(connection, visit.reach)
    found = await meetings(connection, since=visit.now)
    near = [one for one in found if one.lab_id in labs and one.state != CANCELLED][:MEETINGS_SHOWN]
    given = await answers(connection, [one.id for one in near])
    people = await languages_of(connection, {one.lab_id for one in near})
    return [
        _line(visit, one, labs, counts_of(visit, given.get(one.id, {}), sum(people.get(one.lab_id, {}).values())))
        for one in near
    ]


def _line(visit: Visit, one: Meeting, labs: dict[int, Lab], counts: str) -> Ahead:
    sentence = f"{when_of(visit, one)} · {title_of(visit, one)}"
    return Ahead(one.id, sentence, one.place.name, counts, labs[one.lab_id].name if len(labs) > 1 else "")
