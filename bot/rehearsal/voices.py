"""What the coordinator of the rehearsal asks, tries and recommends: polls, pilots with teams, one recommendation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from lab.pilots import Pilot
from lab.polls import BETWEEN, CHECK_IN, CHECK_OUT, Choice, Poll

MARK = "⟨{code}⟩"
"""Behind all words of the coordinator: from the phone one sees in which language they are."""
_ROUND = {"rounds": 2, "minutes": 60 * 24 * 5}
PLACES = ("Library", "School", "Park", "Town hall")


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll that is opened on a day after the start, for so many days.

    `place`: which meeting it belongs to (-1: none); then `day` is so many days before that meeting, which says when it
    closes. `by_hand`: the coordinator closes it, some days early.
    """

    day: int
    technique: str
    question: str
    moment: str = BETWEEN
    days: int = 8
    place: int = -1
    options: tuple[str, ...] = ()
    settings: Mapping[str, int] = field(default_factory=dict)
    by_hand: bool = False


ASKED = (
    Asked(9, "mood_barometer", "", CHECK_IN, place=0),
    Asked(6, "key_takeaway", "", CHECK_OUT, place=1),
    Asked(44, "brainwriting", "What would help families?", days=14, settings=_ROUND),
    Asked(68, "dot_voting", "Where do we meet?", days=9, options=PLACES, settings={"dots": 3}, by_hand=True),
    Asked(88, "temperature", "We meet once a month.", days=14, settings={"minutes": 60 * 24 * 6}),
    Asked(284, "temperature", "We go on next year.", days=12, settings={"minutes": 60 * 24 * 5}),
)
OPENS = time(10, 30)
EARLY = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Tried:
    """A pilot that runs from a day on for so many days. `team`: characters. `reached`: when it has its step."""

    day: int
    name: str
    team: tuple[str, ...]
    days: int
    reached: int = 0


TRIED = (
    Tried(46, "Open kitchen", ("quick", "maybe", "asks"), days=110, reached=50),
    Tried(50, "Bicycle school", ("switches", "fewer", "changes"), days=90),
)
NO_TIME = frozenset({"switches", "fewer", "changes"})
"""Characters that never tell how their pilot goes."""

PROPOSED_ON = 104
CHANGES = ((106, "agreed"), (310, "adopted"))
"""On which day the recommendation has which new state."""


def in_all(words: str, languages: Sequence[str]) -> dict[str, str]:
    return {code: f"{words} {MARK.format(code=code)}" for code in languages} if words else {}


def poll_of(asked: Asked, lab_id: int, meeting_id: int | None, languages: Sequence[str]) -> Poll:
    options = tuple(Choice(f"o{n}", in_all(words, languages)) for n, words in enumerate(asked.options, start=1))
    words = in_all(asked.question, languages)
    return Poll(0, lab_id, asked.technique, asked.moment, words, options, dict(asked.settings), meeting_id)


def pilot_of(tried: Tried, lab_id: int, starts: date, languages: Sequence[str]) -> Pilot:
    goal, measure = in_all("Twenty families come.", languages), in_all("We count them.", languages)
    ends = starts + timedelta(days=tried.day + tried.days)
    return Pilot(0, lab_id, in_all(tried.name, languages), goal, measure, ends, state="running")


def at_meeting(place: int) -> list[Asked]:
    return [asked for asked in ASKED if asked.place == place]


def between_meetings(days: int) -> list[Asked]:
    """Those that end within so many days."""
    return [asked for asked in ASKED if asked.place < 0 and asked.day + asked.days < days]
