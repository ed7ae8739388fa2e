"""The list of all texts that the program says, `brug.pot`: what each language is held against."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from locales.po_files import Problem, parsed, torn

SOURCE = "en"
NAME = "locales/brug.pot"


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """`places`: the files of the program in which each text stands. With problems it was made up from the languages."""

    places: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...] = ()


def source_texts(folder: Path) -> SourceTexts:
    """A broken list is no reason to be silent: English holds every text too."""
    listed = _listed(folder / "brug.pot")
    if isinstance(listed, Problem):
        return SourceTexts(dict.fromkeys(_of_languages(folder), ()), (listed,))
    if unlisted := sorted(_texts(_file(folder, SOURCE)) - listed.keys()):
        first = Problem(SOURCE, NAME, 1, f"the text {unlisted[0][:60]!r} is not here: run 'make texts'")
        return SourceTexts(listed | dict.fromkeys(unlisted, ()), (first,))
    return SourceTexts(listed)


def _listed(path: Path) -> dict[str, tuple[str, ...]] | Problem:
    if not path.exists():
        return Problem(SOURCE, NAME, 1, "is missing: put it back, or run 'make texts'")
    found = parsed(path, NAME, SOURCE)
    if isinstance(found, Problem):
        return found
    if cut := next(iter(torn(path, NAME, SOURCE)), None):
        return cut
    places = {str(one.id): tuple(dict.fromkeys(place for place, _ in one.locations)) for one in found if one.id}
    return places or Problem(SOURCE, NAME, 1, "holds no text: put it back, or run 'make texts'")


def _of_languages(folder: Path) -> frozenset[str]:
    """What English says; without it, what all others have in common."""
    if texts := _texts(_file(folder, SOURCE)):
        return texts
    others = [texts for path in sorted(folder.glob("*/LC_MESSAGES/brug.po")) if (texts := _texts(path))]
    return reduce(frozenset.__and__, others, others[0]) if others else frozenset()


def _texts(path: Path) -> frozenset[str]:
    """Nothing where the file is missing or broken."""
    found = parsed(path, path.name, SOURCE) if path.exists() else None
    if found is None or isinstance(found, Problem) or any(torn(path, path.name, SOURCE)):
        return frozenset()
    return frozenset(str(one.id) for one in found if one.id)


def _file(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "brug.po"
