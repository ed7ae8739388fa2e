"""Which questions say the same. A suggestion only: a human decides. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

ALIKE = 80
"""Of 100. Found with the sentences of tests/lab/test_merging.py."""
FEWEST_LETTERS = 10
"""Shorter ones ("Thank you") are alike without asking the same."""
MOST_LETTERS = 500
MOST = 200
"""So many are compared, the newest: that is 20,000 pairs."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody brought in. `id` is that of its task."""

    id: int
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """`second` may be answered with `first`, which is the older one."""

    first: int
    second: int
    score: float


def alike(said: Sequence[Said]) -> list[Pair]:
    """Pairs in one language that may ask the same, the most similar first. Words in another order count as the same."""
    from rapidfuzz import fuzz, utils  # Two megabytes, for the one page that suggests.

    newest = sorted(said, key=lambda one: one.id)[-MOST:]
    plain = [(one, utils.default_process(one.words[:MOST_LETTERS])) for one in newest]
    by_language: dict[str, list[tuple[int, str]]] = {}
    for one, words in plain:
        if len(words) >= FEWEST_LETTERS:
            by_language.setdefault(one.language, []).append((one.id, words))
    found = [
        Pair(first, second, score)
        for ones in by_language.values()
        for (first, words), (second, others) in combinations(ones, 2)
        if (score := fuzz.token_sort_ratio(words, others, score_cutoff=ALIKE))
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))
