"""All texts in all languages, read from the .po files at start. A broken file never reaches a person."""

import filecmp
import re
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from os import getpid
from pathlib import Path
from string import Formatter

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.messages.catalog import Catalog

from locales.po_files import Problem, parsed, torn
from locales.source_texts import SOURCE, source_texts

__all__ = ["SOURCE", "Catalogues", "Language", "MissingText", "Problem", "load", "read"]

from locales.digits import in_its_digits

FOLDER = Path(__file__).parent
UNREVIEWED = "unreviewed"
AUTONYM = re.compile(r"^# autonym: (.+)$", re.MULTILINE)
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters and halves of characters (Unicode's Cc and Cs), but for the line break."""


class MissingText(LookupError):
    """There is no text in that language. Then nothing is said: never another language instead."""


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
    """ "Thursday 14 May": a weekday always, no year. A moment also gets its time. All in the digits of the language."""
    pattern = DAY_PATTERNS.get(language, "EEEE d MMMM")
    day = format_date(value, pattern, Locale.parse(language))
    return in_its_digits(language, f"{day} {value:%H:%M}" if isinstance(value, datetime) else day)


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


def load(folder: Path = FOLDER, last_good: Path | None = None, *, keep: bool = True) -> Catalogues:
    """Read every language under `folder`. A broken one is taken from `last_good` or left out; the problems say why.

    Good ones are copied to `last_good`, unless `keep` is false.
    """
    known = source_texts(folder)
    source = frozenset(known.places)
    languages: dict[str, Language] = {}
    problems = [*known.problems]
    for code in _expected(folder, last_good):
        path = folder / code / "LC_MESSAGES" / "brug.po"
        language, found = read(path, code, source)
        problems += found
        kept = last_good / f"{code}.po" if last_good else None
        if language is None:
            language = _instead(kept, code, source)
        elif kept and keep and not known.problems:
            _keep(path, kept)
        if language is not None:
            languages[code] = language
    return Catalogues(languages, tuple(problems), source, known.places)


def _expected(folder: Path, last_good: Path | None) -> list[str]:
    """The languages that should be here: each has a folder, or was here before. English always."""
    here = {path.parent.name for path in folder.glob("*/LC_MESSAGES")}
    before = {path.stem for path in last_good.glob("*.po")} if last_good else set()
    return sorted(here | before | {SOURCE})


def _instead(kept: Path | None, code: str, source: frozenset[str]) -> Language | None:
    """What is said in a language whose file is broken: what it said before. English needs no file."""
    if code == SOURCE:
        return Language(SOURCE, "English", "ltr", {text: text for text in source}, 0)
    return read(kept, code, source, strict=False)[0] if kept and kept.exists() else None


def _keep(path: Path, kept: Path) -> None:
    """All of it or nothing. A copy that cannot be made (a full disk) is no reason not to start."""
    with suppress(OSError):
        if kept.exists() and filecmp.cmp(path, kept, shallow=False):
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{getpid()}.half")
        shutil.copyfile(path, half)
        half.replace(kept)


def read(
    path: Path, code: str, source: frozenset[str], *, strict: bool = True
) -> tuple[Language | None, list[Problem]]:
    """One catalogue, or why not. Without `strict`, a last good one may lack texts that are newer than it."""
    name = f"locales/{code}/LC_MESSAGES/{path.name}"
    if not path.exists():
        return None, [Problem(code, name, 1, "is missing: put it back, or remove its last good copy too")]
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return None, [Problem(code, name, 1, "is in a folder that is called like no language")]
    catalogue = parsed(path, name, code, locale)
    if isinstance(catalogue, Problem):
        return None, [catalogue]
    problems = ([*torn(path, name, code)] or [*_problems(name, code, catalogue, source)]) if strict else []
    if problems:
        return None, problems
    texts = {str(m.id): str(m.string or (m.id if code == SOURCE else "")) for m in catalogue if m.id}
    autonym = AUTONYM.search(catalogue.header_comment)
    direction = "rtl" if locale.character_order == "right-to-left" else "ltr"
    unread = frozenset(str(m.id) for m in catalogue if m.id and UNREVIEWED in m.user_comments)
    here = {text: translation for text, translation in texts.items() if translation}
    return Language(code, autonym[1] if autonym else code, direction, here, len(unread), unread), []


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
