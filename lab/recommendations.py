"""Recommendations: what the lab asks of the city, what became of it, and who has a right to hear it. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lab.plan_warnings import PlanWarning
from locales import N_

PROPOSED = "proposed"
STATES: Mapping[str, str] = {
    "proposed": N_("proposed"),
    "agreed": N_("agreed by the group"),
    "handed_over": N_("handed over to the city"),
    "adopted": N_("adopted by the city"),
    "in_progress": N_("in progress"),
    "done": N_("done"),
    "declined": N_("declined"),
}
"""In the order of its life."""

LONGEST_WORDS = 600
LONGEST_REASON = 500
MOST_SOURCES = 100
TOLD_WITHIN = timedelta(days=30)
"""So long after a change people hear of it: also who gets its words, or becomes one of them, only later."""

_SOURCE = re.compile(r"(task|poll|pilot):([1-9]\d{0,17})")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`words` by language. `sources`: what it grew from ("task:12" a question or idea, "poll:3", "pilot:2")."""

    id: int
    lab_id: int
    words: Mapping[str, str]
    state: str = PROPOSED
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A new state, and why, by language."""

    id: int
    recommendation_id: int
    state: str
    reason: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None


def sources_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What somebody wrote, "task:12, poll 3", as references; and the words that are none."""
    words = re.findall(r"[^\s,;:]+\s*:?\s*\d+|[^\s,;]+", text.casefold())
    tidy = [re.sub(r"\s*:?\s*(?=\d+$)", ":", word, count=1) for word in words]
    known = tuple(dict.fromkeys(word for word in tidy if _SOURCE.fullmatch(word)))
    return known, tuple(word for word in tidy if not _SOURCE.fullmatch(word))


def is_source(reference: str) -> bool:
    return _SOURCE.fullmatch(reference) is not None


def faults_of(words: Mapping[str, str], sources: Iterable[str]) -> list[PlanWarning]:
    """Why it cannot be saved like this."""
    found: list[PlanWarning] = []
    known = list(sources)
    if not any(words.values()):
        found.append(PlanWarning("no_words", N_("Write the recommendation, in one language at least.")))
    if any(len(text) > LONGEST_WORDS for text in words.values()):
        text = N_("The text is too long for one message. Write {most} letters at most.")
        found.append(PlanWarning("long", text, values={"most": str(LONGEST_WORDS)}))
    for one in (one for one in known if not is_source(one)):
        text = N_("“{source}” is not where a recommendation comes from. Write it like task:12, poll:3 or pilot:2.")
        found.append(PlanWarning("source", text, values={"source": one[:40]}))
    if len(known) > MOST_SOURCES:
        text = N_("A recommendation has {most} sources at most.")
        found.append(PlanWarning("many", text, values={"most": str(MOST_SOURCES)}))
    return found


def faults_of_change(now: Recommendation, state: str, reason: Mapping[str, str]) -> list[PlanWarning]:
    """Why its state cannot change like this. Each change has a reason: people hear it."""
    found: list[PlanWarning] = []
    if state not in STATES:
        text = N_("A recommendation cannot be “{state}”. Choose one of: {states}.")
        found.append(PlanWarning("state", text, values={"state": state[:30], "states": ", ".join(STATES)}))
    elif state == now.state:
        found.append(PlanWarning("same", N_("That is its state already. Choose what it is now.")))
    if not any(reason.values()):
        found.append(PlanWarning("no_reason", N_("Write why, in one language at least. People hear it.")))
    if any(len(text) > LONGEST_REASON for text in reason.values()):
        text = N_("The text is too long for one message. Write {most} letters at most.")
        found.append(PlanWarning("long", text, values={"most": str(LONGEST_REASON)}))
    return found


def next_of(state: str) -> str:
    """What mostly follows, to be offered first."""
    ahead = list(STATES)
    return ahead[min(ahead.index(state) + 1, ahead.index("done"))] if state in STATES else PROPOSED


def can_hear(language: str, words: Mapping[str, str], reason: Mapping[str, str]) -> bool:
    """Whether a change can be told in her language."""
    return bool(words.get(language) and reason.get(language))


def left_out(audience: Mapping[int, str], words: Mapping[str, str], reason: Mapping[str, str]) -> dict[str, int]:
    """How many of `audience` (people with their languages) do not hear of a change, by language."""
    found: dict[str, int] = {}
    for language in audience.values():
        if not can_hear(language, words, reason):
            found[language] = found.get(language, 0) + 1
    return dict(sorted(found.items()))
