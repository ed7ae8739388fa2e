"""A .po file as it lies on the disk: whole, or what is wrong with it and where."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a catalogue cannot be used: where, and what to do."""

    language: str
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


def parsed(path: Path, name: str, language: str, locale: Locale | None = None) -> Catalog | Problem:
    try:
        with path.open("rb") as file:
            return read_po(file, locale=locale, abort_invalid=True, charset="utf-8")
    except PoFileError as error:
        return Problem(language, name, (error.lineno or 0) + 1, str(error.args[0]))
    except (UnicodeError, ValueError, UnknownLocaleError, LookupError, TypeError) as error:
        return Problem(language, name, 1, f"is not a readable catalogue in UTF-8 ({type(error).__name__})")


def torn(path: Path, name: str, language: str) -> Iterable[Problem]:
    """A text that does not end: the file was cut. Babel would take what is left of it."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith(("msgid ", "msgstr ", '"')) and not re.search(r'"(?:[^"\\]|\\.)*"$', line):
            yield Problem(language, name, number, "the text does not end: the file was cut")
