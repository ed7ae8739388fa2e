"""`brug lab poll list | add | open | close | result`."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.bot.test_commands import Brug, Said

LAB = ("lab", "new", "--name", "N", "--city", "C", "--timezone", "Europe/Brussels", "--languages", "en")
PLACES = [{"en": "Library"}, {"en": "School"}]
POLL = {"technique": "single", "moment": "between", "words": {"en": "Where?"}, "options": PLACES}


@pytest.fixture
def brug(tmp_path: Path) -> Brug:
    return Brug(tmp_path / "data")


def said(brug: Brug, *lines: Sequence[str]) -> list[Said]:
    """In a new lab: number 1."""
    made, *rest = brug.each(LAB, *lines)
    assert made.code == 0, made.err
    return rest


def file(tmp_path: Path, value: Any) -> str:
    path = tmp_path / "poll.json"
    path.write_text(json.dumps(value), "utf-8")
    return str(path)


def test_a_poll_is_added_opened_closed_and_its_result_shown(brug: Brug, tmp_path: Path) -> None:
    added, early, opened, twice, listed, closed, result = said(
        brug,
        ("lab", "poll", "add", file(tmp_path, POLL), "--lab", "1", "--json"),
        ("lab", "poll", "result", "1"),
        ("lab", "poll", "open", "1", "--json"),
        ("lab", "poll", "open", "1"),
        ("lab", "poll", "list", "--lab", "1", "--json"),
        ("lab", "poll", "close", "1", "--json"),
        ("lab", "poll", "result", "1", "--json"),
    )

    assert (added.data["state"], added.data["faults"]) == ("draft", [])
    assert "There is no result yet" in early.err
    assert (opened.data["state"], opened.data["answered"]) == ("open", None)
    assert "opened already" in twice.err
    assert [one["id"] for one in listed.data] == [1]
    assert closed.data["state"] == "closed"
    assert result.data["results"][0]["parts"]["choice"] == {"answered": 0, "counts": {}, "groups": None}


def test_a_draft_says_what_stands_in_its_way(brug: Brug, tmp_path: Path) -> None:
    twins = POLL | {"options": [{"en": "Bus"}, {"en": "BUS"}]}

    added, opened = said(
        brug, ("lab", "poll", "add", file(tmp_path, twins), "--lab", "1"), ("lab", "poll", "open", "1")
    )

    assert "“Bus” and “BUS”" in added.out
    assert opened.code == 2
    assert "“Bus” and “BUS”" in opened.err


@pytest.mark.parametrize(
    "value", [[], {"technique": 3, "words": "x"}, {"words": {}}, {"technique": "single", "options": [1]}]
)
def test_a_file_that_is_no_poll_is_one_sentence(brug: Brug, tmp_path: Path, value: Any) -> None:
    [added] = said(brug, ("lab", "poll", "add", file(tmp_path, value), "--lab", "1"))

    assert added.code == 2
    assert added.err.startswith("The file does not hold a poll.")


def test_an_unknown_poll_lab_or_language_is_one_sentence(brug: Brug, tmp_path: Path) -> None:
    strange = file(tmp_path, POLL | {"words": {"tlh": "nuqDaq?"}})

    missing, lab, language = said(
        brug,
        ("lab", "poll", "close", "9"),
        ("lab", "poll", "list", "--lab", "9"),
        ("lab", "poll", "add", strange, "--lab", "1"),
    )

    assert "There is no poll 9" in missing.err
    assert "There is no lab 9" in lab.err
    assert "does not speak tlh" in language.err
