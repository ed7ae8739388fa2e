"""The languages in which a text of a lab is written, each with how many people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from admin.labs import tongues
from admin.visit import Visit
from lab.first_words import first_words
from store.labs import Lab

MOST = 4000


class Worded(str):
    """Words of the team. `language` and `direction`: "" where they are in the language of the page.

    `worded` of parts.html marks them so, for whoever hears the page."""

    language: str
    direction: str

    def __new__(cls, words: str, language: str = "", direction: str = "") -> Self:
        made = super().__new__(cls, words)
        made.language, made.direction = language, direction
        return made


@dataclass(frozen=True, slots=True)
class Tongue:
    """`people` read this language."""

    code: str
    autonym: str
    people: int


def tongues_of(visit: Visit, lab: Lab, spoken: Mapping[str, int], *texts: Mapping[str, str]) -> list[Tongue]:
    """Those of the lab and of its people, and those in which there are words already."""
    offered = tongues(visit, lab, spoken, *texts)
    return [Tongue(code, name, spoken.get(code, 0)) for code, name in offered.items()]


def written(visit: Visit, name: str) -> dict[str, str]:
    """What stands in the fields "name_en", "name_nl"..., without the empty ones."""
    found = {code: visit.form.text(f"{name}_{code}", MOST) for code in visit.desk.catalogues.languages}
    return {code: text for code, text in found.items() if text}


def in_fields(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The other way round."""
    return {f"{name}_{code}": text for code, text in texts.items()}


def typed(visit: Visit) -> dict[str, str]:
    """All that stood in the form, to stand there again."""
    return {name: visit.form.text(name, MOST) for name in visit.form.fields}


def any_of(visit: Visit, texts: Mapping[str, str], lab: Lab | None) -> Worded:
    """For the team: in the reader's language, or another one, in the same order everywhere."""
    language, words = first_words(texts, visit.language, lab.languages if lab else ())
    if language in ("", visit.language):
        return Worded(visit.name(words))
    return Worded(visit.name(words), language, visit.desk.catalogues.direction(language))


def lacking(visit: Visit, missing: Mapping[str, int]) -> list[tuple[str, int]]:
    """Languages by their own names, with how many people get nothing."""
    known = visit.desk.catalogues.languages
    return [(known[code].autonym if code in known else code or "?", many) for code, many in missing.items()]
