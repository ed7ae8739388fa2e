"""“What do you plan to send me?”: what will come as things are, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.planned_tellings import MOST
from lab.touchpoints import DEFAULT_PLAN
from lab.wall_time import zone_of
from tests.bot.year import EVENING, Year, at
from tests.conversations import catalogues

WEEK = timedelta(days=7)


@pytest.fixture
def database_url() -> str:
    """SQLite: it only reads."""
    return ""


async def planned(year: Year) -> list[str]:
    """What stands in the list, without the days and the reasons."""
    return [line.partition(": ")[2].partition(" (")[0] for line in await said(year)]


async def said(year: Year) -> list[str]:
    [text] = await year.writes("amina", "/planned")
    return text.splitlines()[1:]


async def test_before_an_answer_nothing_is_listed_that_is_only_for_those_who_come_or_were_absent(year: Year) -> None:
    await year.knows("amina")
    await year.meets()

    assert await planned(year) == [
        "Invitation to a meeting",
        "We prepare the meeting with you",
        "Reminder of a meeting",
        "Reminder of a meeting",
        "What was decided",
    ]


@pytest.mark.parametrize(
    ("answer", "listed"),
    [
        (
            "yes",
            ["Reminder of a meeting"] * 3
            + ["Question before a meeting", "Question after a meeting", "What was decided"],
        ),
        ("no", ["What was decided"]),
    ],
)
async def test_her_answer_decides_what_is_listed(year: Year, answer: str, listed: list[str]) -> None:
    [amina] = await year.knows("amina", prepared_at=at(5, 1))
    meeting = await year.meets()
    await year.until(at(5, 15))

    await year.answered(meeting, amina, answer)

    assert await planned(year) == listed


@pytest.mark.parametrize(("language", "many"), [("nl", 3), ("ti", 2)])
async def test_what_has_no_words_in_her_language_is_not_promised(year: Year, language: str, many: int) -> None:
    dutch = {"nl": "Tot volgende week"}
    await year.keeps(*(replace(one, texts=dutch if one.kind == "reminder_week" else {}) for one in DEFAULT_PLAN))
    await year.knows("amina", language=language, prepared_at=at(5, 1))
    await year.meets()
    await year.until(at(5, 15))

    assert len(await planned(year)) == many


async def test_of_a_long_list_the_rest_is_counted(year: Year) -> None:
    """The questions after the first two meetings go along with what comes next: her weeks are full."""
    [amina] = await year.knows("amina", prepared_at=at(5, 1))
    for n in range(3):
        meeting = await year.meets(EVENING + n * WEEK)
        await year.answered(meeting, amina, "yes")

    *listed, last = await said(year)

    assert (len(listed), last) == (MOST, "And 9 more.")


async def test_who_asks_in_her_own_words_hears_the_same(year: Year) -> None:
    await year.knows("amina")
    await year.meets()

    [asked] = await year.writes("amina", "What do you plan to send me?")

    assert [asked] == await year.writes("amina", "/planned")


async def test_a_day_without_messages_comes_to_those_that_she_named_before(year: Year) -> None:
    await year.knows("amina")

    for said in ("not on Fridays", "not on Mondays", "not on Mondays"):
        await year.writes("amina", said)

    assert (await year.home.person("amina")).facts["days_off"] == [0, 4]


async def test_a_pause_of_two_weeks_begins_at_once(year: Year) -> None:
    await year.knows("amina")

    await year.writes("amina", "pause two weeks")

    assert (await year.home.person("amina")).paused_until == year.home.clock.now() + 2 * WEEK


async def test_her_days_and_hours_are_kept_to_in_the_list(year: Year) -> None:
    """The meeting is on a Thursday: a week before is a Thursday too, and she wants nothing on Thursdays."""
    await year.knows("amina", prepared_at=at(5, 1))
    await year.meets()
    await year.writes("amina", "not on Thursdays")

    text = "".join(await year.writes("amina", "/planned"))

    assert "• Friday 29 May 08:30: Reminder of a meeting" in text
    assert "Thursday 28 May" not in text


async def test_what_comes_too_late_for_a_pause_is_not_listed(year: Year) -> None:
    await year.knows("amina", prepared_at=at(5, 1))
    await year.meets()
    await year.until(at(5, 27, 6))
    await year.writes("amina", "pause two weeks")

    assert await planned(year) == ["What was decided"]


async def test_the_reason_that_is_told_is_why_it_comes_then_and_not_what_held_it_before(year: Year) -> None:
    """It waited until she had finished talking; then she asked for a pause."""
    await year.only("invitation")
    await year.knows("amina", last_in_at=at(5, 14, 15))
    await year.meets()
    year.home.clock.moment = at(5, 14, 15, 30)
    await year.writes("amina", "/help")
    await year.round()

    [talking] = await said(year)
    await year.writes("amina", "pause two weeks")
    [paused] = await said(year)

    assert talking.endswith("(A conversation is going on: this has to wait until Thursday 14 May 18:00.)")
    assert paused.startswith("• Thursday 28 May 17:30: ")
    assert paused.endswith("(Messages are paused: this has to wait until Thursday 28 May 17:30.)")


async def test_the_list_says_when_each_message_comes_where_days_and_weeks_are_full(year: Year) -> None:
    await year.leaves_alone()
    await year.only("reminder_week", "reminder_day")
    await year.knows("amina")
    for starts in (EVENING, EVENING + timedelta(hours=3), EVENING + timedelta(days=1), EVENING + timedelta(days=2)):
        await year.meets(starts, hours=1)
    listed = [line.partition(": ")[0].removeprefix("• ") for line in await said(year)]

    heard = await year.until(at(6, 8))

    local = [moment.astimezone(zone_of("Europe/Brussels")) for moment, _ in heard]
    assert list(dict.fromkeys(listed)) == [catalogues().value("en", moment) for moment in local]
    assert len(listed) == len(local) + 1, "one goes along with another"


async def test_what_waits_says_why(year: Year) -> None:
    await year.only("reminder_day")
    await year.knows("amina")
    for starts in (EVENING, EVENING + timedelta(hours=3)):
        await year.meets(starts, hours=1)

    first, second = await said(year)

    assert first == "• Wednesday 3 June 10:30: Reminder of a meeting"
    assert second.startswith("• Thursday 4 June 08:30: Reminder of a meeting (")
    assert second.endswith(" more important goes first: this has to wait until Thursday 4 June 08:30.)")
