"""Global words, against the lexicon's own reference matcher (slow, simple, without rule 3 and the advice)."""

import ast
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import locales
from flows.lexicon import TABLES, reviews
from flows.words import COMMANDS, NEEDS, Heard, fold, load, loose
from tests.conversations import catalogues

LEXICON = Path(locales.__file__).parent / "lexicon"
WORDS = load()
ANSWERS = frozenset({"yes_no", "skip"})


def reference() -> dict[str, Any]:
    """The names of check.py without its seconds of checking, which run in a process of their own."""
    tree = ast.parse((LEXICON / "check.py").read_text(encoding="utf-8"))
    checks = ("hit(", "err.append(", "__main__")
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.For | ast.If) and any(check in ast.unparse(node) for check in checks))
    ]
    names: dict[str, Any] = {"__file__": str(LEXICON / "check.py")}
    exec(compile(tree, "check.py", "exec"), names)  # the lexicon's own code, kept as it came
    return names


REFERENCE = reference()
ROWS: list[dict[str, str]] = REFERENCE["W"]
COURTESIES = {code: [row["phrase"] for row in REFERENCE["P"] if row["language"] == code] for code in REFERENCE["LANGS"]}
KINDS = st.frozensets(st.sampled_from(["yes_no", "skip", "dates", "languages", "work", "name"]))
LANGUAGES = st.sampled_from(["", "xx", *REFERENCE["LANGS"]])


@pytest.fixture(scope="module", autouse=True)
def check() -> Iterator["subprocess.Popen[str]"]:
    """The lexicon's check takes seconds: it runs beside the other tests."""
    with subprocess.Popen([sys.executable, "-B", str(LEXICON / "check.py")], stdout=subprocess.PIPE, text=True) as run:
        yield run


def asked_for(intent: str | None) -> frozenset[str]:
    """The questions that must be open for this intent to count."""
    return ANSWERS if intent is None else frozenset({NEEDS[intent]} & ANSWERS) if intent in NEEDS else frozenset()


def stop_of(row: dict[str, str]) -> Heard:
    """A certain stop in all languages that share the phrase."""
    heard = WORDS.hear(row["phrase"], row["language"])
    return Heard("stop", True, heard.languages if heard else ())


def differs(message: str, language: str) -> str:
    """How we differ from the reference: nothing where we hear the same, or ask back about a stop that it drops."""
    wanted = REFERENCE["match"](message, language)
    heard = WORDS.hear(message, language, asked_for(wanted))
    asks_back = heard is not None and heard.intent == "stop" and not heard.certain
    same = heard is None or asks_back if wanted is None else heard is not None and heard.intent == wanted
    return "" if same else f"{message!r} in {language!r}: {heard}, wanted {wanted}"


def differences(messages: list[tuple[str, str]]) -> list[str]:
    return [found for message, language in messages if (found := differs(message, language))]


@pytest.mark.parametrize(("message", "language", "wanted"), REFERENCE["TESTS"])
def test_hears_what_the_samples_say(message: str, language: str | None, wanted: str | None) -> None:
    heard = WORDS.hear(message, language or "", asked_for(wanted))

    if wanted is not None:
        assert heard is not None
        assert heard.intent == wanted
    else:
        assert heard is None or (heard.intent == "stop" and not heard.certain)


def test_each_phrase_is_heard_as_the_reference_hears_it_with_and_without_its_language() -> None:
    messages = [(row["phrase"], language) for row in ROWS for language in ("", row["language"])]

    assert len(messages) > 2_800
    assert differences(messages) == []


def test_each_phrase_is_heard_in_its_own_language_and_names_it() -> None:
    for row in ROWS:
        heard = WORDS.hear(row["phrase"], row["language"], asked_for(row["intent"]))

        assert heard is not None, row
        assert heard.intent == row["intent"]
        assert row["language"] in heard.languages


