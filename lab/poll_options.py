"""Options that were made of people's ideas: similar ones are merged, and each still leads back to every idea in it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from lab.polls import Choice, Words


def options_of(ideas: Iterable[tuple[str, Words]]) -> tuple[Choice, ...]:
    """One option for each idea, given as its id and its words by language."""
    return tuple(Choice(f"o{place}", words, (id_,)) for place, (id_, words) in enumerate(ideas, start=1))


def merged(options: Sequence[Choice], kept: str, others: Collection[str]) -> tuple[Choice, ...]:
    """Without `others`, whose ideas are now in the option `kept`. Its words and its id stay; in languages in which it
    has none, it gets theirs: somebody said that they mean the same."""
    gone = [one for one in options if one.id in others and one.id != kept]
    sources = [source for one in gone for source in one.sources]
    theirs = {code: words for one in reversed(gone) for code, words in one.words.items()}
    left = (one for one in options if one not in gone)
    return tuple(
        replace(one, words={**theirs, **one.words}, sources=tuple(dict.fromkeys([*one.sources, *sources])))
        if one.id == kept
        else one
        for one in left
    )
