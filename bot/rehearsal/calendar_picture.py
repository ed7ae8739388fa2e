"""The year as a picture: people by days, a colour and a letter for what each got, and silence that grows darker."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from xml.sax.saxutils import escape

from bot.rehearsal.book import Book
from bot.rehearsal.checks import Violation
from bot.rehearsal.days import AWAY, PAUSED, SORTS, Day, all_days, days_of

CELL, ROW, NAMES, MARGIN, HEAD = 13, 16, 290, 16, 40
DAYS_IN_A_BLOCK = 92
SILENCES = ((3, "#f6f6f4"), (7, "#e9e8e4"), (10, "#d8d6cf"), (14, "#bfbcb2"), (10_000, "#8d897d"))
"""Up to so many days of silence this grey."""
PAUSE, OUT = "#dcebf5", "#fff"


def calendar_picture(book: Book, found: Sequence[Violation] = ()) -> str:
    """SVG."""
    days = all_days(book)
    table = {one.number: list(days_of(book, one.number, _faulty(book, found, one.number))) for one in book.people}
    blocks = list(_batched(range(len(days)), DAYS_IN_A_BLOCK))
    tall = HEAD + ROW * len(book.people) + MARGIN
    width, height = NAMES + CELL * min(len(days), DAYS_IN_A_BLOCK) + 2 * MARGIN, tall * len(blocks) + 90
    drawn = [line for place, block in enumerate(blocks) for line in _block(book, days, table, block, place * tall)]
    return "\n".join((_begin(width, height), *drawn, *_legend(tall * len(blocks) + MARGIN), "</svg>", ""))


def _batched(places: Iterable[int], size: int) -> Iterator[list[int]]:
    listed = list(places)
    return (listed[first : first + size] for first in range(0, len(listed), size))


def _faulty(book: Book, found: Sequence[Violation], number: int) -> frozenset[date]:
    return frozenset(book.local(number, one.at).date() for one in found if one.person == number)


def _begin(width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="system-ui, sans-serif" font-size="10">\n'
        "<title>A rehearsal: what each person got on which day</title>\n"
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
    )


def _block(
    book: Book, days: Sequence[date], table: dict[int, list[Day]], block: Sequence[int], top: int
) -> Iterator[str]:
    for place, persona in enumerate(book.people):
        y = top + HEAD + place * ROW
        yield f'<text x="{MARGIN}" y="{y + 12}">{persona.number} {escape(persona.name)} <tspan fill="#666">'
        yield f"{escape(persona.temper.about)}</tspan></text>"
        row = [table[persona.number][number] for number in block]
        yield from _grounds(row, y)
        yield from (line for number, day in enumerate(row) for line in _cell(day, NAMES + number * CELL, y))
    yield from _head(book, days, block, top)


def _head(book: Book, days: Sequence[date], block: Sequence[int], top: int) -> Iterator[str]:
    """Months, Mondays, and the meetings of the lab."""
    meetings = _meetings(book)
    for place, number in enumerate(block):
        x, day = NAMES + place * CELL, days[number]
        if day.day == 1 or place == 0:
            yield f'<text x="{x}" y="{top + 14}" font-size="12" font-weight="bold">{day:%B %Y}</text>'
        if day.weekday() == 0:
            yield f'<text x="{x}" y="{top + 36}" fill="#666">{day.day}</text>'
        if day in meetings:
            yield _marked(x, top, len(book.people), meetings[day])


def _marked(x: int, top: int, people: int, what: str) -> str:
    tall = HEAD + people * ROW - 24
    return (
        f'<g><title>{escape(what)}</title><rect x="{x - 1}" y="{top + 22}" width="{CELL + 1}" height="{tall}" '
        f'fill="none" stroke="#222"/><text x="{x + 2}" y="{top + 33}">{"×" if "cancelled" in what else "▼"}</text></g>'
    )


def _meetings(book: Book) -> dict[date, str]:
    """As they were in the end."""
    last = {one.id: one for one in book.meetings}
    return {
        book.there(one.starts_at).date(): f"Meeting {one.id}{' (cancelled)' if one.cancelled else ''}"
        for one in last.values()
    }


def _grounds(row: Sequence[Day], y: int) -> Iterator[str]:
    """Days that look the same are one rectangle."""
    x = NAMES
    for colour, group in groupby(row, key=_ground):
        wide = CELL * len(list(group))
        yield f'<rect x="{x}" y="{y}" width="{wide}" height="{ROW - 1}" fill="{colour}"/>'
        x += wide


def _ground(day: Day) -> str:
    if day.standing == AWAY:
        return OUT
    if day.standing == PAUSED:
        return PAUSE
    return next(colour for most, colour in SILENCES if day.silent < most)


def _cell(day: Day, x: int, y: int) -> Iterator[str]:
    if day.sort is not None:
        box = f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{ROW - 1}" rx="2" fill="{day.sort.colour}"/>'
        letter = f'<text x="{x + 6}" y="{y + 12}" text-anchor="middle" fill="{day.sort.ink}">{day.sort.letter}</text>'
        yield f"<g><title>{escape(day.said)}</title>{box}{letter}</g>"
    elif day.talked:
        yield f'<circle cx="{x + 6}" cy="{y + 7}" r="2" fill="#666"/>'
    if day.faulty:
        frame = 'fill="none" stroke="#d00000" stroke-width="3"'
        yield f'<rect x="{x}" y="{y}" width="{CELL - 1}" height="{ROW - 1}" {frame}/>'


def _legend(top: int) -> Iterator[str]:
    x = MARGIN
    for sort in SORTS:
        yield f'<rect x="{x}" y="{top}" width="{CELL}" height="{ROW}" rx="2" fill="{sort.colour}"/>'
        yield f'<text x="{x + 6}" y="{top + 12}" text-anchor="middle" fill="{sort.ink}">{sort.letter}</text>'
        yield f'<text x="{x + CELL + 5}" y="{top + 12}">{escape(sort.name)}</text>'
        x += CELL + 20 + 6 * len(sort.name)
    x = MARGIN
    for colour, words in _grounds_explained():
        yield f'<rect x="{x}" y="{top + 30}" width="{CELL}" height="{ROW}" fill="{colour}" stroke="#999"/>'
        yield f'<text x="{x + CELL + 5}" y="{top + 42}">{words}</text>'
        x += CELL + 20 + 6 * len(words)
    yield f'<text x="{MARGIN}" y="{top + 66}" fill="#444">• she wrote and got replies   ▼ meeting   × cancelled meeting'
    yield "   red frame: a rule was broken that day</text>"


def _grounds_explained() -> Iterator[tuple[str, str]]:
    before = 0
    for most, colour in SILENCES:
        yield colour, f"silent {before} to {most - 1} days" if most < 1000 else f"silent {before} days and longer"
        before = most
    yield PAUSE, "pause"
    yield OUT, "does not take part"
