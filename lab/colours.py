"""A lab's own colour: readable on paper of both kinds, or the nearest one that is (WCAG 2.2, 1.4.3). Pure."""

import colorsys
import re
from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 4.5
WHITE, BLACK = "#ffffff", "#0c1413"
TINTED = 0.1
"""So much of the colour is in the tint behind words of that colour."""
STEP = 0.01
WRITTEN = re.compile(r"#?([0-9a-f]{6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scheme:
    """One colour with what stands on it and what lies behind it."""

    accent: str
    on_accent: str
    tint: str


def colour_of(text: str) -> str:
    """As it is stored, "#0b5351"; "" for what is no colour."""
    found = WRITTEN.fullmatch(text.strip().casefold())
    return f"#{found[1]}" if found else ""


def contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def is_readable(colour: str) -> bool:
    """On white and on its own tint; and so is white on it."""
    return contrast(colour, mixed(colour, WHITE)) >= ENOUGH


def nearest(colour: str) -> str:
    """The same hue, only as much darker as it must be."""
    return _until_readable(colour, WHITE, -STEP)


def light_scheme(colour: str) -> Scheme:
    return Scheme(colour, WHITE, mixed(colour, WHITE))


def dark_scheme(colour: str) -> Scheme:
    """The same hue for dark screens, as much lighter as it must be."""
    lighter = _until_readable(colour, BLACK, STEP)
    return Scheme(lighter, BLACK, mixed(lighter, BLACK))


def mixed(colour: str, paper: str) -> str:
    return _written(
        TINTED * one + (1 - TINTED) * other for one, other in zip(_parts(colour), _parts(paper), strict=True)
    )


def _until_readable(colour: str, paper: str, step: float) -> str:
    hue, lightness, strength = colorsys.rgb_to_hls(*_parts(colour))
    while contrast(colour, mixed(colour, paper)) < ENOUGH and 0 <= lightness <= 1:
        lightness += step
        colour = _written(colorsys.hls_to_rgb(hue, min(1.0, max(0.0, lightness)), strength))
    return colour


def _light(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _written(parts: Iterable[float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
