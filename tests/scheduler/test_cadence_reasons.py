"""Every decision can be explained in one sentence."""

import ast
import re
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from lab import policy
from scheduler import cadence, reasons
from scheduler.reasons import DECIDED, NEEDLESS, REASONS, TOO_LATE, WAITING

LONGEST_CODE = 30
"""What a row of the table of contacts has room for."""


def calls_in(module: ModuleType, *names: str) -> list[ast.Call]:
    """The calls of these functions in the source of a module."""
    calls = [node for node in ast.walk(ast.parse(source_of(module))) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in names]


def source_of(module: ModuleType) -> str:
    return Path(str(module.__file__)).read_text("utf-8")


def codes_of_the_gate() -> set[str]:
    """What it writes as a reason, and what the opening hours answer."""
    written = {part for call in calls_in(cadence, "Reason", "_hold") for part in ast.walk(call.args[0])}
    answers = re.findall(r'return "(\w+)"|else "(\w+)"', source_of(policy))
    codes = {str(part.value) for part in written if isinstance(part, ast.Constant)}
    return {"sent", "merged", *codes} | {"".join(pair) for pair in answers} & set(WAITING)


def test_every_code_of_the_gate_has_a_sentence_and_every_sentence_a_code_of_the_gate() -> None:
    assert codes_of_the_gate() == set(WAITING) | set(DECIDED)


def test_no_code_means_two_things_and_each_fits_its_column() -> None:
    assert len(REASONS) == len(WAITING) + len(DECIDED) + len(NEEDLESS)
    assert max(map(len, REASONS)) <= LONGEST_CODE


@pytest.mark.parametrize("code", REASONS)
def test_a_sentence_names_a_moment_where_the_reason_has_one(code: str) -> None:
    names = {name for _, name, _, _ in Formatter().parse(REASONS[code]) if name}

    assert names == ({"until"} if code in WAITING else set())


@pytest.mark.parametrize("sentence", [*REASONS.values(), TOO_LATE])
def test_a_sentence_reads_alike_for_her_and_about_her(sentence: str) -> None:
    words = set(re.findall("[a-z]+", sentence.lower()))

    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert not words & {"she", "her", "hers", "you", "your", "he", "his", "i", "we", "us"}


def test_every_sentence_is_marked_for_translation() -> None:
    marked = [ast.literal_eval(call.args[0]) for call in calls_in(reasons, "N_")]

    assert sorted(marked) == sorted([*REASONS.values(), TOO_LATE])
