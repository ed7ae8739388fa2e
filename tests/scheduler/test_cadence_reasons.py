"""Every decision can be explained in one sentence."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from lab import policy
from locales.update import collect
from scheduler import cadence
from scheduler.reasons import DECIDED, NEEDLESS, REASONS, TOO_LATE, WAITING

LONGEST_CODE = 30
"""What a row of the table of contacts has room for."""


def words_of(module: object, *functions: str) -> set[str]:
    """All single words in quotes, in a module or in some of its functions."""
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))  # type: ignore[attr-defined]
    chosen = [node for node in ast.walk(tree) if not functions or getattr(node, "name", "") in functions]
    found = {part.value for node in chosen for part in ast.walk(node) if isinstance(part, ast.Constant)}
    return {str(word) for word in found if re.fullmatch("[a-z_]+", str(word))}


def codes_of_the_gate() -> set[str]:
    """What it writes as the first argument of a reason, or gets from the opening hours."""
    tree = ast.parse(Path(cadence.__file__).read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("Reason", "_hold")]
    found = {part.value for call in named for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant)}
    closed = words_of(policy, "closed_by") & set(WAITING)
    return {"sent", "merged"} | closed | {str(code) for code in found if re.fullmatch("[a-z_]+", str(code))}


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
    assert {TOO_LATE, *REASONS.values()} <= {str(message.id) for message in collect()}
