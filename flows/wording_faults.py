"""Whether other words may take the place of ours: what `brug check` asks of a translation, and a little more. Pure."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from flows.checks import TEXT_LENGTH
from flows.places import LABEL, Place
from locales import N_
from locales.catalogue import BIDI_CONTROLS

HOLES = N_("Keep these words in braces, and no others: {needed}.")
NO_HOLES = N_("Leave the braces out: nothing is filled in here.")
BRACE = N_("A brace stands alone, or holds more than a name. Write it as in our words.")
TOO_LONG = N_("This has {found} characters. At most {most} fit where it is shown.")
INVISIBLE = N_("There is an invisible sign in it. Please type the words anew.")
ALIKE = N_("Another button of the same question says this already.")

Fault = tuple[str, Mapping[str, str]]
"""A text, and what is filled in."""


def faults_of(source: str, words: str, places: Iterable[Place], said: Mapping[str, str]) -> Iterator[Fault]:
    """Of `words` instead of `source`. `said`: by source text, what else is said in that language."""
    found = tuple(places)
    if _is_strange(words):
        yield INVISIBLE, {}
    yield from _hole_faults(source, words)
    yield from _room_faults(words, found)
    beside = {said.get(label, label).casefold() for place in found for label in place.beside}
    if words.casefold() in beside:
        yield ALIKE, {}


def room_for(places: Iterable[Place]) -> int:
    """Where it is shown in several places, the narrowest counts."""
    return min((place.room - _icon(place) for place in places), default=TEXT_LENGTH)


def _is_strange(words: str) -> bool:
    return bool(BIDI_CONTROLS.search(words)) or any(
        unicodedata.category(one) in ("Cs", "Cc", "Co") and one != "\n" for one in words
    )


def _hole_faults(source: str, words: str) -> Iterator[Fault]:
    """Only plain names: a form like {name:9999} would be taken for one, and made as wide."""
    needed = {name for _, name, _, _ in Formatter().parse(source) if name is not None}
    try:
        holes = [part for part in Formatter().parse(words) if part[1] is not None]
    except ValueError:
        yield BRACE, {}
        return
    if any(form or conversion for _, _, form, conversion in holes):
        yield BRACE, {}
    elif {name for _, name, _, _ in holes} != needed:
        yield (HOLES, {"needed": ", ".join(f"{{{name}}}" for name in sorted(needed))}) if needed else (NO_HOLES, {})


def _room_faults(words: str, places: tuple[Place, ...]) -> Iterator[Fault]:
    most = room_for(places)
    if len(words) > most:
        yield TOO_LONG, {"found": str(len(words)), "most": str(most)}
    elif any(place.part == LABEL for place in places) and "\n" in words:
        yield INVISIBLE, {}


def _icon(place: Place) -> int:
    return len(place.icon) + 1 if place.icon else 0
