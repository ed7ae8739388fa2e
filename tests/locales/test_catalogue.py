"""Texts and languages: complete, or refused with file and line."""

import ast
import re
import shutil
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.preparation import WHO
from locales.catalogue import FOLDER, MissingText, day_in_words, isolated, listed, load, names, read
from locales.update import KEYWORDS, PACKAGES, bring_up, collect, template
from tests.conversations import catalogues

LANGUAGES = ["ar", "en", "fa_AF", "fr", "nl", "ti", "tr", "uk"]


@cache
def collected() -> Catalog:
    """All texts of the sources, which no test changes: to read them takes two seconds."""
    return collect()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogues that a test may break."""
    for path in FOLDER.glob("*/LC_MESSAGES/brug.po"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True)
        shutil.copyfile(path, copy)
    shutil.copyfile(FOLDER / "brug.pot", tmp_path / "brug.pot")
    return tmp_path


def arabic(folder: Path) -> Path:
    return folder / "ar" / "LC_MESSAGES" / "brug.po"


def test_all_eight_languages_are_complete() -> None:
    found = load()

    assert [str(problem) for problem in found.problems] == []
    assert sorted(found.languages) == LANGUAGES
    assert all(set(language.texts) == found.source for language in found.languages.values())


def test_the_template_holds_every_text_of_the_sources_and_no_other() -> None:
    assert template(collected()) == (FOLDER / "brug.pot").read_text("utf-8"), "run `make texts`"


def test_no_marked_text_hides_where_it_is_not_found() -> None:
    """What stands in braces of an f-string is passed over when texts are collected: nobody would translate it."""
    marked = set()
    for package in PACKAGES:
        for file in (FOLDER.parent / package).rglob("*.py"):
            calls = (one for one in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(one, ast.Call))
            names = [one for one in calls if isinstance(one.func, ast.Name) and one.func.id in KEYWORDS]
            marked |= {one.args[0].value for one in names if isinstance(one.args[0], ast.Constant)}

    assert marked - {str(one.id) for one in collected()} == set()


def test_no_text_says_1_people() -> None:
    """ "People: 1" is right for every number, in every language. What is shown for several only may say "people"."""
    several = {
        WHO,
        "{people} people answered.",
    }

    numbered = re.compile(r"(?<!of )\{\w+\} (people|persons|others|groups|options)")
    found = {str(one.id) for one in collected() if numbered.search(str(one.id))}

    assert found - several == set()


def test_no_text_speaks_as_our_code_does() -> None:
    """A floor, a ceiling and a nudge are names of rules; people hear nothing for some days, and get messages."""
    ours = re.compile(r"\b(floor|ceiling|nudge|quota|segment|touchpoint|outbox)s?\b", re.IGNORECASE)

    assert {str(one.id) for one in collected() if ours.search(str(one.id))} == set()


def test_no_text_says_1_have() -> None:
    """ "No answer from 1 of 6" is right for every number."""
    plural = re.compile(r"\{(?!colour)\w+\} (have|were|are)\b")

    assert {str(one.id) for one in collected() if plural.search(str(one.id))} == set()


def test_languages_know_their_own_name_and_direction() -> None:
    found = load().languages

    assert (found["ar"].autonym, found["ar"].direction) == ("العربية", "rtl")
    assert (found["ti"].autonym, found["ti"].direction) == ("ትግርኛ", "ltr")
    assert found["fa_AF"].direction == "rtl"


def test_translations_that_nobody_reviewed_are_counted() -> None:
    found = load().languages

    assert found["en"].unreviewed == 0
    assert found["ti"].unreviewed == len(found["ti"].texts)


def test_a_missing_text_is_refused_with_file_and_reason(folder: Path) -> None:
    text = arabic(folder).read_text("utf-8")
    before, after = text.split('msgid "Yes"\nmsgstr "', 1)
    arabic(folder).write_text(before + 'msgid "Yes"\nmsgstr ""\n' + after.split("\n", 1)[1], "utf-8")

    found = load(folder)

    assert "ar" not in found.languages
    line = before.count("\n") + 1
    assert [str(problem) for problem in found.problems] == [
        f"locales/ar/LC_MESSAGES/brug.po:{line}: 'Yes': is not translated"
    ]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{nom}", "must have the placeholders"),
        ("{name", "brace that does not close"),
        ("{name} \u202e", "invisible direction mark"),
        ("{name} \x07", "control character"),
        ("{name:>999999999}", "more than a name"),
    ],
)
def test_a_translation_that_would_break_a_message_is_refused(folder: Path, broken: str, reason: str) -> None:
    greeting = "Hello {name}. Write here what you want to say or ask."
    lines = arabic(folder).read_text("utf-8").split("\n")
    at = lines.index(f'msgid "{greeting}"')
    lines[at + 1] = f'msgstr "{broken}"'
    arabic(folder).write_text("\n".join(lines), "utf-8")

    found = load(folder)

    assert any(reason in str(problem) and f"brug.po:{at + 1}:" in str(problem) for problem in found.problems)


@pytest.mark.parametrize(
    "damage", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.decode().encode("utf-16"), lambda b: b""]
)
def test_a_file_in_a_wrong_encoding_never_reaches_a_person(folder: Path, damage: object) -> None:
    whole = arabic(folder).read_bytes()
    arabic(folder).write_bytes(damage(whole))  # type: ignore[operator]

    found = load(folder)

    assert "ar" not in found.languages or found.languages["ar"].texts == catalogues().languages["ar"].texts
    assert "en" in found.languages


SMALL = """# autonym: العربية
msgid ""
msgstr ""
"Language: ar\\n"
"Content-Type: text/plain; charset=utf-8\\n"

