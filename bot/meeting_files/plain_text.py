"""Words of people, made fit for a file that other programs read."""

import unicodedata

from locales.catalogue import BIDI_CONTROLS

LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def lines(text: str) -> str:
    """Without characters that break a calendar or a picture. Every kind of line end becomes one that all know."""
    clean = BIDI_CONTROLS.sub("", text.replace("\r\n", "\n").translate(LINE_ENDS).replace("\t", " "))
    return "".join(c for c in clean if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def one_line(text: str) -> str:
    return " ".join(lines(text).split())


def joined(text: str) -> str:
    """An address of several lines on one, with commas."""
    return ", ".join(part for part in (one_line(line).rstrip(",") for line in lines(text).split("\n")) if part)