def test_courtesies_change_nothing_but_what_the_reference_strips_too_eagerly() -> None:
    messages = []
    for number, row in enumerate(ROWS[::2]):
        polite = COURTESIES[row["language"]]
        before, after = polite[number % len(polite)], polite[number // 3 % len(polite)]
        messages += [(f"{before}, {row['phrase']}", row["language"]), (f"{row['phrase']} {after}!", row["language"])]

    found = differences([message for message in messages if len(set(loose(message[0]).split())) > 1])

    # "proszę o pomoc" begins with a courtesy of its own; we try the shorter stripping, too.
    assert [line for line in found if "o pomoc" not in line] == []


def test_negated_phrases_are_heard_as_the_reference_hears_them_or_ask_back() -> None:
    messages = []
    for number, row in enumerate(ROWS[::5]):
        negators = sorted(REFERENCE["NEGL"][row["language"]])
        negator = negators[number % len(negators)]
        messages += [(f"{negator} {row['phrase']}", row["language"]), (f"x {negator}, {row['phrase']} y", "")]

    # A word said twice ("no no") is the word; the reference does not know that.
    assert differences([message for message in messages if len(set(loose(message[0]).split())) > 1]) == []


def test_a_plain_stop_is_certain_unless_the_phrase_is_ambiguous() -> None:
    unsure = {
        row["phrase"]
        for row in ROWS
        if row["intent"] == "stop" and WORDS.hear(row["phrase"], row["language"]) != stop_of(row)
    }

    assert unsure == {"بس", "خلاص", "خلص", "khalas", "በቃ", "gata"}


@pytest.mark.parametrize("intent", ["yes", "no", "skip"])
def test_yes_no_and_skip_count_only_while_such_a_question_is_open(intent: str) -> None:
    other = ANSWERS - {NEEDS[intent]}
    for row in ROWS:
        if row["intent"] == intent:
            assert WORDS.hear(row["phrase"], row["language"], other | {"dates", "languages"}) is None
            assert WORDS.hear(row["phrase"], row["language"]) is None


@pytest.mark.parametrize(
    ("message", "language", "kind", "without"),
    [
        ("later", "en", "dates", "pause"),
        ("za dwa tygodnie", "pl", "dates", "pause"),
        ("english", "", "languages", "language"),
        ("Ελληνικά", "el", "languages", "language"),
        ("ellinika", "el", "languages", "language"),
        ("operator", "en", "work", "human"),
        ("край", "bg", "address", "stop"),
    ],
)
def test_an_answer_to_the_open_question_does_not_interrupt(
    message: str, language: str, kind: str, without: str
) -> None:
    heard = WORDS.hear(message, language)

    assert heard is not None
    assert heard.intent == without
    assert WORDS.hear(message, language, frozenset({kind})) is None


@pytest.mark.parametrize("message", ["pause", "remind me later", "/pause", "stop", "shqip ju lutem", "/language"])
def test_a_wish_interrupts_a_question_about_dates(message: str) -> None:
    assert WORDS.hear(message, "sq", frozenset({"dates"})) is not None


@pytest.mark.parametrize(
    ("message", "language", "intent"),
    [
        ("بس", "ar", "stop"),
        ("خلاص", "ar", "stop"),
        ("በቃ", "am", "stop"),
        ("gata", "ro", "stop"),
        ("don't stop sending me messages", "en", "stop"),
        ("stop sending me messages and delete my data", "en", "stop"),
        ("mesaj göndermeyin demedim size", "tr", "stop"),
        ("no", "pl", "no"),
        ("da", "de", "yes"),
        ("ja ja", "nl", "yes"),
    ],
)
def test_asks_back_when_unsure(message: str, language: str, intent: str) -> None:
    heard = WORDS.hear(message, language, ANSWERS)

    assert heard is not None
    assert (heard.intent, heard.certain) == (intent, False)


MAY_MEAN_STOP = [
    ("no, stop writing", "en"),
    ("no no stop", "en"),
    ("No! Stop!", "nl"),
    ("do not stop writing to me", "en"),
    ("don't write to me", "en"),
    ("nee, stop met schrijven", "nl"),
    ("non, arrête d'écrire", "fr"),
    ("nein, hör auf zu schreiben", "de"),
    ("no, deja de escribir", "es"),
    ("no, smettila di scrivere", "it"),
    ("όχι, σταμάτα να γράφεις", "el"),
    ("não, pare de escrever", "pt"),
    ("nu, oprește mesajele", "ro"),
    ("не, спри да пишеш", "bg"),
    ("nie, przestań pisać", "pl"),
    ("jo, ndalo së shkruari", "sq"),
    ("hayır, yazmayı bırak", "tr"),
    ("لا، توقف عن الكتابة", "ar"),
    ("ні, припиніть писати", "uk"),
    ("нет, хватит писать", "ru"),
    ("نه، دیگر ننویس", "fa_AF"),
    ("نه، لیکل بند کړه", "ps"),
    ("نہیں، لکھنا بند کرو", "ur"),
    ("maya, jooji qorista", "so"),
    ("ኣይፋል፣ ምጽሓፍ ደው በል", "ti"),
    ("አይ፣ መጻፍ አቁም", "am"),
    ("na, nivîsandinê bisekine", "kmr"),
]


@pytest.mark.parametrize(("message", "language"), MAY_MEAN_STOP)
@pytest.mark.parametrize("profile", ["own", "en", "ti"])
def test_asks_back_about_what_may_be_a_stop_in_each_language(message: str, language: str, profile: str) -> None:
    heard = WORDS.hear(message, language if profile == "own" else profile)

    assert heard is not None
    assert (heard.intent, heard.certain) == ("stop", False)


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("stop this", "en"),
        ("Please stop this!", "en"),
        ("stop that", "en"),
        ("stop all this please", "en"),
        ("stop hiermee", "nl"),
        ("arrêtez ça s'il vous plaît", "fr"),
        ("bunu durdur", "tr"),
        ("أوقف هذا", "ar"),
        ("припиніть це", "uk"),
    ],
)
def test_asks_back_about_stop_this_where_that_is_all_that_she_says(message: str, language: str) -> None:
    heard = WORDS.hear(message, language)

    assert heard is not None
    assert (heard.intent, heard.certain) == ("stop", False)