# unreviewed
msgid "Yes"
msgstr "نعم"

# unreviewed
msgid "Hello {name}. Write \\"stop\\" at any time."
msgstr "مرحباً {name}. يمكنك كتابة \\"توقف\\" في أي وقت."

msgid ""
"One line\\n"
"and another of {lab}"
msgstr ""
"سطر\\n"
"وسطر آخر من {lab}"

#~ msgid "Gone"
#~ msgstr "ذهب"

# unreviewed
msgid "The meeting is on {when}, at {place}."
msgstr "الاجتماع يوم {when} في {place}."

msgid "No"
msgstr "لا"
"""
"""A whole catalogue with all that may stand in one: comments, escapes, several lines, a text that is gone."""


def test_a_catalogue_cut_at_any_byte_or_with_any_byte_lost_is_whole_or_refused(tmp_path: Path) -> None:
    path, whole = tmp_path / "brug.po", SMALL.encode()
    source = frozenset({"Yes", "No", 'Hello {name}. Write "stop" at any time.', "One line\nand another of {lab}"})
    source |= {"The meeting is on {when}, at {place}."}
    path.write_bytes(whole)
    good, problems = read(path, "ar", source)
    assert good
    assert not problems
    cut = [whole[:at] for at in range(len(whole) - 1)]
    lost = [whole[:at] + whole[at + 1 :] for at in range(len(whole))]
    assert len(cut) + len(lost) > 1_000

    for damaged in cut:
        path.write_bytes(damaged)
        found, problems = read(path, "ar", source)
        assert (found is None) == bool(problems), damaged[-40:]
        assert found is None, damaged[-40:]
    for damaged in lost:
        path.write_bytes(damaged)
        found, problems = read(path, "ar", source)
        assert (found is None) == bool(problems)
        assert found is None or all(names(found.texts[text]) == names(text) for text in source)


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 0.999))
def test_a_file_cut_anywhere_is_whole_or_refused(tmp_path_factory: pytest.TempPathFactory, part: float) -> None:
    folder = tmp_path_factory.mktemp("cut")
    (folder / "ar" / "LC_MESSAGES").mkdir(parents=True)
    shutil.copyfile(FOLDER / "brug.pot", folder / "brug.pot")
    whole = (FOLDER / "ar" / "LC_MESSAGES" / "brug.po").read_bytes()
    arabic(folder).write_bytes(whole[: int(len(whole) * part)])

    found = load(folder)

    assert "ar" not in found.languages
    assert found.problems


def test_the_last_good_one_stays_in_use(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    good = load(folder, kept).languages["ar"].texts
    arabic(folder).write_text("this is no catalogue", "utf-8")

    found = load(folder, kept)

    assert found.problems
    assert found.languages["ar"].texts == good


def test_a_copy_that_cannot_be_kept_is_no_reason_not_to_start(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("a file where the folder should be", "utf-8")

    found = load(folder, kept)

    assert sorted(found.languages) == LANGUAGES


def test_a_command_that_only_looks_keeps_nothing(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"

    found = load(folder, kept, keep=False)

    assert sorted(found.languages) == LANGUAGES
    assert not kept.exists()


def test_english_needs_no_catalogue_because_the_texts_are_english(folder: Path) -> None:
    (folder / "en" / "LC_MESSAGES" / "brug.po").write_text("this is no catalogue", "utf-8")

    found = load(folder)

    assert [problem.file for problem in found.problems] == ["locales/en/LC_MESSAGES/brug.po"]
    assert sorted(found.languages) == LANGUAGES
    assert found("en", "Yes") == "Yes"
    assert set(found.languages["en"].texts) == found.source


@pytest.mark.parametrize(
    "damage", [None, lambda text: "", lambda text: "no template", lambda text: text[: len(text) // 2] + '\nmsgid "torn']
)
def test_a_broken_list_of_all_texts_is_reported_and_every_language_goes_on(folder: Path, damage: object) -> None:
    template_file, whole = folder / "brug.pot", load(folder).source
    if damage is None:
        template_file.unlink()
    else:
        template_file.write_text(damage(template_file.read_text("utf-8")), "utf-8")  # type: ignore[operator]

    found = load(folder)

    assert {problem.file for problem in found.problems} == {"locales/brug.pot"}
    assert found.problems[0].line > 0
    assert sorted(found.languages) == LANGUAGES
    assert found.source == whole


def test_a_list_of_all_texts_that_was_cut_between_two_is_reported_and_hides_no_missing_text(folder: Path) -> None:
    template_file, whole = folder / "brug.pot", load(folder).source
    entries = template_file.read_text("utf-8").split("\n\n")
    template_file.write_text("\n\n".join(entries[: len(entries) // 2]) + "\n", "utf-8")

    found = load(folder)

    assert "is not here: run 'make texts'" in str(found.problems[0])
    assert found.source == whole


def test_what_cannot_be_held_against_the_list_of_all_texts_does_not_become_the_last_good_one(
    folder: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    load(folder, kept)
    good = (kept / "ar.po").read_text("utf-8")
    (folder / "brug.pot").unlink()
    arabic(folder).write_text(good.replace('msgid "Yes"\n', 'msgid "Yes and no"\n'), "utf-8")

    load(folder, kept)

    assert (kept / "ar.po").read_text("utf-8") == good


def test_no_text_in_her_language_means_no_text() -> None:
    with pytest.raises(MissingText):
        catalogues()("ar", "A text that nobody marked")
    with pytest.raises(MissingText):
        catalogues()("xx", "Yes")


def test_bringing_a_catalogue_up_to_date_keeps_translations_and_remarks(folder: Path) -> None:
    before = arabic(folder).read_text("utf-8")

    bring_up(arabic(folder), collected())

    assert arabic(folder).read_text("utf-8") == before


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Thursday 14 May"),
        ("nl", "donderdag 14 mei"),
        ("fr", "jeudi 14 mai"),
        ("tr", "14 Mayıs Perşembe"),
        ("uk", "четвер, 14 травня"),
        ("ar", "الخميس 14 مايو"),
    ],
)
def test_a_date_is_said_in_words_with_its_weekday(language: str, words: str) -> None:
    assert day_in_words(language, date(2026, 5, 14)) == words


def test_a_name_of_the_other_direction_does_not_reorder_a_sentence() -> None:
    assert isolated("Amina", rtl=True) == "\u2068Amina\u2069"
    assert isolated("أمينة", rtl=False) == "\u2068أمينة\u2069"
    assert isolated("Amina", rtl=False) == "Amina"
    assert isolated("evil\u202ename", rtl=False) == "evilname"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [(["ar-SY", "en"], "ar"), (["fa"], "fa_AF"), (["prs"], "fa_AF"), (["nl-BE"], "nl"), (["xx", "tr"], "tr"), ([], "")],
)
def test_the_language_of_a_phone_is_only_a_hint(wanted: list[str], code: str) -> None:
    assert catalogues().match(wanted) == code


def test_placeholders_are_found() -> None:
    assert names("Hello {name} of {lab}") == {"name", "lab"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_of_any_length_holds_each_item_once(language: str) -> None:
    for length in range(5):
        items = [f"item{number}" for number in range(length)]

        told = listed(language, items)

        assert [told.count(item) for item in items] == [1] * length


def test_a_catalogue_that_is_gone_is_reported_and_the_last_good_one_stays(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    load(folder, kept)
    arabic(folder).unlink()

    found = load(folder, kept)

    assert "ar" in found.languages
    assert "is missing" in str(found.problems[0])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "donderdag 14 mei 18:00"),
        ("ar", "الخميس 14 مايو 18:00"),
        ("fa_AF", "پنجشنبه ۱۴ می ۱۸:۰۰"),
    ],
)
def test_a_moment_is_written_in_the_digits_of_its_language(language: str, words: str) -> None:
    assert day_in_words(language, datetime(2026, 5, 14, 18, tzinfo=UTC)) == words
