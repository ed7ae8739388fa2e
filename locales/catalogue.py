"""All texts in all languages, read from the .po files at start. A broken file never reaches a person."""

import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

FOLDER = Path(__file__).parent
SOURCE = "en"
UNREVIEWED = "unreviewed"
AUTONYM = re.compile(r"^# autonym: (.+)$", re.MULTILINE)
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of characters (Unicode's Cc and Cs), but for the line break."""


class MissingText(LookupError):
    """There is no text in that language. Then nothing is said: never another language instead."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a catalogue cannot be used: where, and what to do."""

    language: str
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Language:
    """`autonym` is the language's name for itself; `unreviewed` counts texts that no native speaker has read, `unread`
    says which."""

    code: str
    autonym: str
    direction: str
    texts: Mapping[str, str]
    unreviewed: int
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Catalogues:
    """`places`: the files of the program in which each source text stands."""

    languages: Mapping[str, Language]
    problems: tuple[Problem, ...] = ()
    source: frozenset[str] = field(default_factory=frozenset)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __call__(self, language: str, text: str) -> str:
        """The translation, placeholders still in it. Raises `MissingText`."""
        found = self.languages.get(language)
        if found is None:
            raise MissingText(f"no catalogue for {language!r}")
        if text not in found.texts:
            raise MissingText(f"no text in {language} for {text[:40]!r}")
        return found.texts[text]

    def render(self, language: str, text: str, values: Mapping[str, str | date] | None = None) -> str:
        """The translation with its placeholders filled; dates in words. Raises `MissingText`."""
        translated = self(language, text)
        if not values:
            return translated
        return translated.format_map({name: self.value(language, value) for name, value in values.items()})

    def problems_by_language(self) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.language, []).append(problem)
        return found

    def value(self, language: str, value: str | date) -> str:
        if isinstance(value, date):
            return day_in_words(language, value)
        return isolated(value, rtl=self.direction(language) == "rtl")

    def direction(self, language: str) -> str:
        found = self.languages.get(language)
        return found.direction if found else "ltr"

    def match(self, wanted: Iterable[str]) -> str:
        """The first language of `wanted` (tags as browsers and messengers send them) that is here, or ""."""
        for tag in wanted:
            for code in self.languages:
                if tag.replace("-", "_").casefold() in (code.casefold(), ALIASES.get(code, "")):
                    return code
            short = ALIASES.get(tag.partition("-")[0].partition("_")[0].casefold(), "") or tag[:2].casefold()
            if short in self.languages:
                return short
        return ""


# What phones call these languages. Persian speakers are offered Dari first: it is what is here.
ALIASES = {"fa_AF": "prs", "prs": "fa_AF", "fa": "fa_AF"}


COMMAS = {"ar": "، ", "fa_AF": "، ", "ti": "፣ "}
DAY_PATTERNS = {"tr": "d MMMM EEEE", "uk": "EEEE, d MMMM"}


def day_in_words(language: str, value: date) -> str:
    """ "Thursday 14 May": a weekday always, no year. A moment also gets its time."""
    pattern = DAY_PATTERNS.get(language, "EEEE d MMMM")
    day = format_date(value, pattern, Locale.parse(language))
    if isinstance(value, datetime):
        return f"{day} {value:%H:%M}"
    return day


def full_date(language: str, value: date) -> str:
    return format_date(value, format="full", locale=Locale.parse(language))


def listed(language: str, items: list[str]) -> str:
    """ "Mornings, evenings", with the comma of that language. Babel's lists lack parts in some of our languages."""
    return COMMAS.get(language, ", ").join(items)


def isolated(value: str, *, rtl: bool) -> str:
    """A name inside a sentence of the other direction must not reorder it (Unicode UAX 9, isolates)."""
    clean = BIDI_CONTROLS.sub("", value)
    strange = rtl or any(unicodedata.bidirectional(c) in ("R", "AL") for c in clean[:80])
    return f"{FIRST_STRONG_ISOLATE}{clean}{POP_ISOLATE}" if strange and clean else clean


def load(folder: Path = FOLDER, last_good: Path | None = None) -> Catalogues:
    """Read every language under `folder`. A broken one is taken from `last_good` or left out; the problems say why."""
    places = _places(folder)
    source = frozenset(places)
    languages: dict[str, Language] = {}
    problems: list[Problem] = []
    for code in _expected(folder, last_good):
        path = folder / code / "LC_MESSAGES" / "brug.po"
        language, found = read(path, code, source)
        problems += found
        kept = last_good / f"{code}.po" if last_good else None
        if language is None and kept and kept.exists():
            language, _ = read(kept, code, source, strict=False)
        elif language is not None and kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
        if language is not None:
            languages[code] = language
    return Catalogues(languages, tuple(problems), source, places)


