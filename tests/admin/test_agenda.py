"""The agenda of a meeting while it is written."""

import pytest

from admin.meeting_agenda import edited
from tests.admin.gatherings import FORM, a_meeting, count_of_meetings, meeting_now
from tests.admin.house import Browser, House

LINES = {
    "lines": "3",
    "line0_time": "18:00",
    "line0_kind": "welcome",
    "line0_title_en": "",
    "line1_time": "18:30",
    "line1_kind": "meal",
    "line1_title_en": "Soup",
    "line2_time": "",
    "line2_kind": "",
}


def shown(values: dict[str, str]) -> list[str]:
    many = int(values["lines"])
    return [
        " ".join(filter(None, (values.get(f"line{place}_{end}", "") for end in ("time", "kind", "title_en"))))
        for place in range(many)
    ]


@pytest.mark.parametrize(
    ("pressed", "after"),
    [
        ("add", ["18:00 welcome", "18:30 meal Soup", "", ""]),
        ("up 1", ["18:00 meal Soup", "18:30 welcome", ""]),
        ("down 0", ["18:00 meal Soup", "18:30 welcome", ""]),
        ("remove 0", ["18:30 meal Soup", ""]),
        ("up 0", ["18:00 welcome", "18:30 meal Soup", ""]),
        ("down 2", ["18:00 welcome", "18:30 meal Soup", ""]),
        ("remove 99", ["18:00 welcome", "18:30 meal Soup", ""]),
        ("nonsense x", ["18:00 welcome", "18:30 meal Soup", ""]),
    ],
)
def test_a_button_changes_one_thing_and_the_times_stay(pressed: str, after: list[str]) -> None:
    values = edited({**LINES, "place": "De Krook"}, pressed)

    assert shown(values) == after
    assert values["place"] == "De Krook"


def test_there_is_an_end_to_lines() -> None:
    values: dict[str, str] = dict(LINES)
    for _ in range(40):
        values = edited(values, "add")

    assert values["lines"] == "30"


async def test_a_line_is_added_without_a_script_and_nothing_typed_is_lost(house: House, els: Browser) -> None:
    path = f"/admin/labs/{house.lab_a}/meetings/new"

    page = await els.submit(path, **{**FORM, **LINES, "day": "someday"}, agenda="add")

    assert page.status == 200
    assert page.field("lines") == "4"
    assert page.field("line1_title_en") == "Soup"
    assert page.field("place") == "De Krook"
    assert await count_of_meetings(house) == 0


async def test_a_line_moves_in_a_meeting_that_is_there(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    path = f"/admin/meetings/{meeting.id}/change"
    form = {**FORM, **LINES, "as_shown": (await els.get(path)).field("as_shown")}

    page = await els.submit(path, **form, agenda="up 1")
    assert page.field("line0_title_en") == "Soup"
    assert (await meeting_now(house, meeting.id)).sessions == ()

    await els.submit(path, **{**form, **edited(LINES, "up 1")})
    assert [one.kind for one in (await meeting_now(house, meeting.id)).sessions] == ["meal", "welcome"]
