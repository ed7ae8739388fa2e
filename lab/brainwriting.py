"""Who builds on whose idea: never on her own, each idea about equally often. Pure, and it never learns a name.

People are fingerprints that mean nothing outside their poll. Whoever is here takes part: nobody is waited for.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Idea:
    """One that may be built on. `authors`: all who wrote a part of it. `handed`: how often it was handed on before."""

    id: str
    authors: frozenset[str]
    handed: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What `author` wrote: a new idea, or one that `builds_on` another."""

    id: str
    author: str
    builds_on: str = ""


def ends_of(written: Iterable[Written], handed: Mapping[str, int]) -> tuple[Idea, ...]:
    """The newest shape of each idea, on which nobody has built yet. `handed`: how often each text was handed on.

    What was handed on and did not come back stays in the game as it was.
    """
    by_id = {one.id: one for one in written}
    built_on = {one.builds_on for one in by_id.values()}
    ends = (one for id_, one in sorted(by_id.items()) if id_ not in built_on)
    chains = (_chain(one, by_id) for one in ends)
    return tuple(
        Idea(chain[0].id, frozenset(one.author for one in chain), sum(handed.get(one.id, 0) for one in chain))
        for chain in chains
    )


def _chain(end: Written, by_id: Mapping[str, Written]) -> list[Written]:
    """From a text back to the idea that it began with."""
    chain = [end]
    while (before := by_id.get(chain[-1].builds_on)) is not None and before not in chain:
        chain.append(before)
    return chain


def hand_out(ideas: Sequence[Idea], people: Iterable[str], seed: str) -> dict[str, str]:
    """Person to idea: one for each of `people` for whom there is one that she had no part in.

    As even as can be: no other way of handing out would leave the ideas closer together. The same every time for one
    `seed`. Who comes later is handed an idea in the same way, alone, with `handed` as it is then.
    """
    chance = random.Random(seed)
    waiting = sorted(set(people))
    chance.shuffle(waiting)
    pool = sorted(ideas, key=lambda idea: idea.id)
    chance.shuffle(pool)
    given: dict[str, str] = {}
    for person in waiting:
        _give(person, pool, given)
    return given


def _give(person: str, ideas: Sequence[Idea], given: dict[str, str]) -> None:
    """The least handed idea that can be freed for her, where others take another one in exchange."""
    load = {idea.id: idea.handed for idea in ideas}
    for held in given.values():
        load[held] += 1
    came_by: dict[str, str] = {}
    ahead = [person]
    while ahead:
        taker = ahead.pop(0)
        for idea in ideas:
            if idea.id not in came_by and taker not in idea.authors:
                came_by[idea.id] = taker
                ahead += [holder for holder, holds in given.items() if holds == idea.id]
    if not came_by:
        return
    _exchange(min(came_by, key=lambda idea: load[idea]), came_by, given, person)


def _exchange(idea: str, came_by: Mapping[str, str], given: dict[str, str], person: str) -> None:
    """Along the way by which `idea` was reached, each passes what she has to whoever asked for it."""
    while True:
        taker = came_by[idea]
        left = given.get(taker, "")
        given[taker] = idea
        if taker == person:
            return
        idea = left