def _expected(folder: Path, last_good: Path | None) -> list[str]:
    """The languages that should be here: each has a folder, or was here before."""
    here = {path.parent.name for path in folder.glob("*/LC_MESSAGES")}
    before = {path.stem for path in last_good.glob("*.po")} if last_good else set()
    return sorted(here | before)


def read(
    path: Path, code: str, source: frozenset[str], *, strict: bool = True
) -> tuple[Language | None, list[Problem]]:
    """One catalogue, or why not. Without `strict`, a last good one may lack texts that are newer than it."""
    name = f"locales/{code}/LC_MESSAGES/{path.name}"
    if not path.exists():
        return None, [Problem(code, name, 1, "is missing: put it back, or remove its last good copy too")]
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=Locale.parse(code), abort_invalid=True, charset="utf-8")
        locale = Locale.parse(code)
    except PoFileError as error:
        return None, [Problem(code, name, (error.lineno or 0) + 1, str(error.args[0]))]
    except (UnicodeError, ValueError, UnknownLocaleError, LookupError, TypeError) as error:
        return None, [Problem(code, name, 1, f"is not a readable catalogue in UTF-8 ({type(error).__name__})")]
    problems = [*_torn(name, code, path)] if strict else []
    if problems:
        return None, problems
    problems = list(_problems(name, code, catalogue, source)) if strict else []
    if problems:
        return None, problems
    texts = {str(m.id): str(m.string or (m.id if code == SOURCE else "")) for m in catalogue if m.id}
    autonym = AUTONYM.search(catalogue.header_comment)
    direction = "rtl" if locale.character_order == "right-to-left" else "ltr"
    unread = frozenset(str(m.id) for m in catalogue if m.id and UNREVIEWED in m.user_comments)
    here = {text: translation for text, translation in texts.items() if translation}
    return Language(code, autonym[1] if autonym else code, direction, here, len(unread), unread), []


def _torn(name: str, code: str, path: Path) -> Iterable[Problem]:
    """A text that does not end: the file was cut. Babel would take what is left of it."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line.startswith(("msgid ", "msgstr ", '"')) and not re.search(r'"(?:[^"\\]|\\.)*"$', line):
            yield Problem(code, name, number, "the text does not end: the file was cut")


def _places(folder: Path) -> dict[str, tuple[str, ...]]:
    with (folder / "brug.pot").open("rb") as file:
        found = read_po(file, charset="utf-8")
        return {str(one.id): tuple(dict.fromkeys(place for place, _ in one.locations)) for one in found if one.id}


def _problems(name: str, code: str, catalogue: Catalog, source: frozenset[str]) -> Iterable[Problem]:
    for text in sorted(source):
        message = catalogue.get(text)
        if message is None:
            yield Problem(code, name, 1, f"the text {text[:60]!r} is missing: run 'make texts' and translate it")
            continue
        reason = _wrong(text, str(message.string), code, fuzzy=message.fuzzy)
        if reason:
            yield Problem(code, name, message.lineno or 1, f"{text[:60]!r}: {reason}")


def _wrong(text: str, translation: str, code: str, *, fuzzy: bool) -> str:
    if not translation:
        return "" if code == SOURCE else "is not translated"
    if fuzzy:
        return "is marked fuzzy: the source text changed, check the translation"
    if BIDI_CONTROLS.search(translation):
        return "has an invisible direction mark: take it out, names are isolated by the program"
    if CONTROLS.search(translation):
        return "has a control character"
    try:
        if names(translation) != names(text):
            return f"must have the placeholders {sorted(names(text))} and no others"
        if not is_plain(translation):
            return "has a placeholder that is more than a name"
    except ValueError:
        return "has a brace that does not close"
    return ""


def names(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def is_plain(text: str) -> bool:
    """Whether its placeholders are names and nothing more: `{name:>999999999}` would fill a screen, or the memory.

    Raises ValueError on a broken brace.
    """
    found = [part for part in Formatter().parse(text) if part[1] is not None]
    return all(name and name.isidentifier() and not (form or conversion) for _, name, form, conversion in found)
