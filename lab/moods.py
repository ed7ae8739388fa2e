"""How people are at a meeting: faces, whether they were tapped around it or answered a poll. Pure.

Every page tells of tapped faces from one table, made as that of a mood barometer: two pages that hide in two ways would
tell together what each of them hides.
"""

from collections.abc import Mapping

from flows.techniques.faces import GOOD_STEPS
from flows.techniques.model import Ballot, Published
from flows.techniques.mood_barometer import FACE, TECHNIQUE
from flows.techniques.tally import tally
from lab.disclosure import published
from lab.voices import Cell


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