def test_each_language_has_words_that_may_be_a_stop() -> None:
    assert {language for _, language in MAY_MEAN_STOP} == set(REFERENCE["LANGS"])
    assert {wish.language for wish in WORDS.lexicon.wishes} == set(REFERENCE["LANGS"])


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("don't stop", "en"),
        ("niet stoppen", "nl"),
        ("n'arrête pas", "fr"),
        ("hör nicht auf", "de"),
        ("no pares", "es"),
        ("non smettere", "it"),
        ("μη σταματάς", "el"),
        ("nu te opri", "ro"),
        ("не спирай", "bg"),
        ("nie przestawaj", "pl"),
        ("mos ndalo", "sq"),
        ("durma", "tr"),
        ("لا تتوقف", "ar"),
        ("не зупиняйся", "uk"),
        ("не останавливайся", "ru"),
        ("بس نکن", "fa_AF"),
        ("مه بندوه", "ps"),
        ("بند مت کرو", "ur"),
        ("ha joojin", "so"),
        ("ደው ኣይትበል", "ti"),
        ("አታቁም", "am"),
        ("nesekine", "kmr"),
        ("where is the bus stop", "en"),
        ("stop racism", "en"),
        ("never stop", "en"),
        ("never stop this", "en"),
        ("they should stop this", "en"),
        ("stop this noise", "en"),
        ("The stop is at school, I write a letter", "en"),
        ("para mandar mensajes", "es"),
        ("بس، انا هنا", "ar"),
    ],
)
def test_who_says_go_on_or_tells_of_something_else_is_not_asked(message: str, language: str) -> None:
    assert WORDS.hear(message, language) is None


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("in English please", "en"),
        ("nederlands", "nl"),
        ("fol shqip", "sq"),
        ("دری", "fa_AF"),
        ("ትግርኛ", "ti"),
        ("فارسی", ""),
        ("kurdî", ""),
        ("change language", ""),
        ("ik spreek geen nederlands", ""),
    ],
)
def test_names_the_language_that_is_wanted_only_when_it_is_clear(message: str, wanted: str) -> None:
    heard = WORDS.hear(message)

    assert heard is not None
    assert (heard.intent, heard.wanted) == ("language", wanted)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_certain_at_any_time(command: str) -> None:
    expected = Heard(COMMANDS[command])

    for message in (f"/{command}", f" /{command.upper()}@brug_bot\n"):
        assert WORDS.hear(message, "nl", ANSWERS | {"dates", "languages"}) == expected


@pytest.mark.parametrize(
    "message",
    [
        "hello! Stop please, thanks",
        "STOP STOP stop!!!",
        "\u2067stop\u2069",
        "ＳＴＯＰ",
        "\ud800stop\x00",
        "stop" + " !" * 2000,
    ],
)
def test_a_stop_is_heard_however_the_phone_dresses_it(message: str) -> None:
    assert WORDS.hear(message) == WORDS.hear("stop") == Heard("stop", True, ("en", "nl"))


