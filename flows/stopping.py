"""What no table of global words holds, and yet may be a wish to hear no more: "no, stop writing". It is asked about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.folding import loose

LONGEST_WISH = 8
"""Words. In a longer text somebody tells of something else."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How one language says it: with a word to `stop` and the beginning of one `about` writing, or with `alone`; or
    with `whole` where that is all that she says ("stop this", but not "stop this noise")."""

    language: str
    stop: frozenset[str]
    about: tuple[str, ...]
    alone: frozenset[str]
    whole: frozenset[str]

    @property
    def phrases(self) -> frozenset[str]:
        """One of these stands in every wish."""
        return self.stop | self.alone | self.whole

    def is_in(self, words: Sequence[str], said: frozenset[str], readings: frozenset[str]) -> bool:
        """`said` is every run of words that stands in `words`, `readings` are all of them without "please"."""
        if not self.alone.isdisjoint(said) or not self.whole.isdisjoint(readings):
            return True
        return not self.stop.isdisjoint(said) and any(word.startswith(self.about) for word in words)


def wishes(rows: Iterable[Mapping[str, str]]) -> tuple[Wish, ...]:
    """The rows of stopping.tsv."""
    return tuple(
        Wish(
            row["language"],
            frozenset(_several(row["stop"])),
            _several(row["about"]),
            frozenset(_several(row["alone"])),
            frozenset(_several(row["whole"])),
        )
        for row in rows
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(loose(one) for one in cell.split("|") if one)


def wished(words: Sequence[str], readings: frozenset[str], known: Iterable[Wish]) -> tuple[str, ...]:
    """The languages in which `words` may be a wish to be left alone, also one that is taken back."""
    if len(words) > LONGEST_WISH:
        return ()
    said = frozenset(" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return tuple(wish.language for wish in known if wish.is_in(words, said, readings))
