"""Who will be told what, before anything is sent."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.meeting_words import kind_of_contact
from admin.visit import Visit
from bot.meeting_changes import unsent
from lab.meetings import Meeting
from lab.touchpoints import CORRECTIONS, due_at, expires_at
from store.desk_meetings import told
from store.labs import Lab


@dataclass(frozen=True, slots=True)
class Waiting:
    """Unsent messages of one kind. `when` is the day to which they move; "": they do not go out any more."""

    kind: str
    count: int
    when: str


@dataclass(frozen=True, slots=True)
class Preview:
    """`told`: how many hear it at once."""

    told: int
    waiting: tuple[Waiting, ...]

    def __bool__(self) -> bool:
        return bool(self.told or self.waiting)


async def preview_of(visit: Visit, connection: AsyncConnection, lab: Lab, meeting: Meeting) -> Preview:
    """What becomes of the messages about a meeting that is to be as `meeting`."""
    many = await unsent(connection, meeting.id)
    waiting = [
        Waiting(kind_of_contact(visit, kind), count, _when(visit, lab, meeting, kind))
        for kind, count in many.items()
        if kind not in CORRECTIONS
    ]
    return Preview(await told(connection, meeting.id), tuple(waiting))


def _when(visit: Visit, lab: Lab, meeting: Meeting, kind: str) -> str:
    dates = visit.dates(meeting.timezone)
    touchpoint = next((one for one in lab.plan if one.kind == kind), None)
    if touchpoint is None:
        return dates.exact(visit.now)
    due = max(due_at(touchpoint, meeting), visit.now)
    return dates.exact(due) if due < expires_at(touchpoint, meeting) else ""
