"""An answer that comes days later begins with what it answers."""

from textwrap import shorten

from locales import N_
from locales.catalogue import Catalogues, MissingText

YOU_WROTE = N_("You wrote to us: {words}")
RECALLED = 200
"""Characters of what somebody wrote that are recalled."""
LONGEST = 4000


def recalled(catalogues: Catalogues, language: str, note: str, text: str) -> str:
    """With what she wrote before it, in her language; without, where there is none or no room."""
    words = note.strip()
    try:
        line = catalogues.render(language, YOU_WROTE, {"words": shorten(words, RECALLED)})
    except MissingText:
        return text
    return f"{line}\n\n{text}" if words and len(line) + len(text) < LONGEST else text
