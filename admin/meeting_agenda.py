"""The agenda while it is written: a line more, a line less, a line earlier or later. Pure; nothing is saved here."""

import re
from collections.abc import Mapping

from admin.meeting_form import MOST_LINES, how_many_lines

PRESSED = "agenda"
"""The name of the buttons: "add", or "up", "down", "remove" and the place of a line."""
_FIELD = re.compile(r"line(\d{1,2})_(\w+)")
_TIME = "time"

Content = dict[str, str]
"""What stands in one line, by the end of the names of its fields."""


def edited(values: Mapping[str, str], pressed: str) -> dict[str, str]:
    """All that stood in the form, with that one change. What cannot be done changes nothing."""
    lines = _lines(values)
    what, _, where = pressed.partition(" ")
    place = int(where) if re.fullmatch("[0-9]{1,2}", where) else -1
    if what == "add" and len(lines) < MOST_LINES:
        lines.append({})
    elif what == "remove" and 0 <= place < len(lines):
        del lines[place]
    elif what == "up" and 0 < place < len(lines):
        _swap(lines, place - 1)
    elif what == "down" and 0 <= place < len(lines) - 1:
        _swap(lines, place)
    return _written(values, lines)


def _swap(lines: list[Content], place: int) -> None:
    """With the line after it. The times stay: what happens goes to the other time."""
    first, second = lines[place], lines[place + 1]
    lines[place], lines[place + 1] = _at(first, second), _at(second, first)


def _at(time: Content, content: Content) -> Content:
    return {**content, _TIME: time.get(_TIME, "")}


def _lines(values: Mapping[str, str]) -> list[Content]:
    found: list[Content] = [{} for _ in range(min(how_many_lines(values), MOST_LINES))]
    for name, text in values.items():
        field = _FIELD.fullmatch(name)
        if field and int(field[1]) < len(found):
            found[int(field[1])][field[2]] = text
    return found


def _written(values: Mapping[str, str], lines: list[Content]) -> dict[str, str]:
    others = {name: text for name, text in values.items() if not _FIELD.fullmatch(name)}
    fields = {f"line{place}_{end}": text for place, line in enumerate(lines) for end, text in line.items()}
    return {**others, **fields, "lines": str(len(lines))}
