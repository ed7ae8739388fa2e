"""Pilots: what one needs to run, when its team is asked how it goes, and what others hear of it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from flows.pilot import SIGNS
from lab.plan_warnings import PlanWarning
from locales import N_

RUNNING = "running"
STATES: Mapping[str, str] = {
    "idea": N_("idea"),
    "planned": N_("planned"),
    "running": N_("running"),
    "paused": N_("paused"),
    "done": N_("finished"),
    "stopped": N_("stopped"),
}
"""In the order of a pilot's life."""
OVER = frozenset({"done", "stopped"})
TOLD_OF = frozenset({"planned", "running", "paused"})
"""A team can tell how these go."""

LONGEST_NAME = 24
"""A name stands on a button: so many letters fit on the narrowest channel."""
LONGEST_GOAL = 600
LONGEST_BUDGET = 300
LONGEST_STEP = 200
MOST_YEARS = 10

CHECK_EVERY = timedelta(days=14)
CHECK_LIFE = timedelta(days=7)
"""So long a question to the team is of use. Nobody answered in that time: it was silent."""
SILENT_CHECKS = 2
"""After so many silent questions in a row a human is asked to look."""
NEWS_EVERY = timedelta(days=7)
NEWS_LIFE = timedelta(days=12)
NEWS_RESTS = timedelta(hours=1)
"""So long after a report its writer may add words to it, before others hear of it."""
HEARD_AGAIN = timedelta(days=28)
"""Who missed some news gets them with the next, if they are not older than this."""
MOST_NEWS = 6
LONGEST_QUOTE = 500


@dataclass(frozen=True, slots=True)
class Pilot:
    """`name`, `goal` (what) and `measure` (how we see that it is reached) by language; `ends_on`: by when.

    `silent`: questions in a row that nobody of the team answered yet. `checked_at`: when the team was asked last, or
    told something, or began.
    """

    id: int
    lab_id: int
    name: Mapping[str, str]
    goal: Mapping[str, str] = field(default_factory=dict)
    measure: Mapping[str, str] = field(default_factory=dict)
    ends_on: date | None = None
    budget: str = ""
    state: str = "idea"
    silent: int = 0
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class News:
    """A report that others may hear. `words` are in `language`, or those of an approved translation by language."""

    id: int
    pilot_id: int
    pilot_name: Mapping[str, str]
    how: str
    told_at: datetime
    words: Mapping[str, str] = field(default_factory=dict)
    media: str = ""
    language: str = ""


def faults_of(pilot: Pilot, today: date) -> list[PlanWarning]:
    """Why it cannot be saved like this."""
    return list(_faults(pilot, today))


def _faults(pilot: Pilot, today: date) -> Iterator[PlanWarning]:
    if not any(pilot.name.values()):
        yield PlanWarning("no_name", N_("A pilot needs a name, in one language at least."))
    for name in (name for name in pilot.name.values() if len(name) > LONGEST_NAME):
        text = N_("The name “{name}” is too long for a button. Write {most} letters at most.")
        yield PlanWarning("long_name", text, values={"name": name, "most": str(LONGEST_NAME)})
    if any(len(text) > LONGEST_GOAL for text in (*pilot.goal.values(), *pilot.measure.values())):
        text = N_("A text of the goal is too long. Write {most} letters at most.")
        yield PlanWarning("long_goal", text, values={"most": str(LONGEST_GOAL)})
    if len(pilot.budget) > LONGEST_BUDGET:
        text = N_("The note on the budget is too long. Write {most} letters at most.")
        yield PlanWarning("long_budget", text, values={"most": str(LONGEST_BUDGET)})
    if pilot.state not in STATES:
        text = N_("A pilot cannot be “{state}”. Choose one of: {states}.")
        yield PlanWarning("state", text, values={"state": pilot.state[:30], "states": ", ".join(STATES)})
    if pilot.ends_on and abs(pilot.ends_on.year - today.year) > MOST_YEARS:
        yield PlanWarning("far", N_("The last day is more than ten years away. Correct the year."))


def warnings_of(pilot: Pilot, team: int, today: date) -> list[PlanWarning]:
    """What a pilot that runs should have: who does what, how we see it, and by when."""
    return list(_warnings(pilot, team, today)) if pilot.state == RUNNING else []


def _warnings(pilot: Pilot, team: int, today: date) -> Iterator[PlanWarning]:
    if not team:
        yield PlanWarning("no_team", N_("Nobody is in the team: nobody is asked how it goes."))
    if not any(pilot.goal.values()) or not any(pilot.measure.values()) or pilot.ends_on is None:
        text = N_("A good goal says what you want to reach, how you see that it is reached, and by when.")
        yield PlanWarning("goal", text)
    elif pilot.ends_on < today:
        yield PlanWarning("over", N_("The last day is over. Is the pilot finished? Or does it need more time?"))


def missing(texts: Iterable[Mapping[str, str]], spoken: Mapping[str, int]) -> dict[str, int]:
    """How many people get nothing, by language: one of `texts` has no words in it."""
    known = list(texts)
    return {code: many for code, many in spoken.items() if many and not all(text.get(code) for text in known)}


def check_due(pilot: Pilot, now: datetime) -> bool:
    """Whether somebody of the team is to be asked how it goes."""
    return pilot.state == RUNNING and (pilot.checked_at is None or now - pilot.checked_at >= CHECK_EVERY)


def is_silent(pilot: Pilot, now: datetime) -> bool:
    """Whether a human should ask the team."""
    waited = pilot.checked_at is not None and now - pilot.checked_at >= CHECK_LIFE
    return pilot.state == RUNNING and pilot.silent >= SILENT_CHECKS and waited


def whose_turn(asked: Mapping[int, datetime | None]) -> int | None:
    """Who of the team was not asked for longest. None: there is nobody."""
    return min(asked, key=lambda one: (asked[one] is not None, asked[one], one), default=None)


def needs_look(words: str, media: str) -> bool:
    """Words and pictures are seen by a human before others see them (faces, names)."""
    return bool(words or media)


def digest(told: Sequence[News], head: News, since: datetime | None, language: str) -> list[News]:
    """What one message tells her: all that was told with `head` or before, and that she has not heard yet.

    A pilot without a name in her language is left out. The newest `MOST_NEWS`, the oldest first.
    """
    fresh = [
        one
        for one in told
        if one.told_at <= head.told_at and head.told_at - one.told_at < HEARD_AGAIN and one.pilot_name.get(language)
    ]
    fresh = [one for one in fresh if since is None or one.told_at > since]
    return sorted(fresh, key=lambda one: one.id)[-MOST_NEWS:]


def by_pilot(news: Iterable[News]) -> dict[int, list[News]]:
    """The oldest first, as they came."""
    found: dict[int, list[News]] = {}
    for one in news:
        found.setdefault(one.pilot_id, []).append(one)
    return found


def latest_how(news: Sequence[News]) -> str:
    """How it goes now, "" where nobody said."""
    return next((one.how for one in reversed(news) if one.how), "")


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"


def signs_of(counts: Mapping[str, int]) -> str:
    """ "👍 3  ❤️ 1": what others tapped, "" where nobody did."""
    return "  ".join(f"{sign.icon} {counts[sign.id]}" for sign in SIGNS if counts.get(sign.id))
