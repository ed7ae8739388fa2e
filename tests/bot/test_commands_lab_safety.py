"""`brug lab safety`: help numbers from the command line."""

from pathlib import Path

from tests.bot.test_commands import Brug
from tests.bot.test_commands_lab_year import LAB

SET = ("lab", "safety", "set", "--lab", "1")
BOTH = ("--number", "nl=112 of 1712", "--number", "ar=112")


def test_it_is_switched_on_only_with_numbers_in_every_language_and_a_review(tmp_path: Path) -> None:
    made, staff, bare, unread, nobody, on, shown, changed, off = Brug(tmp_path / "data").each(
        LAB,
        ("staff", "add", "--name", "Els", "--email", "els@example.org", "--role", "coordinator", "--lab", "1"),
        (*SET, "--on", "--number", "nl=112"),
        (*SET, "--on", *BOTH),
        (*SET, "--reviewed-by", "999"),
        (*SET, "--on", *BOTH, "--reviewed-by", "1", "--json"),
        ("lab", "safety", "show", "--lab", "1"),
        (*SET, "--number", "nl=1712"),
        (*SET, "--off", "--number", "nl=1712", "--json"),
    )

    assert made.code == 0
    assert staff.code == 0, staff.err
    assert "Set the help numbers in ar first." in bare.err
    assert "--reviewed-by ID" in unread.err
    assert "There is nobody with the number 999 who works for this lab." in nobody.err
    assert on.data["on"] is True
    assert shown.out.startswith("on, reviewed on")
    assert "nl: 112 of 1712" in shown.out
    assert "--reviewed-by ID" in changed.err, "other numbers are read again before they are used"
    assert off.data["on"] is False
    assert off.data["reviewed_on"] is None
