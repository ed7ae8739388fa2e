"""Many tasks of one kind do not bury the others."""

from dataclasses import replace
from datetime import UTC, datetime

from admin.today_folding import Heap, folded
from admin.today_items import Item

SILENT = Item(
    "Zahra has said nothing for a long time.", "See the chat", "/", datetime(2026, 5, 11, tzinfo=UTC), kind="silent"
)
ASKED = replace(SILENT, sentence="Amina asks a question.", words="When?", kind="question")
CHANNEL = replace(SILENT, sentence="The channel does not work.", kind="")


def test_three_of_a_kind_are_one_line_in_the_place_of_the_first() -> None:
    others = (replace(SILENT, task_id=2), replace(SILENT, task_id=3))

    assert folded([CHANNEL, SILENT, ASKED, *others]) == [Heap(CHANNEL), Heap(SILENT, others), Heap(ASKED)]


def test_few_stand_one_by_one() -> None:
    assert folded([SILENT, SILENT]) == [Heap(SILENT), Heap(SILENT)]


def test_what_somebody_said_and_what_is_late_is_never_folded() -> None:
    late = replace(SILENT, late=True)

    assert folded([ASKED] * 4 + [late] * 4) == [Heap(ASKED)] * 4 + [Heap(late)] * 4
    assert folded([CHANNEL] * 4) == [Heap(CHANNEL)] * 4
