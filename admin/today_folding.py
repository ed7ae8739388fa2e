"""Today in sight: many of one kind stand as one line, with the others folded up below it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from admin.today_items import Item

FEW = 3
"""Fewer of a kind than this stand one by one."""


@dataclass(frozen=True, slots=True)
class Heap:
    """The most urgent of its kind, and the others."""

    first: Item
    others: tuple[Item, ...] = ()


def folded(items: Iterable[Item]) -> list[Heap]:
    """In their order. What a person said, what was promised, and what is late or urgent stands for itself."""
    heaps: dict[str, list[Item]] = {}
    for number, item in enumerate(items):
        heaps.setdefault(item.kind if _is_like_others(item) else str(number), []).append(item)
    found = []
    for some in heaps.values():
        found += [Heap(some[0], tuple(some[1:]))] if len(some) >= FEW else [Heap(one) for one in some]
    return found


def _is_like_others(item: Item) -> bool:
    its_own = item.urgent or item.late or item.soon or item.words or item.media or item.when
    return bool(item.kind) and not its_own
