"""`brug rehearse` as people and scripts use it."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import structlog
from typer.testing import CliRunner

from bot import contacting
from bot.commands import all_commands
from lab.touchpoints import DEFAULT_PLAN, dump_plan
from scheduler.cadence import Send
from tests.bot.test_commands import Brug
from tests.fakes.processes import ROOT

SMALL = ("rehearse", "--people", "3", "--months", "1", "--seed", "5")


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """The command says what is logged, and a test of it runs in this process."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
def brug(tmp_path: Path) -> Brug:
    """What is asked of it runs in a process that stays: a start takes as long as a small rehearsal."""
    return Brug(tmp_path / "data")


def apart(*arguments: str, hash_seed: str) -> subprocess.CompletedProcess[str]:
    """A process of its own: its sets are in an order of their own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={"PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def played(brug: Brug, *options: str) -> str:
    """What is printed of it."""
    [said] = brug.each((*SMALL, *options))
    return said.out


def test_the_same_seed_prints_the_same_to_the_last_letter(tmp_path: Path) -> None:
    picture = ("--picture", str(tmp_path / "year.svg"))
    arguments = (*SMALL, "--events", "moves,outage,dst,blocked", "--verbose", *picture)

    first, drawn = apart(*arguments, hash_seed="1"), (tmp_path / "year.svg").read_bytes()
    second, again = apart(*arguments, hash_seed="2"), (tmp_path / "year.svg").read_bytes()

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert drawn == again


def test_it_says_who_got_what_when_and_in_which_language(brug: Brug) -> None:
    said = played(brug, "--person", "1")

    assert "Week of 04 January 2027" in said
    assert "invitation" in said
    assert "[fa_AF]" in said
    assert " 2 Selam" not in said.partition("3 people who do not exist")[0]
    assert "Everything that must hold, held." in said


def test_json_is_for_programs(brug: Brug) -> None:
    told = json.loads(played(brug, "--json"))

    assert [one["number"] for one in told["people"]] == [1, 2, 3]
    assert told["violations"] == []
    assert told["kinds"]["invitation"]["sent"] > 0
    assert told["promises"]["kept"] > 0
    assert told["promises"]["late"] + told["promises"]["broken"] == len(told["late_promises"])


def test_the_picture_has_a_row_for_everybody_and_a_legend(brug: Brug, tmp_path: Path) -> None:
    played(brug, "--picture", str(tmp_path / "year.svg"))
    picture = ElementTree.parse(tmp_path / "year.svg").getroot()

    texts = ["".join(one.itertext()) for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in texts if text.startswith(("1 ", "2 ", "3 "))]
    assert "Invitation" in texts
    assert "silent 14 days and longer" in texts


def test_a_plan_and_a_policy_are_played_before_anybody_real_meets_them(brug: Brug, tmp_path: Path) -> None:
    plan, policy = tmp_path / "plan.json", tmp_path / "policy.json"
    plan.write_text(json.dumps([one for one in dump_plan(DEFAULT_PLAN) if one["kind"] != "preparation"]), "utf-8")
    policy.write_text(json.dumps({"floor_days": 10}), "utf-8")

    told = json.loads(played(brug, "--plan", str(plan), "--policy", str(policy), "--json"))

    assert "invitation" in told["kinds"]
    assert "preparation" not in told["kinds"]
    assert told["violations"] == []


@pytest.mark.parametrize(
    ("option", "held", "sentence"),
    [
        ("--policy", {"floor_days": 2}, "longer for a message (days: 6) than you allow (days: 2)"),
        ("--plan", [{"kind": "reminder_day", "audience": "all", "days": -1, "at": "23:00"}], "would wake people"),
    ],
)
def test_what_cannot_hold_is_not_played(brug: Brug, tmp_path: Path, option: str, held: object, sentence: str) -> None:
    file = tmp_path / "wanted.json"
    file.write_text(json.dumps(held), "utf-8")

    [refused] = brug.each((*SMALL, option, str(file)))

    assert refused.code == 2
    assert sentence in refused.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("--events", "flood"), "There is no event flood."), (("--picture", "year.png"), "The picture is an SVG")],
)
def test_what_does_not_exist_is_refused_with_a_sentence(brug: Brug, arguments: tuple[str, ...], sentence: str) -> None:
    [refused] = brug.each((*SMALL, *arguments))

    assert refused.code == 2
    assert sentence in refused.err


def test_a_broken_rule_is_an_exit_code_and_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacting, "decide", lambda due, *_: {one.id: Send() for one in due})

    done = CliRunner().invoke(all_commands(), [*SMALL])

    assert done.exit_code == 1
    assert "times something happened that must not happen" in done.output
    assert "on the same day as" in done.output
