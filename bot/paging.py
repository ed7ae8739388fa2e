"""Long lists for channels that show few rows at a time."""

from collections.abc import Iterator
from dataclasses import replace

from bot.messages import Ambiguous, File, Outbound, Sender, SendError

MORE = "…"
"""Stands above a further page, where nothing else is given."""


def in_pages(message: Outbound, rows: int, more: str = MORE) -> Iterator[Outbound]:
    """The same question as messages of at most `rows` buttons each; `more` stands above all but the first.

    Tokens stay what they are: a tap on any page, or a number that is typed, means the same option as without pages.
    What comes along (a picture, a file) comes with the first.
    """
    yield replace(message, buttons=message.buttons[:rows]) if len(message.buttons) > rows else message
    for start in range(rows, len(message.buttons), rows):
        yield Outbound(
            more, message.lang, message.buttons[start : start + rows], several=message.several, passing=message.passing
        )


async def send_in_pages(sender: Sender, address: str, message: Outbound, files: dict[int, File]) -> str:
    """As `Sender.send`: a list that is too long for the channel comes as several messages, the last one's id is kept.

    Where a later one does not go through she has a part of it: then it may have arrived, and may not.
    """
    first, *others = in_pages(message, sender.limits.buttons)
    provider_id = await sender.send(address, first, files)
    try:
        for page in others:
            provider_id = await sender.send(address, page, {})
    except SendError as error:
        raise Ambiguous(f"only a part of a long list arrived: {error.reason}") from error
    return provider_id
