"""What conversations may be about beside meetings: one file for each, found by its PREFIX ("poll" for "poll:12").

A module here has `PREFIX` and `load(connection, around, wanted)`, which gives for each wanted thing what texts and
lists about it a person may see, in her language. Only what is hers: another lab's poll is not found.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol, cast

from sqlalchemy.ext.asyncio import AsyncConnection

import bot.abouts as package
from bot.turn import About, Surroundings, Turn
from flows.model import ABOUT, State, answer_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing that a person's conversation is about: `reference` is "poll:12"."""

    person_id: int
    lab_id: int
    language: str
    reference: str


Found = Mapping[tuple[int, str], About]
"""By person and reference. What is not there is not hers, or gone."""


class Loader(Protocol):
    PREFIX: str

    async def load(self, connection: AsyncConnection, around: Surroundings, wanted: Sequence[Wanted]) -> Found: ...


@dataclass(frozen=True, slots=True)
class Nothing(About):
    """What it was about is gone, or was never hers."""

    needless: str = field(default="superseded")


@cache
def loaders() -> Mapping[str, Loader]:
    modules = (importlib.import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(package.__path__))
    return {one.PREFIX: one for one in cast(Iterable[Loader], modules)}


def has_loader(reference: str) -> bool:
    return reference.partition(":")[0] in loaders()


async def look_up(connection: AsyncConnection, around: Surroundings, wanted: Iterable[Wanted]) -> Found:
    """One query or two for each kind of thing, for many people."""
    by_kind: dict[str, list[Wanted]] = {}
    for one in dict.fromkeys(wanted):
        by_kind.setdefault(one.reference.partition(":")[0], []).append(one)
    found: dict[tuple[int, str], About] = {}
    for kind, ones in by_kind.items():
        if loader := loaders().get(kind):
            found |= await loader.load(connection, around, ones)
    return found


async def look_around(connection: AsyncConnection, turn: Turn, state: State, *more: str) -> None:
    """What her open questions are about, before she is answered. Nothing is asked of the database where none is."""
    names = {answer_of(frame.answers, ABOUT).text for frame in state.frames} | set(more)
    who, lab_id, language = turn.visitor.person_id, turn.person["lab_id"] or 0, turn.person["language"]
    wanted = [Wanted(who, lab_id, language, name) for name in sorted(names) if has_loader(name)]
    if wanted:
        turn.abouts |= {name: one for (_, name), one in (await look_up(connection, turn.around, wanted)).items()}
