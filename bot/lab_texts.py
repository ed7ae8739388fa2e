"""How Brug speaks in one lab: our texts, in that lab's own words where it has some, and read aloud by its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from locales.catalogue import Catalogues
from locales.worded import reworded
from store.crypto import fingerprint
from store.spoken import all_spoken
from store.wordings import all_wordings


@dataclass(frozen=True, slots=True)
class LabTexts:
    """`recorded`: texts that somebody of the lab read aloud, as (language, key). `changed`: texts in other words than
    ours, as (language, text): a sound that says ours is wrong for them."""

    catalogues: Catalogues
    recorded: frozenset[tuple[str, str]] = frozenset()
    changed: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class OwnTexts:
    """What all labs changed. It is put together anew only when something did: mostly two short questions, no work."""

    _seen: tuple[Sequence[Row[Any]], Sequence[Row[Any]]] = ((), ())
    _of: Catalogues | None = None
    _made: Mapping[int, LabTexts] = field(default_factory=dict)

    async def load(self, connection: AsyncConnection, catalogues: Catalogues) -> Mapping[int, LabTexts]:
        """By lab. One that changed nothing is not there."""
        seen = (await all_wordings(connection), await all_spoken(connection))
        if seen != self._seen or catalogues is not self._of:
            self._made = own_texts(catalogues, *seen)
            self._seen, self._of = seen, catalogues
        return self._made


def own_texts(
    catalogues: Catalogues, wordings: Sequence[Row[Any]], recordings: Sequence[Row[Any]]
) -> dict[int, LabTexts]:
    """Those of a text that is not said any more are left out, and recordings of other words than are said now."""
    if not wordings and not recordings:
        return {}
    texts = keyed(catalogues)
    words: dict[int, dict[str, dict[str, str]]] = {row.lab_id: {} for row in (*wordings, *recordings)}
    for row in (one for one in wordings if one.text_key in texts):
        words[row.lab_id].setdefault(row.language, {})[texts[row.text_key]] = row.words
    spoken_as = {lab_id: reworded(catalogues, theirs) for lab_id, theirs in words.items()}
    recorded: dict[int, set[tuple[str, str]]] = {lab_id: set() for lab_id in words}
    for row in (one for one in recordings if one.text_key in texts):
        if row.version == version_of(spoken_as[row.lab_id], row.language, texts[row.text_key]):
            recorded[row.lab_id].add((row.language, row.text_key))
    return {
        lab_id: LabTexts(
            spoken_as[lab_id],
            frozenset(recorded[lab_id]),
            frozenset((language, text) for language, said in theirs.items() for text in said),
        )
        for lab_id, theirs in words.items()
    }


def keyed(catalogues: Catalogues) -> dict[str, str]:
    """Every source text by its key."""
    return {fingerprint(text): text for text in catalogues.source}


def version_of(catalogues: Catalogues, language: str, text: str) -> str:
    """Of the words in which it is said. "" where there are none."""
    found = catalogues.languages.get(language)
    return key_of(found.texts[text]) if found and text in found.texts else ""


@lru_cache(maxsize=32_768)
def key_of(text: str) -> str:
    """The fingerprint of a text of the program, or of its translation: all of them together, at the texts' page."""
    return fingerprint(text)
