"""Whom a message to many is for, and who of them gets nothing and why. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, NamedTuple

from lab.people import ACTIVE, STOPPED, WAITING_GUARDIAN
from locales import N_

UNGROUPED = "-"
"""Stands among groups for people who are in none."""
COMING, MAYBE, NOT_COMING, SILENT, CAME, ABSENT = "coming", "maybe", "not_coming", "silent", "came", "absent"
ATTENDANCE: Mapping[str, str] = {
    COMING: N_("said yes"),
    MAYBE: N_("said maybe"),
    NOT_COMING: N_("said no"),
    SILENT: N_("have not answered"),
    CAME: N_("were there"),
    ABSENT: N_("were not there"),
}
"""How somebody stands to one meeting."""
_ANSWERS = {COMING: "yes", MAYBE: "maybe", NOT_COMING: "no", SILENT: ""}

STOP, GUARDIAN, INACTIVE, NO_ADDRESS, NO_WORDS = "stopped", "guardian", "inactive", "no_address", "no_words"
LEFT_OUT: Mapping[str, str] = {
    STOP: N_("said stop"),
    GUARDIAN: N_("under 16, and no parent or guardian has said yes"),
    INACTIVE: N_("has not said yes to messages yet"),
    NO_ADDRESS: N_("no way to send it"),
    NO_WORDS: N_("no words in this language"),
}
"""Why somebody who is meant gets nothing. The first that is true counts."""


class Who(NamedTuple):
    """What a segment asks of a person. `answer`: hers to the meeting of the segment, None if nobody asked her;
    `phases`: in which she came to a meeting; `answered`: what the segment is about (a poll, an earlier message).

    A tuple: a lab of thousands is looked through while somebody waits for the page.
    """

    id: int
    language: str
    standing: str = ACTIVE
    reachable: bool = True
    groups: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    answer: str | None = None
    present: bool | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """All that is said must be true of her; of several groups, languages or phases one is enough. Empty: everybody.

    `attendance` (of `ATTENDANCE`) of the meeting `meeting`; `about` is "poll:12" or "broadcast:7", which she `answered`
    or not. `without`: languages of which somebody said that they get nothing, because nobody has the words.
    """

    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    meeting: int = 0
    attendance: str = ""
    about: str = ""
    answered: bool = True
    without: tuple[str, ...] = ()

    def fits(self, who: Who) -> bool:
        return (
            (not self.groups or bool((who.groups or {UNGROUPED}) & set(self.groups)))
            and (not self.languages or who.language in self.languages)
            and (not self.phases or bool(who.phases & set(self.phases)))
            and (not (self.meeting and self.attendance) or _attends(self.attendance, who))
            and (not self.about or who.answered is self.answered)
        )


def _attends(attendance: str, who: Who) -> bool:
    """Who was never asked to the meeting has not been silent about it."""
    if attendance in (CAME, ABSENT):
        return who.present is (attendance == CAME)
    return who.answer is not None and who.answer == _ANSWERS.get(attendance)


def left_out(who: Who, languages: Collection[str]) -> str:
    """The code of the reason why she gets nothing, or "". `languages`: in which there are words."""
    if who.standing == STOPPED:
        return STOP
    if who.standing == WAITING_GUARDIAN:
        return GUARDIAN
    if who.standing != ACTIVE:
        return INACTIVE
    if not who.reachable:
        return NO_ADDRESS
    return "" if who.language in languages else NO_WORDS


_LANGUAGE = attrgetter("language")


@dataclass(frozen=True, slots=True)
class Reached:
    """`gets`: who gets it; `out`: who is meant and does not, by the reason."""

    gets: tuple[Who, ...] = ()
    out: Mapping[str, tuple[Who, ...]] = field(default_factory=dict)

    @property
    def many(self) -> int:
        return len(self.gets)

    def by_language(self) -> dict[str, int]:
        return dict(Counter(map(_LANGUAGE, self.gets)))

    def lacking(self) -> dict[str, int]:
        """How many could be reached if there were words in their language."""
        return dict(Counter(map(_LANGUAGE, self.out.get(NO_WORDS, ()))))


def reach_of(segment: Segment, people: Iterable[Who], languages: Collection[str]) -> Reached:
    """Everybody once, in whatever groups she is."""
    found: dict[str | None, list[Who]] = {code: [] for code in ("", *LEFT_OUT, None)}
    judged: dict[tuple[Any, ...], str | None] = {}
    for who in people:
        kind = who[1:]  # all but who she is: there are few kinds, and each is judged once
        if kind not in judged:
            judged[kind] = left_out(who, languages) if segment.fits(who) else None
        found[judged[kind]].append(who)
    return Reached(tuple(found[""]), {code: tuple(found[code]) for code in LEFT_OUT if found[code]})


def dump(segment: Segment) -> dict[str, Any]:
    """As JSON-able data, without what is empty."""
    usual = Segment()
    kept = {one.name: getattr(segment, one.name) for one in fields(Segment)}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in kept.items()
        if value != getattr(usual, name)
    }


def load(stored: Mapping[str, Any]) -> Segment:
    """Unknown names are ignored: a newer Brug may have written it."""
    known: dict[str, Any] = {one.name: stored[one.name] for one in fields(Segment) if one.name in stored}
    known |= {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Segment(**known)
