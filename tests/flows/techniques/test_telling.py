"""A result is told in one message that one reads aloud, and drawn from the same rows."""

from collections.abc import Mapping

import pytest

from flows.model import Value
from flows.registry import all_techniques
from flows.techniques.model import DOWN, STILL, UP, Published, Technique
from flows.techniques.telling import NO_WORDS, Shown, message, result_of, shown
from tests.flows.techniques.player import OWN

FEW = "Fewer than 5 people answered. Then we show no numbers, so that nobody is recognised."
HIDDEN = "Small numbers are not shown, so that nobody is recognised."
TECHNIQUES = [pytest.param(one, id=key) for key, one in sorted(all_techniques().items())]


def in_english(text: str, values: Mapping[str, Value]) -> str:
    return text.format_map(values) if values else text


def told(key: str, part: str, answered: int, **counts: int | None) -> str:
    return message(result_of(all_techniques()[key], [{part: Published(part, answered, counts)}], OWN), in_english)


def test_options_are_told_with_bars_the_most_first() -> None:
    assert told("single", "choice", 24, o1=6, o2=12, o3=6).split("\n") == [
        "▇▇▇▇ 12  Trees",
        "▇▇ 6  Bus",
        "▇▇ 6  Light",
        "24 people answered.",
    ]


def test_a_hidden_number_is_not_told_and_a_sentence_says_why() -> None:
    assert told("single", "choice", 24, o1=None, o2=12, o3=None).split("\n") == [
        "▇▇▇▇ 12  Trees",
        "Bus: not shown",
        "Light: not shown",
        "24 people answered.",
        HIDDEN,
    ]


def test_where_all_are_hidden_only_how_many_answered_is_told() -> None:
    assert told("single", "choice", 24, o1=None, o2=None, o3=None) == f"24 people answered.\n{HIDDEN}"


def test_where_too_few_answered_nothing_is_told() -> None:
    assert told("single", "choice", 0) == FEW


def test_dots_are_drawn_beside_the_largest_and_called_dots() -> None:
    assert told("dot_voting", "dot", 24, o1=40, o2=20, o3=10).split("\n") == [
        "▇▇▇▇▇▇▇▇ 40  Bus",
        "▇▇▇▇ 20  Trees",
        "▇▇ 10  Light",
        "24 people answered.",
        "The numbers are dots.",
    ]


def test_a_scale_keeps_its_order() -> None:
    counts = {"7-10": 6, "4-6": 8, "0-3": 10}

    lines = told("participation_thermometer", "degree", 24, **counts).split("\n")

    assert lines[:3] == ["▇▇ 6  7-10", "▇▇▇ 8  4-6", "▇▇▇ 10  0-3"]


def test_the_ends_of_a_scale_are_told_in_the_words_of_the_coordinator() -> None:
    counts = {str(step): 5 for step in range(1, 6)}
    told = result_of(all_techniques()["scale"], [{"degree": Published("degree", 25, counts)}], ends=("bad", "good"))

    assert [row.option.label for row in told[0].rows] == ["1 (bad)", "2", "3", "4", "5 (good)"]


def test_faces_are_told_in_bands() -> None:
    assert told("mood_barometer", "face", 24, good=16, so_so=None, bad=None).split("\n")[:3] == [
        "▇▇▇▇▇ 16  😀🙂 Good",
        "😐 So-so: not shown",
        "🙁😞 Not so good: not shown",
    ]


def test_where_bands_show_nothing_the_best_face_stands_beside_all_others() -> None:
    assert told("mood_barometer", "face", 24, best=12, rest=12).split("\n")[:2] == [
        "▇▇▇▇ 12  😀 Very good",
        "▇▇▇▇ 12  🙂😐🙁😞 Another face",
    ]


def test_a_result_that_was_published_face_by_face_is_told_as_it_was() -> None:
    counts = {"5": 12, "4": 7, "3": None, "2": None, "1": None}

    assert told("mood_barometer", "face", 24, **counts).split("\n")[:3] == [
        "▇▇▇▇ 12  😀 Very good",
        "▇▇ 7  🙂 Good",
        "😐 So-so: not shown",
    ]


