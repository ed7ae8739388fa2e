"""One form for words that look different from keyboard to keyboard. Rule 6 of the lexicon's README."""

import re
import unicodedata

LONGEST = 256
"""Characters that are looked at: no global word with its courtesies is longer. Bounds the time of a huge message."""

_REMEMBERED = 4096
"""Characters whose folding is kept, so that somebody who sends all of Unicode does not fill the memory."""

_APART = "-\u200c"
_DROPPED = "'’‘ʼ`´ـ"
_ARABIC = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    "ک": "ك",
    **dict.fromkeys("ہھە", "ه"),
}
_LOOSE = str.maketrans(
    {
        **dict.fromkeys("ېۍےئ", "ي"),
        **dict.fromkeys("ኣዓዐ", "አ"),
        **dict.fromkeys("ኀሐኃሓሃ", "ሀ"),
        **dict(zip("ؤءةۃګړłøđıςሠፀ", ("و", "", *"ههگرlodiσሰጸ"), strict=True)),
        "æ": "ae",
        "œ": "oe",
    }
)
_DARI_VERB = re.compile(r"\b(ن?مي) (?=\w)")


def _folded(char: str) -> str:
    if char in _APART:
        return " "
    if char in _DROPPED:
        return ""
    if char in _ARABIC:
        return _ARABIC[char]
    category = unicodedata.category(char)
    if category[0] in "PSZ" or category in ("Cc", "Cs"):
        return " "
    # Format characters: the invisible direction marks that phones put around right-to-left words.
    return "" if category == "Cf" or (category == "Mn" and "\u0600" <= char <= "\u06ff") else char


class _Folding(dict[int, str]):
    def __missing__(self, point: int) -> str:
        char = _folded(chr(point))
        if len(self) < _REMEMBERED:
            self[point] = char
        return char


class _Unmarked(dict[int, str]):
    def __missing__(self, point: int) -> str:
        char = "" if unicodedata.category(chr(point)) == "Mn" else chr(point)
        if len(self) < _REMEMBERED:
            self[point] = char
        return char


_FOLDING = _Folding()
_UNMARKED = _Unmarked()


def fold(text: str, longest: int = LONGEST) -> str:
    """`text` without case, punctuation, Arabic vowels and keyboard variants. Reads `longest` characters at most."""
    text = text[:longest]
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold().replace("i̇", "i")
    return " ".join(plain.translate(_FOLDING).split())


def loose(text: str, longest: int = LONGEST) -> str:
    """`fold`, and without accents, Ethiopic homophones, and the yeh forms of Pashto and Urdu: typed in a hurry."""
    text = fold(text, longest)
    if text.isascii():
        return text
    text = text.translate(_LOOSE)
    if "مي " in text:
        # "می کند", "می‌کند" and "میکند" are one word.
        text = _DARI_VERB.sub(r"\1", text)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).translate(_UNMARKED))
