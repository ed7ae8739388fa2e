"""Whom to call in danger, as a lab sets it, and whether it listens for words of danger at all. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

EVERYWHERE = "112"
"""Where a language was added after the numbers were written: this works in all of Europe."""
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Safety:
    """`numbers` by language, as they are said. `reviewed_by` (an id of staff) read the words of danger and the numbers
    with somebody who knows safeguarding."""

    on: bool = False
    numbers: Mapping[str, str] = field(default_factory=dict, hash=False)
    reviewed_by: int = 0
    reviewed_on: date | None = None

    def help_numbers(self, language: str) -> str:
        """For somebody who speaks it. "" where the lab does not listen, or she has not chosen a language yet."""
        return (self.numbers.get(language) or EVERYWHERE) if self.on and language else ""

    def missing(self, languages: Iterable[str]) -> tuple[str, ...]:
        """In which of the lab's languages nobody would know whom to call."""
        return tuple(language for language in languages if not self.numbers.get(language))


def load_safety(stored: Mapping[str, Any] | None) -> Safety:
    kept = stored or {}
    reviewed = kept.get("reviewed_on")
    return Safety(
        bool(kept.get("on")),
        dict(kept.get("numbers") or {}),
        int(kept.get("reviewed_by") or 0),
        date.fromisoformat(reviewed) if reviewed else None,
    )


def dump_safety(safety: Safety) -> dict[str, Any]:
    reviewed = safety.reviewed_on.isoformat() if safety.reviewed_on else None
    return {
        "on": safety.on,
        "numbers": dict(safety.numbers),
        "reviewed_by": safety.reviewed_by,
        "reviewed_on": reviewed,
    }
