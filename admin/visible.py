"""Names as they really are: signs that hide themselves, or turn the line around, are shown as what they are. Pure."""

import re
import unicodedata

from jinja2.ext import Extension
from markupsafe import Markup

BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters by their category, and yet nothing is seen of them."""
JOINERS = "\u200c\u200d"
"""Between letters they belong to the spelling (Persian, faces put together)."""
LINE = "\n\t"
FENCED = re.compile("\u2068[^\u2066-\u2069]*\u2069")
"""What we put around a name in a sentence ourselves (`locales.catalogue.isolated`): it turns nothing around."""
CUT = "…"
LEEWAY = 5
"""A few signs more are better than a cut word."""
IN_BDI = re.compile(r"(<bdi\b[^>]*>)\{\{(?!-)((?:(?!\}\}).)+)\}\}")


def visible(value: object) -> str:
    """`{{ name|visible }}`: a right-to-left override as "‹U+202E›". What is markup already stays."""
    text = value if isinstance(value, str) else str(value)
    if isinstance(text, Markup) or (text.isascii() and text.isprintable()):
        return text
    ours = {place for found in FENCED.finditer(text) for place in (found.start(), found.end() - 1)}
    return "".join(sign if place in ours else _shown(text, place) for place, sign in enumerate(text))


def shortened(value: object, most: int = 255) -> str:
    """`{{ words|shortened(80) }}`, at the end of a word. A mark of ours that lost its other half gets it back."""
    text = str(value)
    if len(text) <= most + LEEWAY:
        return text
    cut = text[: most - len(CUT)].rsplit(" ", 1)[0].rstrip(".") + CUT
    return cut + "\u2069" * (cut.count("\u2068") - cut.count("\u2069"))


def _shown(text: str, place: int) -> str:
    sign = text[place]
    hidden = sign in BLANKS or unicodedata.category(sign) in ("Cc", "Cf", "Co", "Zl", "Zp")
    if not hidden or sign in LINE or (sign in JOINERS and _joins(text, place)):
        return sign
    return f"‹U+{ord(sign):04X}›"


def _joins(text: str, place: int) -> bool:
    """Between two letters or pictures that are not Latin."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(ord(one) > 0x2FF and unicodedata.category(one)[0] in "LMS" for one in around)


class VisibleNames(Extension):
    """Whatever a template puts into <bdi> was typed by somebody: it is shown so, in every page alike."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return IN_BDI.sub(r"\1{{ (\2)|visible }}", source)
