"""What the coordinator of the rehearsal plans: a year with its phases, meetings of all kinds, talks and changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from lab.meetings import Meeting, Offer, Place, Session
from lab.phases import CO_CREATION, DESIGN, EXPLORATION, KEYS, PREPARATION, RECOMMENDATION, Phase

ZONE = "Europe/Brussels"
STARTS = date(2027, 1, 4)
"""A Monday. Summer time begins on 28 March of that year and ends on 31 October."""
MOVES, OUTAGE, DST, BLOCKED = "moves", "outage", "dst", "blocked"
EVENTS = (MOVES, OUTAGE, DST, BLOCKED)
PHASE_ENDS: Mapping[str, int] = {PREPARATION: 14, EXPLORATION: 40, CO_CREATION: 100, DESIGN: 260, RECOMMENDATION: 365}
"""How many days after the start."""


@dataclass(frozen=True, slots=True)
class Change:
    """`on` so many days before the meeting at `at` o'clock she moves it by `days` and `hours`, or cancels it."""

    on: int
    at: time = time(11, 0)
    days: int = 0
    hours: int = 0
    cancels: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One meeting: on which day after the start, from when to when, and what she does about it.

    `known`: so many days before it is planned. `noted` and `written`: so many days after it she notes who was there
    and writes down what was decided (-1: never). `share`: how many of the people have a seat (0: all).
    """

    phase: str
    day: int
    begins: time
    ends: time
    known: int = 38
    noted: int = 1
    written: int = 1
    share: float = 0.0
    agenda: bool = False
    changes: tuple[Change, ...] = ()


ACTS = (
    Act(EXPLORATION, 17, time(18, 30), time(21, 0), share=0.9),
    Act(EXPLORATION, 33, time(9, 30), time(16, 30), written=3, changes=(Change(8, days=7),)),
    Act(
        CO_CREATION,
        *(57, time(7, 30), time(10, 0)),
        share=0.3,
        changes=(Change(15, hours=1), Change(4, time(19, 0), hours=1)),
    ),
    Act(CO_CREATION, 72, time(18, 30), time(21, 0), known=9, changes=(Change(1, time(21, 15), cancels=True),)),
    Act(CO_CREATION, 83, time(14, 0), time(18, 0), share=0.5),
    Act(DESIGN, 142, time(18, 0), time(20, 30), noted=4, changes=(Change(1, time(20, 45), days=1),)),
    Act(DESIGN, 166, time(10, 0), time(17, 0), share=0.6, changes=(Change(14, cancels=True),)),
    Act(DESIGN, 246, time(18, 0), time(20, 30), changes=(Change(20, days=-7), Change(13, hours=-1))),
    Act(RECOMMENDATION, 278, time(9, 0), time(15, 0), written=-1),
    Act(RECOMMENDATION, 300, time(9, 0), time(13, 0), share=0.5),
    Act(RECOMMENDATION, 332, time(19, 0), time(21, 30), changes=(Change(0, time(8, 45), hours=1),)),
)
TALK_DAYS = (12, 13, 16, 18, 24, 25, 47, 48, 110)
TALK_HOURS = (time(10, 0), time(14, 0), time(16, 30))
OUTAGES = ((54, 59),)
"""From the morning of one day to the morning of another nothing runs: the early meeting begins meanwhile."""
WRONG_CLOCKS = ((82, 84, -1), (299, 301, 1))
"""First and last day, and by how many hours the machine's clock is wrong: both nights on which real clocks change."""
SHUT = ((10, time(17, 0), 6.5), (135, time(17, 0), 20.0), (271, time(17, 0), 5.0))
"""On these days, from this hour on, for so many hours, the provider takes nothing."""
PLACES = (
    Place("De Krook", "Miriam Makebaplein 1, Gent", 51.0486, 3.7297, {}),
    Place("Buurthuis Rabot", "Jozef II-straat 104, Gent"),
    Place("Stadhuis", "Botermarkt 1, Gent", 51.0547, 3.7245, {}),
)


def phases(starts: date) -> tuple[Phase, ...]:
    ends = [PHASE_ENDS[key] for key in KEYS]
    firsts = [0, *(end + 1 for end in ends[:-1])]
    day, spans = timedelta(days=1), zip(KEYS, firsts, ends, strict=True)
    return tuple(Phase(key, starts + first * day, starts + last * day) for key, first, last in spans)


def acts(days: int, events: Sequence[str]) -> Iterator[Act]:
    """Those that fit into so many days, with the coordinator's changes only where those are played."""
    for act in ACTS:
        if act.day + 5 < days:
            yield act if MOVES in events else replace(act, changes=())


def meeting_of(act: Act, lab_id: int, starts: date, people: int, place: int, languages: Sequence[str]) -> Meeting:
    day = starts + timedelta(days=act.day)
    where = PLACES[place % len(PLACES)]
    return Meeting(
        *(0, lab_id, act.phase, datetime.combine(day, act.begins), datetime.combine(day, act.ends), ZONE),
        replace(where, directions=dict.fromkeys(languages, f"Tram {place + 1}") if place % 2 else {}),
        capacity=max(2, round(people * act.share)) if act.share else 0,
        sessions=_agenda(act) if act.agenda else (),
        offer=Offer(tuple(languages[:3]), childcare=place % 2 == 0, food=True, travel_costs=place % 3 == 0),
        uid=f"rehearsal-{place}@brug",
    )


def _agenda(act: Act) -> tuple[Session, ...]:
    hours = range(act.begins.hour, act.ends.hour)
    kinds = ("welcome", "introduction", "small_groups", "break", "plenary", "meal", "vote", "check_out")
    lines = [Session(time(hour, act.begins.minute), kind) for hour, kind in zip(hours, kinds, strict=False)]
    return (*lines, Session(act.ends, "end"))


def changed(meeting: Meeting, change: Change) -> Meeting:
    by = timedelta(days=change.days, hours=change.hours)
    return replace(meeting, starts=meeting.starts + by, ends=meeting.ends + by)
