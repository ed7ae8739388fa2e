"""A coordinator's own words for a message: which placeholders they may hold. Pure."""

from collections.abc import Iterator, Mapping
from string import Formatter

from lab.plan_warnings import PlanWarning
from locales import N_

PLACEHOLDERS = ("name", "lab", "when", "place")
"""What Brug fills in."""
UNSOUND = N_("“{message}” cannot go out in these words ({language}).")
BRACE = N_("A brace stands alone. Write a placeholder like {example}, or leave the braces out.")
UNKNOWN = N_("Nothing can be filled in for {found}. Use {known}, or leave it out.")
MISSING = N_("{needed} is missing. Write it where the text of the meeting belongs.")
NEEDED: Mapping[str, str] = {"decided": "decided"}
"""By kind of message: what its words must hold, or nobody would learn it."""


def faults_of(kind: str, texts: Mapping[str, str]) -> Iterator[PlanWarning]:
    """What is wrong with the words of each language. The caller fills in the name of the `message`."""
    for language, words in texts.items():
        if fault := _fault(kind, words):
            code, reason, values = fault
            yield PlanWarning(code, UNSOUND, reason, {"language": language, **values})


def sound(kind: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Those that can be filled in."""
    return {language: words for language, words in texts.items() if not _fault(kind, words)}


def _fault(kind: str, words: str) -> tuple[str, str, dict[str, str]] | None:
    """A code, what to do about it, and the values of that text."""
    needed, known = NEEDED.get(kind, ""), placeholders_of(kind)
    try:
        found = [part for part in Formatter().parse(words) if part[1] is not None]
    except ValueError:
        return "brace", BRACE, {"example": "{name}"}
    for _, name, form, conversion in found:
        if name not in known or form or conversion:
            return "placeholder", UNKNOWN, {"found": f"{{{name}}}", "known": _listed(known)}
    if needed and needed not in {name for _, name, _, _ in found}:
        return "needed", MISSING, {"needed": f"{{{needed}}}"}
    return None


def placeholders_of(kind: str) -> tuple[str, ...]:
    """What Brug fills in in a message of this kind."""
    return (*PLACEHOLDERS, NEEDED[kind]) if kind in NEEDED else PLACEHOLDERS


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
