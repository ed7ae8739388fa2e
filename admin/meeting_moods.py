"""How people came to a meeting and went home: faces that were only counted, and polls around it. Few are not shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.polls_board import STATES, counted_in_words, name_of
from admin.visit import Visit
from flows.techniques.mood_barometer import FACE
from flows.techniques.telling import options_shown
from lab.meetings import Meeting
from lab.moods import told_of
from lab.poll_results import people_in
from lab.polls import CHECK_IN, CHECK_OUT, CLOSED
from locales import N_
from store.labs import Lab
from store.poll_desk import answered_by
from store.polls import polls_of
from store.voices import faces

MOMENTS: Mapping[str, str] = {
    CHECK_IN: N_("When the meeting began"),
    CHECK_OUT: N_("When the meeting was over"),
}
Bar = tuple[str, int | None, int | None, str]
"""As charts.html draws it."""


@dataclass(frozen=True, slots=True)
class Mood:
    """`bars` is empty where too few people tapped a face to show any number."""

    moment: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll of this meeting."""

    id: int
    name: str
    state: str
    counted: str


async def moods(visit: Visit, connection: AsyncConnection, meeting: Meeting) -> list[Mood]:
    found = await faces(connection, meeting.lab_id, visit.now)
    return [
        Mood(visit.say(words), tuple(_bars(visit, found[meeting.id, moment])))
        for moment, words in MOMENTS.items()
        if (meeting.id, moment) in found
    ]


def _bars(visit: Visit, tapped: Mapping[str, int]) -> list[Bar]:
    """From the best face to the worst."""
    told = told_of(tapped)
    if all(number is None for number in told.counts.values()):
        return []
    rows = options_shown(FACE, told.counts, ())
    return [(f"{one.icon} {visit.say(one.label)}", told.counts[one.id], told.answered, "") for one in rows]


async def polls(visit: Visit, connection: AsyncConnection, meeting: Meeting, lab: Lab) -> list[Asked]:
    ours = [one for one in await polls_of(connection, meeting.lab_id) if one.meeting_id == meeting.id]
    many = await answered_by(connection, ours)
    return [
        Asked(one.id, name_of(visit, one, lab), STATES[one.state], counted_in_words(visit, answered, answered))
        for one in ours
        for answered in [people_in(one) if one.state == CLOSED else many.get(one.id, 0)]
    ]
