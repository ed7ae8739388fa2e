"""One text to many: its states, what has to be true before it goes out, and who has to look at it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lab.segments import Reached, Segment
from locales import N_

DRAFT, WAITING, SCHEDULED, RUNNING, PAUSED = "draft", "waiting", "scheduled", "running", "paused"
DONE, CANCELLED = "done", "cancelled"
STATES: Mapping[str, str] = {
    DRAFT: N_("Draft"),
    WAITING: N_("Waits for a second person"),
    SCHEDULED: N_("Planned"),
    RUNNING: N_("On its way"),
    PAUSED: N_("Paused"),
    DONE: N_("Sent"),
    CANCELLED: N_("Cancelled"),
}
OPEN_TO_CHANGES = (DRAFT, WAITING)
UNDER_WAY = (SCHEDULED, RUNNING, PAUSED)

SECOND_LOOK = 50
"""More people than this: whoever sends it types how many there are."""
SECOND_PERSON = 200
"""More than this: somebody else of the team looks at it too."""
LIFE = timedelta(days=7)
"""So long the gate may keep it; then it is of no use any more."""
URGENT_LIFE = timedelta(hours=36)
"""What is urgent is about today or tomorrow."""
REPLY_TIME = timedelta(days=3)
"""What somebody writes so long after it, counts as a reply to it."""
COURTESY = "courtesy"
"""The kind of a reply that only says thanks. It stands among the tasks, done as it comes, and is work for nobody."""
LONGEST = 4000

NO_WORDS = N_("Write the message in one language at least.")
NOBODY = N_("Nobody would get this message. Choose other people, or write it in their language.")
MISSING = N_("Words are missing. Ask a mediator, write them yourself, or tick the languages that get nothing.")
NO_REASON = N_("Say why it is urgent. The reason is kept.")
PAST = N_("This moment lies in the past. Choose a later one.")


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`seen_people`: how many there were at the second look; `second_id`: who else looked at it.

    `urgent` goes past the ceilings, `wakes` past quiet hours too; each with a `reason`.
    """

    id: int
    lab_id: int
    words: Mapping[str, str] = field(default_factory=dict)
    segment: Segment = field(default_factory=Segment)
    state: str = DRAFT
    urgent: bool = False
    wakes: bool = False
    reason: str = ""
    staff_id: int = 0
    second_id: int | None = None
    seen_people: int | None = None
    due_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    created_at: datetime | None = None

    @property
    def reference(self) -> str:
        return f"broadcast:{self.id}"


def faults_of(one: Broadcast, reached: Reached, now: datetime) -> list[str]:
    """What stands in the way of sending it now."""
    if not one.words:
        return [NO_WORDS]
    faults = [MISSING] if missing(one, reached) else []
    faults += [NOBODY] if not reached.gets else []
    faults += [NO_REASON] if (one.urgent or one.wakes) and not one.reason else []
    return faults + ([PAST] if one.due_at and one.due_at <= now else [])


def missing(one: Broadcast, reached: Reached) -> dict[str, int]:
    """Languages without words, with how many people: nobody has said that they get nothing."""
    return {code: many for code, many in reached.lacking().items() if code not in one.segment.without}


def needs_look(one: Broadcast, many: int) -> bool:
    """Whether whoever sends it has to look at the number of people first: there are many, or another number of them."""
    return many > SECOND_LOOK and one.seen_people != many


def needs_person(one: Broadcast, many: int) -> bool:
    return many > SECOND_PERSON and one.second_id in (None, one.staff_id)


def state_at(one: Broadcast, now: datetime, *, left: bool) -> str:
    """The state that it is in by now, before the clock has written it down. `left`: something has not gone out yet."""
    begun = one.state == SCHEDULED and (one.due_at is None or one.due_at <= now)
    state = RUNNING if begun else one.state
    return DONE if state == RUNNING and not left else state
