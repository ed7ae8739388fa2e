"""The geometry of a drawn line, and numbers as the reader's language writes them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal
from jinja2 import pass_context
from jinja2.runtime import Context

SPACE = 100
"""The picture is as wide and as high as this; what is around it stretches it."""


@dataclass(frozen=True, slots=True)
class Line:
    """Two paths of SVG: `stroke` with a gap where a value is hidden, `dots` at each value."""

    stroke: str
    dots: str


def line_of(values: Sequence[float | None], *, rtl: bool = False) -> Line:
    """From zero to the highest value. Time runs in the direction of writing."""
    top = max((value for value in values if value is not None), default=0) or 1
    places = [
        None if value is None else (_across(number, len(values), rtl), round(SPACE - SPACE * max(value, 0) / top, 1))
        for number, value in enumerate(values)
    ]
    return Line("".join(_stroke(places)), "".join(f"M{x} {y}h0" for x, y in filter(None, places)))


def _across(number: int, many: int, rtl: bool) -> float:
    """The middle of a column: below it stands the label of the point."""
    along = round(SPACE * (number + 0.5) / many, 1)
    return round(SPACE - along, 1) if rtl else along


def _stroke(places: Sequence[tuple[float, float] | None]) -> Iterator[str]:
    drawing = False
    for place in places:
        if place is not None:
            yield f"{'L' if drawing else 'M'}{place[0]} {place[1]}"
        drawing = place is not None


def share_of(value: float | None, whole: float | None, longest: float) -> float:
    """How long a bar is, of 100: a part of its whole, or of the longest bar where there is no whole."""
    return round(min(100.0, 100 * max(value or 0, 0) / (whole or longest or 1)), 1)


@pass_context
def in_digits(context: Context, value: float) -> str:
    """`{{ in_digits(3.4) }}`: with one decimal at most."""
    return _digits(value, context["lang"])


@lru_cache(maxsize=4096)
def _digits(value: float, language: str) -> str:
    return str(format_decimal(value, "#,##0.#", Locale.parse(language)))
