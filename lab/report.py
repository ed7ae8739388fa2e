"""The page for councillors: one sheet of paper that says what was asked, tried and recommended. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lab.pilots import STATES as PILOT_STATES
from lab.recommendations import STATES as RECOMMENDATION_STATES
from locales import N_

LONGEST = 600
"""Letters of each text: more does not fit on one page beside the rest."""
MOST_LINES = 6
"""So many pilots and recommendations stand on the page."""
TRIED = tuple(state for state in PILOT_STATES if state not in ("idea", "planned"))
RECOMMENDED = tuple(state for state in RECOMMENDATION_STATES if state not in ("proposed", "declined"))

ASKED = N_("What was asked")
WHO = N_("Who took part")
TRIED_HEADING = N_("What was tried")
RECOMMENDED_HEADING = N_("What we recommend")
WANTED = N_("What we ask from you")
FOR_COUNCIL = N_("One page for the council of {city}")
TOOK_PART = N_("People who took part: {count}. Meetings: {meetings}.")
HELD = N_("Meetings: {meetings}.")
FROM_TO = N_("First meeting: {first}. Last meeting: {last}.")
SMALL = N_("Groups of fewer than five people are not shown.")
NOBODY_NAMED = N_("The people of {lab} made this together. What they said may be used, but not who said it.")
MADE_ON = N_("Made on {day}")
COUNTED = N_("{name}: {count}")


@dataclass(frozen=True, slots=True)
class Words:
    """What a coordinator writes, by language."""

    asked: Mapping[str, str] = field(default_factory=dict)
    wanted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with words, and lines below them: each with what stands behind it (its state, a number)."""

    heading: str
    words: str = ""
    lines: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page in one language, ready to be read."""

    language: str
    rtl: bool
    title: str
    below: str
    sections: Sequence[Section]
    foot: Sequence[str]


def load_words(stored: Any) -> Words:
    """From the JSON of a lab, whatever an older version wrote there."""
    kept = stored if isinstance(stored, dict) else {}
    return Words(_texts(kept.get("asked")), _texts(kept.get("wanted")))


def _texts(stored: Any) -> dict[str, str]:
    return {str(code): str(text) for code, text in stored.items() if text} if isinstance(stored, dict) else {}


def dump_words(words: Words) -> dict[str, dict[str, str]]:
    return {"asked": dict(words.asked), "wanted": dict(words.wanted)}


def with_words(before: Words, language: str, asked: str, wanted: str) -> Words:
    """The same, with other words in one language; without any where they are empty."""
    return Words(_changed(before.asked, language, asked), _changed(before.wanted, language, wanted))


def _changed(texts: Mapping[str, str], language: str, words: str) -> dict[str, str]:
    kept = {code: text for code, text in texts.items() if code != language}
    return kept | ({language: words} if words else {})
