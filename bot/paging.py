"""Long lists for channels that show few rows at a time. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from bot.messages import Outbound

MORE = "…"
"""Stands above a further page, where nothing else is given."""


def in_pages(message: Outbound, rows: int, more: str = MORE) -> Iterator[Outbound]:
    """The same question as messages of at most `rows` buttons each; `more` stands above all but the first.

    Tokens stay what they are: a tap on any page, or a number that is typed, means the same option as without pages.
    What comes along (a picture, a file) comes with the first.
    """
    yield replace(message, buttons=message.buttons[:rows])
    for start in range(rows, len(message.buttons), rows):
        yield Outbound(
            more, message.lang, message.buttons[start : start + rows], several=message.several, passing=message.passing
        )
