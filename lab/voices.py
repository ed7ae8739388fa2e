"""Whether all voices are heard: counts and what they are a part of, without those that tell of few people. Pure.

The rules, for one table (one row a group, a language...):

1. A row is hidden where fewer than five people, or fewer than five things, are counted, or are left out of the count.
2. Where something is hidden, the smallest of the other rows are hidden too, until nobody can take the rows that are
   shown from the sum of all and know a hidden one to within five.
3. The sum itself follows the first rule.

So a hidden row may be small or large. What a coordinator may see anyway, names of people, is no table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lab.disclosure import K, publish

AGES = ("under_16", "16-17", "18-25", "26-59", "60+")
"""In their order; who did not say stands below "". """
QUIET_FOR = (timedelta(days=7), timedelta(days=14), timedelta(days=21))
"""The steps of silence; a human calls after the last (domain.md)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` of `whole` things, of `people` people, below one `key` (a group, a language, an age, a phase...)."""

    key: str
    people: int
    value: int
    whole: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody may know of a cell. None: hidden."""

    key: str
    value: int | None
    whole: int | None


@dataclass(frozen=True, slots=True)
class Reached:
    """How many were written down at a place or by a worker, said yes, and came to a meeting. None: hidden."""

    key: str
    registered: int | None
    confirmed: int | None
    came: int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of what people brought in. No traits of people: these numbers are told as they are."""

    in_time: int = 0
    late: int = 0
    broken: int = 0
    open: int = 0
    closed: int = 0


def shares(cells: Iterable[Cell]) -> list[Shown]:
    """Each row, or that it is hidden."""
    given = [one for one in cells if one.whole]
    hidden = {one.key for one in given if is_small(one)}
    rest = sorted((one for one in given if one.key not in hidden), key=lambda one: (one.people, one.value, one.key))
    while hidden and rest and not _is_uncertain([one for one in given if one.key in hidden]):
        least = (rest[0].people, rest[0].value)
        hidden |= {one.key for one in rest if (one.people, one.value) == least}
        rest = [one for one in rest if one.key not in hidden]
    return [Shown(one.key, *((None, None) if one.key in hidden else (one.value, one.whole))) for one in given]


def share(key: str, cells: Iterable[Cell]) -> Shown:
    """The sum of rows. Where they are uncertain only without it, it is hidden too."""
    given = [one for one in cells if one.whole]
    whole = Cell(key, *(sum(column) for column in ([c.people for c in given], *_columns(given))))
    hidden = [one for one, told in zip(given, shares(given), strict=True) if told.value is None]
    tells = bool(hidden) and not _is_uncertain(hidden)
    return Shown(key, *((None, None) if is_small(whole) or tells else (whole.value, whole.whole)))


def _columns(cells: Sequence[Cell]) -> tuple[list[int], list[int]]:
    return [one.value for one in cells], [one.whole for one in cells]


def is_small(cell: Cell) -> bool:
    return min(cell.people, cell.value, cell.whole - cell.value) < K


def _is_uncertain(hidden: Sequence[Cell]) -> bool:
    """Whether each may still be one of more than five numbers (of few things: any number), for who knows their sum
    and all that is whole."""
    total, room = sum(one.value for one in hidden), sum(one.whole for one in hidden)
    widths = ((one, min(one.whole, total) - max(0, total - (room - one.whole))) for one in hidden)
    return all(width >= min(K, one.whole) for one, width in widths)


def composition(people: Mapping[str, int]) -> dict[str, int | None]:
    """How many people stand below each key. Also where somebody stands below two: who reads it may think that nobody
    does, and take the rows from the sum."""
    given = {key: number for key, number in people.items() if number}
    told = publish(given, sum(given.values()), one_each=True)
    return {key: told.get(key) for key in given}


def small_together(people: Mapping[str, int], other: str) -> dict[str, str]:
    """Keys of which there are too few people, and the key below which they stand together. Only where two or more of
    them make five people: one alone would be known by its other name."""
    small = [key for key, number in people.items() if 0 < number < K]
    if len(small) < 2 or sum(people[key] for key in small) < K:
        return {}
    return dict.fromkeys(small, other)


def together_in(people: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    """People below their new names."""
    found: dict[str, int] = {}
    for key, number in people.items():
        found[names.get(key, key)] = found.get(names.get(key, key), 0) + number
    return found


def together(cells: Iterable[Cell], names: Mapping[str, str]) -> list[Cell]:
    """Cells below their new names, those below one name added up."""
    found: dict[str, Cell] = {}
    for one in cells:
        key = names.get(one.key, one.key)
        before = found.get(key, Cell(key, 0, 0, 0))
        found[key] = Cell(key, *(a + b for a, b in zip(_numbers(before), _numbers(one), strict=True)))
    return list(found.values())


def _numbers(cell: Cell) -> tuple[int, int, int]:
    return cell.people, cell.value, cell.whole


def days_of(last: datetime | None, now: datetime) -> int | None:
    return (now - last).days if last else None


def reached(rows: Mapping[str, tuple[int, int, int]], other: str) -> list[Reached]:
    """What is told of who was written down, said yes and came, by place or worker; the largest first.

    Few people of a place stand below `other`. Who said yes is no secret beside who was written down: the others are
    deleted within a week.
    """
    names = small_together({key: numbers[0] for key, numbers in rows.items()}, other)
    known = together((Cell(key, one[0], one[1], one[1]) for key, one in rows.items()), names)
    known.sort(key=lambda one: (-one.people, one.key))
    came = together((Cell(key, one[0], one[2], one[1]) for key, one in rows.items()), names)
    first = composition({one.key: one.people for one in known})
    third = {one.key: one.value for one in shares(came)}
    found = []
    for one in known:
        shown = first.get(one.key)
        yes = one.value if shown is not None and one.value >= K else None
        found.append(Reached(one.key, shown, yes, third.get(one.key) if yes is not None else None))
    return found


def in_order(cells: Iterable[Cell], order: Sequence[str]) -> list[Cell]:
    """Those of `order` first, as they stand there; the others by how many people."""
    place = {key: number for number, key in enumerate(order)}
    return sorted(cells, key=lambda one: (place.get(one.key, len(place)), -one.people, one.key))