@pytest.mark.parametrize(
    ("counts", "labels"),
    [
        ({"1-2": 5, "3": 9, "4-5": 10}, ["1-2 (bad)", "3", "4-5 (good)"]),
        ({"1-4": 12, "5": 12}, ["1-4", "5 (good)"]),
    ],
)
def test_the_bands_of_a_scale_have_its_ends_too(counts: dict[str, int], labels: list[str]) -> None:
    told = result_of(all_techniques()["scale"], [{"degree": Published("degree", 24, counts)}], ends=("bad", "good"))

    assert [row.option.label for row in told[0].rows] == labels


def test_of_many_options_six_are_told() -> None:
    part = all_techniques()["single"].parts[0]
    many = tuple(type(OWN[0])(f"o{n}", f"Option {n}", literal=True) for n in range(12))
    counts = {option.id: 5 + n for n, option in enumerate(many)}

    lines = message([shown(part, Published("choice", 126, counts), many)], in_english).split("\n")

    assert [line.split("  ")[-1] for line in lines[:6]] == [f"Option {n}" for n in range(11, 5, -1)]
    assert lines[6] == "And 6 more."


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (UP, "The group moved to: I agree."),
        (DOWN, "The group moved to: I disagree."),
        (STILL, "The group stands nearly as before."),
    ],
)
def test_the_second_round_of_temperature_shows_the_first_and_where_the_group_moved(shift: str, sentence: str) -> None:
    first = Published("place", 24, {"agree": 8, "between": 10, "disagree": 6})
    second = Published("place", 24, {"agree": 13, "between": 5, "disagree": 6})

    shown = result_of(all_techniques()["temperature"], [{"place": first}, {"place": second}], shift=shift)

    assert message(shown, in_english).split("\n") == [
        "▇▇▇▇ 13 (before: 8)  🟩 I agree",
        "▇▇ 5 (before: 10)  🟡 In between",
        "▇▇ 6 (before: 6)  🟥 I disagree",
        "24 people answered.",
        sentence,
    ]


def test_where_the_second_round_is_hidden_the_first_one_stays() -> None:
    first = Published("place", 24, {"agree": 8, "between": 10, "disagree": 6})
    second = Published("place", 24, dict.fromkeys(first.counts))

    lines = message(result_of(all_techniques()["temperature"], [{"place": first}, {"place": second}]), in_english)

    assert lines.split("\n")[0] == "▇▇▇ 8  🟩 I agree"


def test_words_are_told_as_far_as_a_human_passed_them() -> None:
    technique = all_techniques()["roses_and_thorns"]

    assert message(result_of(technique, [], words={"rose": ["The food", "x" * 400]}), in_english).split("\n") == [
        "What was good",
        "“The food”",
        f"“{'x' * 299}…”",
    ]
    assert NO_WORDS in message(result_of(technique, []), in_english)


def test_how_many_answered_and_why_some_is_hidden_is_said_once() -> None:
    survey = all_techniques()["meeting_survey"]
    tables = {part.name: Published(part.name, 24, {"5": 12, "4": 12}) for part in survey.parts}

    told = message(result_of(survey, [tables]), in_english)

    assert told.count("24 people answered.") == 1
    assert told.count(HIDDEN) == 1


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_has_a_result_to_tell_whatever_is_known(technique: Technique) -> None:
    full = {
        part.name: Published(part.name, 50, dict.fromkeys(_ids(technique, part.name), 25)) for part in technique.parts
    }
    words = {part.name: ["My words"] for part in technique.parts}

    for rounds in ([], [full], [full, full]):
        parts: tuple[Shown, ...] = result_of(technique, rounds, OWN, words if rounds else {})
        assert [one.heading for one in parts] == [part.heading for part in technique.parts]
        assert message(parts, in_english).strip()
        assert all(row.share is None or 0 <= row.share <= 1 for one in parts for row in one.rows)


def _ids(technique: Technique, name: str) -> list[str]:
    part = technique.part(name)
    assert part is not None
    return [band.option.id for band in part.bands] or [one.id for one in part.options] or [one.id for one in OWN]
