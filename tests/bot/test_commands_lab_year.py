"""`brug lab meeting | decided | talk | quota | policy | plan`: a lab's year, from the command line."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from lab.touchpoints import DEFAULT_PLAN, dump_plan
from tests.bot.test_commands import Brug, Said

LAB = ("lab", "new", "--name", "N", "--city", "C", "--timezone", "Europe/Brussels", "--languages", "nl,ar")
NEXT_YEAR = SystemClock().now().year + 1
ADD = ("lab", "meeting", "add", "--lab", "1", "--phase", "exploration", "--place", "De Krook")


def at(month: int, day: int, clock: str) -> str:
    return f"{NEXT_YEAR}-{month:02}-{day:02}T{clock}"


def times(starts: str, ends: str) -> tuple[str, ...]:
    return ("--starts", starts, "--ends", ends)


def on(month: int, day: int, begins: str = "10:30", ends: str = "16:30") -> tuple[str, ...]:
    return times(at(month, day, begins), at(month, day, ends))


@pytest.fixture
def brug(tmp_path: Path) -> Brug:
    return Brug(tmp_path / "data")


def said(brug: Brug, *lines: Sequence[str]) -> list[Said]:
    """In a new lab: number 1."""
    made, *rest = brug.each(LAB, *lines)
    assert made.code == 0, made.err
    return rest


def test_a_meeting_is_planned_listed_moved_and_cancelled(brug: Brug) -> None:
    added, moved, talk, cancelled, listed, again = said(
        brug,
        (
            *(*ADD, *on(5, 15), "--title", "nl=Ideeën", "--title", "ar=أفكار", "--directions", "nl=Tram 1"),
            *("--session", "10:30=welcome", "--session", "16:00=end", "--capacity", "12", "--interpreters", "ar, ti"),
            *("--latitude", "51.05", "--longitude", "3.73", "--childcare", "--food", "--json"),
        ),
        ("lab", "meeting", "move", "1", *on(5, 22), "--place", "Rabot", "--json"),
        ("lab", "talk", "add", "--lab", "1", "--starts", at(5, 10, "14:00"), "--place", "by phone", "--json"),
        ("lab", "meeting", "cancel", "1"),
        ("lab", "meeting", "list", "--lab", "1", "--json"),
        ("lab", "meeting", "cancel", "1"),
    )

    assert added.data | {"warnings": []} == {
        "id": 1,
        "lab": 1,
        "phase": "exploration",
        "starts": at(5, 15, "10:30"),
        "ends": at(5, 15, "16:30"),
        "timezone": "Europe/Brussels",
        "place": "De Krook",
        "title": {"nl": "Ideeën", "ar": "أفكار"},
        "capacity": 12,
        "decided": [],
        "state": "planned",
        "sequence": 0,
        "warnings": [],
    }
    assert (moved.data["starts"], moved.data["place"], moved.data["sequence"]) == (at(5, 22, "10:30"), "Rabot", 1)
    assert talk.data == {"id": 1, "lab": 1, "starts": at(5, 10, "14:00"), "minutes": 30, "place": "by phone"}
    assert "cancelled" in cancelled.out
    assert [one["state"] for one in listed.data] == ["cancelled"]
    assert (again.code, again.err) == (2, "This meeting is cancelled. Plan a new one.\n")


def test_the_agenda_moves_along_to_other_hours_and_where_it_does_not_fit_is_written_anew(brug: Brug) -> None:
    add = (*ADD, *on(5, 15), "--session", "10:30=welcome", "--session", "16:00=end")
    shorter = ("lab", "meeting", "move", "1", *on(5, 15, "18:00", "21:00"), "--json")
    as_long = ("lab", "meeting", "move", "1", *on(5, 15, "12:30", "18:30"), "--json")

    _, refused, moved, along = said(brug, add, shorter, (*shorter, "--session", "18:00=welcome"), as_long)

    assert (refused.code, "The agenda has a line at 10:30, but" in refused.err) == (2, True)
    assert moved.data["starts"] == at(5, 15, "18:00")
    assert (along.code, along.data["starts"]) == (0, at(5, 15, "12:30"))


def spring_night() -> str:
    """The hour that summer time jumps over: the last Sunday of March."""
    last = date(NEXT_YEAR, 3, 31)
    return at(3, (last - timedelta(days=(last.weekday() + 1) % 7)).day, "02:30")


REFUSED: list[tuple[tuple[str, ...], str]] = [
    ((*ADD, *on(5, 15, "16:30", "10:30")), "The meeting ends before it starts."),
    ((*ADD, *times("2024-05-15T10:30", "2024-05-15T16:30")), "This moment lies in the past."),
    ((*ADD, *on(6, 1, "12:00", "17:00")), "the lab meets already: De Krook."),
    ((*ADD, *on(5, 15), "--timezone", "Europe/Ghent"), "There is no time zone “Europe/Ghent”."),
    ((*ADD, *times(spring_night(), spring_night()[:-5] + "09:00")), "does not exist: the clocks jump"),
    ((*ADD, *times("15 May", "16 May")), "15 May is not a date with a time."),
    (
        (*ADD, *times(at(5, 15, "10:30") + "+02:00", at(5, 15, "16:30"))),
        "Write start and end as the clocks at the place show them",
    ),
    ((*ADD, *on(5, 15), "--phase", "party"), "There is no phase party."),
    ((*ADD, *on(5, 15), "--latitude", "91"), "No map has this place."),
    ((*ADD, *on(5, 15), "--title", "tlh=Qapla"), "Brug does not speak tlh."),
    ((*ADD, *on(5, 15), "--title", "nl="), "There are no words for nl."),
    ((*ADD, *on(5, 15), "--session", "10:30=dance"), "There is no line of the agenda of the kind “dance”."),
    ((*ADD, *on(5, 15), "--session", "ten=welcome"), "ten=welcome is not a line of the agenda."),
    (("lab", "meeting", "add", "--lab", "9", *ADD[5:], *on(5, 15)), "There is no lab 9."),
    (("lab", "meeting", "move", "9", *on(5, 15)), "There is no meeting 9."),
    (("lab", "meeting", "move", "1", *on(5, 15, "16:30", "10:30")), "The meeting ends before it starts."),
    (("lab", "decided", "--meeting", "1", "--lang", "nl", "Ja"), "This meeting has not begun yet"),
    (("lab", "decided", "--meeting", "1", "--lang", "nl", " "), "There is no text."),
    (
        ("lab", "talk", "add", "--lab", "1", "--starts", "2024-05-15T10:30", "--place", "x"),
        "The start lies in the past.",
    ),
    (("lab", "talk", "add", "--lab", "1", "--starts", spring_night(), "--place", "x"), "Clocks jump over that time"),
    (
        ("lab", "talk", "add", "--lab", "1", "--starts", at(5, 1, "10:00"), "--place", "x", "--staff", "9"),
        "nobody with",
    ),
    (("lab", "quota", "put", "--lab", "1", "--person", "1", "--groups", "youth"), "There is no group youth."),
    (("lab", "quota", "put", "--lab", "1", "--person", "9", "--groups", ""), "There is nobody with the number 9"),
    (("lab", "policy", "set", "--lab", "1", "/nowhere.json"), "/nowhere.json cannot be read"),
]


@pytest.mark.parametrize("lines", [REFUSED[::2], REFUSED[1::2]], ids=["one half", "other half"])
def test_what_cannot_be_is_refused_with_what_to_change_and_nothing_is_stored(
    brug: Brug, lines: list[tuple[tuple[str, ...], str]]
) -> None:
    there = (*ADD, *on(6, 1))

    _, *ended, listed, policy = said(
        brug,
        there,
        *(line for line, _ in lines),
        ("lab", "meeting", "list", "--lab", "1", "--json"),
        ("lab", "policy", "show", "--lab", "1", "--json"),
    )

    for one, (line, sentence) in zip(ended, lines, strict=True):
        assert (one.code, one.out) == (2, ""), (line, one)
        assert sentence in one.err, line
    assert [one["starts"] for one in listed.data] == [at(6, 1, "10:30")]
    assert policy.data["floor_days"] == 14


def test_what_should_be_looked_at_is_a_warning_with_its_reason(brug: Brug) -> None:
    early, late = said(brug, (*ADD, *on(5, 15, "08:00", "12:00")), (*ADD, *on(9, 15), "--json"))

    assert "Look at this: “Reminder two hours before” would fall in the quiet hours, at 06:00." in early.out
    assert any("more than six weeks" in warning for warning in late.data["warnings"])


def test_quotas_are_made_changed_and_listed(brug: Brug) -> None:
    made, changed, listed = said(
        brug,
        ("lab", "quota", "set", "--lab", "1", "--key", "youth", "--name", "Jongeren", "--seats", "12", "--json"),
        ("lab", "quota", "set", "--lab", "1", "--key", "youth", "--seats", "10"),
        ("lab", "quota", "list", "--lab", "1", "--json"),
    )

    numbers = {"id": 1, "seats": 12, "filled": 0, "short": 12}
    assert made.data == {"key": "youth", "name": "Jongeren", "names": {}, **numbers}
    assert changed.out == "youth  Jongeren: 0 of 10, 10 short\n"
    assert [(one["name"], one["seats"]) for one in listed.data] == [("Jongeren", 10)]


def test_a_group_gets_a_name_in_each_language_and_keeps_those_that_are_not_given_again(brug: Brug) -> None:
    group = ("lab", "quota", "set", "--lab", "1", "--key", "youth", "--seats", "12")
    made, changed, nothing, unknown, empty, twice, listed = said(
        brug,
        (*group, "--name", "Youth", "--name", "nl=Jongeren", "--name", "fr=Jeunes", "--json"),
        (*group, "--name", "nl=De jeugd", "--json"),
        (*group, "--json"),
        (*group, "--name", "tlh=Qapla"),
        (*group, "--name", "nl="),
        (*group, "--name", "Young", "--name", "Old"),
        ("lab", "quota", "list", "--lab", "1", "--json"),
    )

    assert (made.data["name"], made.data["names"]) == ("Youth", {"nl": "Jongeren", "fr": "Jeunes"})
    assert changed.data == nothing.data == {**made.data, "names": {"nl": "De jeugd", "fr": "Jeunes"}}
    assert [one.code for one in (unknown, empty, twice)] == [2, 2, 2]
    assert "Brug does not speak tlh." in unknown.err
    assert "There are no words for nl." in empty.err
    assert "Young and Old: give one name, and others by language, like nl=Jongeren." in twice.err
    assert listed.data == [changed.data]


def in_files(folder: Path, values: Sequence[Any]) -> list[str]:
    paths = [folder / f"{number}.json" for number in range(len(values))]
    for path, value in zip(paths, values, strict=True):
        path.write_text(value if isinstance(value, str) else json.dumps(value))
    return [str(path) for path in paths]


def test_a_policy_is_set_from_what_show_prints_and_a_wrong_one_is_refused(brug: Brug, tmp_path: Path) -> None:
    good, empty, *wrong = in_files(
        tmp_path,
        [
            {"floor_days": 20, "silence_days": 25, "rest_days": [6], "quiet_from": "20:00"},
            {},
            {"floor_days": 2, "a_week": 1},
            {"flor_days": 2},
            {"floor_days": "2"},
            {"quiet_to": "late"},
            {"rest_days": [6.5]},
            [1],
            "{",
            {"quiet_to": "18:00"},
        ],
    )

    done, *refused, shown, reset = said(
        brug,
        ("lab", "policy", "set", "--lab", "1", good, "--json"),
        *(("lab", "policy", "set", "--lab", "1", path) for path in wrong),
        ("lab", "policy", "show", "--lab", "1", "--json"),
        ("lab", "policy", "set", "--lab", "1", empty, "--json"),
    )

    assert done.data == shown.data
    assert shown.data | {"floor_days": 0} == {
        "floor_days": 0,
        "silence_days": 25,
        "a_day": 1,
        "a_week": 3,
        "quiet_from": "20:00",
        "quiet_to": "08:30",
        "rest_days": [6],
        "nudges": 2,
        "answer_days": 5,
    }
    assert [(one.code, one.out) for one in refused] == [(2, "")] * len(wrong)
    assert "longer for a message (days: 8) than you allow (days: 2)" in refused[0].err
    assert refused[1].err.startswith("A policy has no flor_days.")
    assert all(one.err.startswith("The file does not hold a policy.") for one in refused[2:6])
    named = ("Look at floor_days.", "Look at quiet_to.", "Look at rest_days.")
    assert all(words in one.err for words, one in zip(named, refused[2:5], strict=True))
    assert "Look at" not in refused[5].err, "nothing of it is like a policy"
    assert "is not JSON" in refused[6].err
    assert "would wake people" in refused[7].err
    assert reset.data["floor_days"] == 14


def test_a_plan_is_set_from_what_show_prints_and_a_wrong_one_is_refused(brug: Brug, tmp_path: Path) -> None:
    plan = dump_plan(DEFAULT_PLAN)
    shorter = [one | {"texts": {"nl": "Kom je?"}} for one in plan[:3]]
    good, *wrong = in_files(
        tmp_path,
        [
            shorter,
            [plan[0] | {"at": "23:30"}],
            [plan[0], plan[0]],
            [plan[0] | {"days": 3}],
            [plan[0] | {"kind": "party"}],
            [plan[0] | {"texts": {"tlh": "Qapla"}}],
            [plan[0] | {"days": "soon"}],
            [plan[0] | {"on": "yes"}],
            {"kind": "invitation"},
            {},
            [],
            [1],
            "null",
        ],
    )

    before, done, *refused, after = said(
        brug,
        ("lab", "plan", "show", "--lab", "1", "--json"),
        ("lab", "plan", "set", "--lab", "1", good),
        *(("lab", "plan", "set", "--lab", "1", path) for path in wrong),
        ("lab", "plan", "show", "--lab", "1", "--json"),
    )

    assert before.data == plan
    assert done.out.splitlines()[0] == "invitation: all, -21 days at 17:30 from the start, own words in nl"
    assert after.data == shorter
    assert [(one.code, one.out) for one in refused] == [(2, "")] * len(wrong)
    starts = (
        "would wake people",
        "is in the plan twice",
        "has begun",
        "There is no message of the kind",
        "does not speak tlh",
    )
    assert all(words in one.err for words, one in zip(starts, refused, strict=False))
    assert all(one.err.startswith("The file does not hold a plan.") for one in refused[5:])
    assert all("Look at invitation." in one.err for one in refused[5:7])
    assert "Look at line 1." in refused[10].err
