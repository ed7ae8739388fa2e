"""The QR code that `brug run` prints, as a camera sees it."""

import re
from itertools import chain

import segno

from bot import qr

LINK = "http://127.0.0.1:8080/join/0123456789abcdefghijkl"
PIXELS = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}
"""What is white, above and below."""


def seen(printed: str) -> list[tuple[bool, ...]]:
    """Line by line what is dark."""
    lines = [[PIXELS[sign] for sign in re.sub(r"\x1b\[[\d;]+m", "", line)] for line in printed.splitlines()]
    rows = chain.from_iterable(zip(*line, strict=True) for line in lines)
    return [tuple(not white for white in row) for row in rows]


def test_it_is_the_code_of_the_link_with_a_white_border() -> None:
    wanted = [tuple(map(bool, row)) for row in segno.make(LINK, error="l").matrix_iter(border=2)]

    shown = seen(qr.terminal(LINK))

    assert shown[: len(wanted)] == wanted


def test_it_is_white_on_black_whatever_the_colours_of_the_terminal() -> None:
    assert all(line.startswith("\x1b[97;40m") and line.endswith("\x1b[0m") for line in qr.terminal(LINK).splitlines())
