"""What must hold for everybody, whatever happens. One file a rule, each with `RULES`, found by itself."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.rehearsal.book import Book


@dataclass(frozen=True, slots=True)
class Violation:
    """`person` is her number, 0 where it is about nobody alone. `sentence` says what happened."""

    rule: str
    at: datetime
    person: int
    sentence: str


Rule = Callable[[Book], Iterator[Violation]]


def all_rules() -> Iterator[tuple[str, Rule]]:
    """By name, in the order of their names."""
    for module in pkgutil.iter_modules(__path__):
        rules: dict[str, Rule] = importlib.import_module(f"{__name__}.{module.name}").RULES
        yield from rules.items()


def violations(book: Book) -> list[Violation]:
    """Everything that should not have happened, in the order of time."""
    found = [one for _, rule in all_rules() for one in rule(book)]
    return sorted(found, key=lambda one: (one.at, one.person, one.rule, one.sentence))