@pytest.mark.parametrize("message", ["درې", "", "\x00", "/start", "👍", "stop " + "x" * 300, "naam", "don't stop"])
def test_leaves_to_the_flow_what_is_no_global_word(message: str) -> None:
    assert WORDS.hear(message) is None


def test_thumbs_answer_an_open_question_and_nothing_else() -> None:
    assert WORDS.hear("👍🏽", "bg", frozenset({"yes_no"})) == Heard("yes")
    assert WORDS.hear("👎", "bg", frozenset({"yes_no"})) == Heard("no")
    assert WORDS.hear("👍👎", "bg", frozenset({"yes_no"})) is None


@given(st.text(st.characters(exclude_categories=()), max_size=300), LANGUAGES, KINDS)
def test_any_text_is_survived(text: str, language: str, kinds: frozenset[str]) -> None:
    heard = WORDS.hear(text, language, kinds)

    assert heard is None or heard.intent in REFERENCE["INTENTS"]
    assert heard is None or NEEDS.get(heard.intent, "skip") in {"skip", *kinds}
    assert fold(text) == " ".join(fold(text).split())


@settings(max_examples=200)
@given(
    st.sampled_from(ROWS),
    st.sampled_from(["", "!", " ?!", "...", "؟", " 🙏", "\u200f"]),
    st.sampled_from([str, str.upper, str.title, lambda text: f"\u2068{text}\u2069", lambda text: f"« {text} »"]),
    st.data(),
)
def test_case_punctuation_and_courtesies_of_her_language_do_not_change_what_is_heard(
    row: dict[str, str], mark: str, dress: Any, data: st.DataObject
) -> None:
    courtesy = data.draw(st.sampled_from(COURTESIES[row["language"]]))
    plain = WORDS.hear(row["phrase"], row["language"], asked_for(row["intent"]))

    for message in (dress(row["phrase"]) + mark, f"{courtesy}, {dress(row['phrase'])}{mark}"):
        assert WORDS.hear(message, row["language"], asked_for(row["intent"])) == plain


@given(st.text(max_size=60))
def test_folds_as_the_lexicon_does(text: str) -> None:
    known = "".join(char for char in text if REFERENCE["unicodedata"].category(char)[0] != "C")

    assert fold(known) == REFERENCE["strict"](known)
    assert loose(known) == REFERENCE["loose"](known)


@pytest.mark.parametrize("text", ["x", " ", "!", "\u0301", "ﷺ", "stop ", "ok "])
def test_a_megabyte_takes_no_time(text: str) -> None:
    huge = text * 1_000_000
    start = time.process_time()
    WORDS.hear(huge, "en", ANSWERS)
    fold(huge)

    assert time.process_time() - start < 0.05


def test_each_ambiguous_phrase_is_in_the_lexicon() -> None:
    known = {(loose(row["phrase"]), row["intent"]) for row in ROWS}

    assert known.issuperset(WORDS.lexicon.cautions)


def test_the_lexicon_finds_no_error_in_itself(check: "subprocess.Popen[str]") -> None:
    output, _ = check.communicate(timeout=60)

    assert check.returncode == 0
    assert output.splitlines()[-1].endswith(" 0 unlisted; 0 errors")


def test_a_row_that_a_native_speaker_marked_counts_as_reviewed_and_no_other(tmp_path: Path) -> None:
    for table in TABLES:
        shutil.copyfile(LEXICON / f"{table}.tsv", tmp_path / f"{table}.tsv")
    head, first, *rest = (LEXICON / "stopping.tsv").read_text("utf-8").splitlines()
    (tmp_path / "stopping.tsv").write_text("\n".join([head, f"{first}Rosie, 2026-11-23", *rest]) + "\n", "utf-8")

    counts = reviews(tmp_path)

    assert (counts["stopping"].rows, counts["stopping"].unreviewed) == (len(rest) + 1, len(rest))
    assert all(counts[table].unreviewed == counts[table].rows > 0 for table in TABLES if table != "stopping")


WHAT_THE_DESK_QUOTES = (
    "It never appears in the chat. But who asks “what do you know about me?” has the right to read it: write it so."
)


@pytest.mark.parametrize("language", sorted(catalogues().languages))
def test_the_question_that_the_desk_says_people_ask_is_understood(language: str) -> None:
    quoted = re.search("[“«„](.+?)[”»]", catalogues()(language, WHAT_THE_DESK_QUOTES))
    assert quoted

    assert WORDS.hear(quoted[1].strip(), language) == Heard("my_data", True, (language,))
