"""From plain words to a picture, with typst and our own fonts. Typst is an extra: without it there are no pictures."""

import io
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

HERE = Path(__file__).parent
TEMPLATE, FONTS = HERE / "agenda.typ", HERE / "fonts"

SHARPNESS = 216  # 3 pixels for each point
COLOURS = 32  # the six that are used, and the steps between them at the edges of letters
LONGEST_WORD = 40  # letters; what is longer is no word, and may be torn
# What Telegram takes as a photo: https://core.telegram.org/bots/api#sendphoto. Other messengers take more.
MAX_WIDTH_AND_HEIGHT, MAX_RATIO = 10_000, 20


def draw(page: Mapping[str, Any]) -> bytes | None:
    """The PNG of one page. None without typst, when our fonts lack a letter, or when it is too tall for a messenger."""
    words = json.dumps(page, sort_keys=True, ensure_ascii=False)
    return _drawn(words) if can_draw() and has_letters(words) else None


def can_draw() -> bool:
    """Whether the extra `pictures` is installed."""
    return find_spec("typst") is not None


def has_letters(words: str) -> bool:
    """Whether our fonts have a shape for each character."""
    return all(map(_has_shape, set(words)))


def shown(text: str) -> str:
    """Without emoji and signs that our fonts lack: rather no cup than an empty box. Letters stay, known or not."""
    kept = "".join(c for c in text if _has_shape(c) or unicodedata.category(c)[0] in "LNPZ" or _is_mark_of_script(c))
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", " ".join(kept.split()))


def _is_mark_of_script(character: str) -> bool:
    """A vowel sign or an accent; not what turns a sign into an emoji (variation selector, keycap)."""
    return unicodedata.category(character) in ("Mn", "Mc") and not "\ufe00" <= character <= "\ufe0f"


def _has_shape(character: str) -> bool:
    return ord(character) in _coverage() or unicodedata.category(character) == "Cf"


@lru_cache(maxsize=1)
def _coverage() -> frozenset[int]:
    """Every character that has a shape in our fonts."""
    found: set[int] = set()
    for line in (FONTS / "coverage.txt").read_text("ascii").splitlines():
        first, _, last = line.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


@lru_cache(maxsize=1)
def fonts() -> "typst.Fonts":
    """Only ours: the same picture on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@lru_cache(maxsize=32)  # the languages of a lab's people, a few times; a picture is about 100 kB
def _drawn(words: str) -> bytes | None:
    picture = _compiled(words, SHARPNESS)
    width, height = _size(picture)
    if height > width * MAX_RATIO:
        return None
    if width + height > MAX_WIDTH_AND_HEIGHT:
        picture = _compiled(words, SHARPNESS * (MAX_WIDTH_AND_HEIGHT - 2) / (width + height))
    return _light(picture)


def _light(picture: bytes) -> bytes:
    """The same with few colours: a third of the bytes, for people who pay for each."""
    from PIL import Image  # Three megabytes, where pictures are drawn only.

    written = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        few = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(written, "PNG")
    return written.getvalue()


def _compiled(words: str, sharpness: float) -> bytes:
    """Words go in as data (`sys.inputs`), never as a part of the template."""
    import typst

    given = {"agenda": words}
    return typst.compile(TEMPLATE, font_paths=fonts(), sys_inputs=given, format="png", ppi=sharpness)


def _size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG, from its first chunk."""
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
