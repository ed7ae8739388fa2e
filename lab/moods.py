"""How people are at a meeting: faces, whether they were tapped around it or answered a poll. Pure.

Every page tells of tapped faces from one table, made as that of a mood barometer: two pages that hide in two ways would
tell together what each of them hides.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flows.techniques.faces import GOOD_STEPS
from flows.techniques.model import Ballot, Published
from flows.techniques.mood_barometer import FACE, TECHNIQUE
from flows.techniques.tally import tally
from lab.disclosure import published
from lab.meetings import Meeting
from lab.polls import CHECK_IN, CHECK_OUT
from lab.voices import Cell

SETTLED = timedelta(days=2)
"""So long after a meeting faces of its end are counted, and then told: a number that grows under one's eyes tells of
one person."""
AROUND = (CHECK_IN, CHECK_OUT)


def are_told(moment: str, meeting: Meeting, now: datetime) -> bool:
    """Faces of the beginning once it has begun, those of its end two days later; everywhere the same. From then on none
    is counted. `now` is aware."""
    return now >= (meeting.ends_at + SETTLED if moment == CHECK_OUT else meeting.starts_at)


def told_of(faces: Mapping[str, int]) -> Published:
    """`faces`: how many tapped each."""
    ballots = (Ballot(FACE.name, (face,)) for face, number in faces.items() for _ in range(number))
    return published(FACE, tally(TECHNIQUE, FACE.name, ballots, ()))


def good_in(counts: Mapping[str, int | None]) -> int | None:
    """How many tapped one of the two good faces, in a result; None: it does not say. `counts` may be of before there
    were bands."""
    if "good" in counts:
        return counts["good"]
    good = [number for step in GOOD_STEPS if (number := counts.get(step)) is not None]
    return sum(good) if len(good) == len(GOOD_STEPS) else None


def good_faces(faces: Mapping[str, int]) -> Cell:
    """How many were well, of all who tapped a face; small where that is not told."""
    told = told_of(faces)
    return Cell("", told.answered, good_in(told.counts) or 0, told.answered)
