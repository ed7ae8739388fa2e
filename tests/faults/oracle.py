"""The judge: what people were promised (inputs answered 2xx) against what they saw (the stand-in's own log).

Brug's tables are never asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.faults.conversations import Person, beginning_of

Line = Mapping[str, Any]
"""A message that the stand-in accepted."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A message that arrived at `before`, and `at` this later time once more. In seconds since 1970."""

    chat: int
    beginning: str
    before: float
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    lost: tuple[tuple[int, str], ...]
    copies: tuple[Copy, ...]
    disordered: tuple[int, ...]
    unexpected: tuple[tuple[int, str], ...]

    def check(self, killed_at: Sequence[float] = (), window: float = 3.0) -> None:
        """Nothing lost, nothing strange, all in order; a copy only of what was in flight when the process died."""
        assert self.lost == ()
        assert self.unexpected == ()
        assert self.disordered == ()
        assert self.needless_copies(killed_at, window) == []

    def needless_copies(self, killed_at: Sequence[float] = (), window: float = 3.0) -> list[Copy]:
        """Those that no death excuses: nobody died within `window` seconds after the message arrived before."""
        return [
            copy
            for copy in self.copies
            if not any(copy.before - 0.5 <= death <= min(copy.at, copy.before + window) for death in killed_at)
        ]


def judge(people: Iterable[Person], acknowledged: Iterable[int], accepted: Iterable[Line]) -> Verdict:
    answered = set(acknowledged)
    seen: dict[int, list[Line]] = {}
    for line in accepted:
        seen.setdefault(line["chat_id"], []).append(line)
    lost, copies, disordered, unexpected = [], [], [], []
    for person in people:
        expected, possible = person.expected(answered), person.possible()
        lines = [(beginning_of(line["text"], possible), line) for line in seen.pop(person.chat, ())]
        heard = list(dict.fromkeys(beginning for beginning, _ in lines if beginning))
        lost += [(person.chat, beginning) for beginning in expected if beginning not in heard]
        copies += _copies(person.chat, lines)
        unexpected += [(person.chat, line["text"][:60]) for beginning, line in lines if beginning is None]
        if heard != [beginning for beginning in possible if beginning in heard]:
            disordered.append(person.chat)
    strangers = [(chat, line["text"][:60]) for chat, lines in seen.items() for line in lines]
    return Verdict(tuple(lost), tuple(copies), tuple(disordered), (*unexpected, *strangers))


def _copies(chat: int, lines: Sequence[tuple[str | None, Line]]) -> list[Copy]:
    arrivals: dict[str, list[float]] = {}
    for beginning, line in lines:
        if beginning:
            arrivals.setdefault(beginning, []).append(line["time"])
    return [Copy(chat, text, *pair) for text, times in arrivals.items() for pair in pairwise(times)]
