"""`brug lab pilot | recommendation`: pilots and recommendations from the command line."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.bot.test_commands import Brug, Said

LAB = ("lab", "new", "--name", "N", "--city", "C", "--timezone", "Europe/Brussels", "--languages", "nl,ar")
CAFE = {
    "name": {"nl": "Taalcafé", "ar": "مقهى"},
    "goal": {"nl": "20 mensen spreken"},
    "measure": {"nl": "We tellen"},
    "ends_on": "2027-05-31",
    "state": "running",
    "milestones": [{"words": {"nl": "De eerste avond"}, "due_on": "2027-03-01"}],
}


@pytest.fixture
def brug(tmp_path: Path) -> Brug:
    return Brug(tmp_path / "data")


def written(folder: Path, name: str, value: Any) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(value), "utf-8")
    return str(path)


def said(brug: Brug, *lines: Sequence[str]) -> list[Said]:
    """In a new lab: number 1."""
    made, *rest = brug.each(LAB, *lines)
    assert made.code == 0, made.err
    return rest


def test_a_pilot_and_a_recommendation_live_their_life(brug: Brug, tmp_path: Path) -> None:
    classes = {"words": {"nl": "Taallessen"}, "sources": ["pilot:1"]}
    adopted = {"state": "adopted", "reason": {"nl": "De raad stemde ervoor."}}
    pilot, listed, added, changed, again, final = said(
        brug,
        ("lab", "pilot", "add", "--lab", "1", written(tmp_path, "pilot", CAFE), "--json"),
        ("lab", "pilot", "list", "--lab", "1"),
        ("lab", "recommendation", "add", "--lab", "1", written(tmp_path, "classes", classes), "--json"),
        ("lab", "recommendation", "change", "1", written(tmp_path, "adopted", adopted), "--json"),
        ("lab", "recommendation", "change", "1", written(tmp_path, "adopted", adopted)),
        ("lab", "recommendation", "list", "--lab", "1"),
    )

    assert pilot.data == CAFE | {
        "id": 1,
        "lab": 1,
        "budget": "",
        "team": [],
        "milestones": [{"id": 1, "words": {"nl": "De eerste avond"}, "due_on": "2027-03-01", "reached_on": None}],
        "missing": {},
    }
    assert listed.out == "1  Taalcafé  running\n"
    assert added.data == classes | {"id": 1, "lab": 1, "state": "proposed", "people": 0}
    assert changed.data == classes | {"id": 1, "lab": 1, "state": "adopted", "people": 0, "left_out": {}}
    assert (again.code, again.err) == (2, "That is its state already. Choose what it is now.\n")
    assert final.out == "1  adopted  people: 0  Taallessen\n"


def test_what_cannot_be_is_one_sentence(brug: Brug, tmp_path: Path) -> None:
    def pilot(name: str, value: Any) -> tuple[str, ...]:
        return ("lab", "pilot", "add", "--lab", "1", written(tmp_path, name, value))

    def recommendation(name: str, value: Any) -> tuple[str, ...]:
        return ("lab", "recommendation", "add", "--lab", "1", written(tmp_path, name, value))

    found = said(
        brug,
        pilot("list", []),
        pilot("number", {"name": {"nl": 3}}),
        pilot("nameless", {"name": {"nl": " "}}),
        pilot("klingon", {"name": {"tlh": "x"}}),
        pilot("day", CAFE | {"ends_on": "soon"}),
        pilot("team", CAFE | {"team": [7]}),
        pilot("step", CAFE | {"milestones": [{"words": {}}]}),
        recommendation("empty", {"words": {}}),
        recommendation("source", {"words": {"nl": "x"}, "sources": ["task:9"]}),
        recommendation("strange", {"words": {"nl": "x"}, "sources": ["meeting:9"]}),
        ("lab", "recommendation", "change", "5", written(tmp_path, "x", {"state": "done", "reason": {"nl": "x"}})),
        ("lab", "recommendation", "change", "5", written(tmp_path, "y", {"state": "done"})),
        ("lab", "pilot", "list", "--lab", "9"),
    )

    assert {one.code for one in found} == {2}
    beginnings = [one.err.partition(".")[0] for one in found]
    assert beginnings == [
        "The file does not hold a pilot",
        "The file does not hold a pilot",
        "A pilot needs a name, in one language at least",
        "Brug does not speak tlh",
        "The file does not hold a pilot",
        "There is nobody with the number 7 in lab 1",
        "A milestone needs words, 200 letters at most in each language",
        "Write the recommendation, in one language at least",
        "There is no task:9 in lab 1",
        "“meeting:9” is not where a recommendation comes from",
        "There is no recommendation 5",
        "The file does not hold a change",
        "There is no lab 9",
    ]
