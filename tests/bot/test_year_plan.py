"""What follows from a meeting: once for everybody, whoever plans it, and as the lab wants it."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.planned_tellings import KINDS as NAMES
from lab.touchpoints import DEFAULT_PLAN, PRIORITIES, Touchpoint
from tests.bot.year import Year, at, texts
from tests.house import House

KINDS = [touchpoint.kind for touchpoint in DEFAULT_PLAN]


@pytest.fixture
def database_url() -> str:
    """SQLite: what the databases differ in is tried in test_year_together.py."""
    return ""


@pytest.fixture
def year(home: House) -> Year:
    return Year(home)


def own_words(kind: str, **words: str) -> list[Touchpoint]:
    return [replace(one, texts=words) if one.kind == kind else one for one in DEFAULT_PLAN]


async def test_everything_that_follows_from_a_meeting_is_planned_once_however_often(year: Year) -> None:
    await year.knows("amina", "bilal")

    await year.meets()
    again = [await year.plan() for _ in range(3)]

    assert again == [0, 0, 0]
    assert Counter(row.kind for row in await year.contacts()) == Counter(KINDS * 2)


async def test_who_joins_later_gets_hers(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()
    await year.until(meeting.starts_at - timedelta(days=5))
    [bilal] = await year.knows("bilal")

    await year.plan()

    late = await year.contacts(who=bilal)
    assert [row.kind for row in late] == [kind for kind in KINDS if kind != "reminder_week"]
    assert all(row.due_at >= year.home.clock.now() for row in late)


async def test_nobody_but_active_participants_is_planned_for(year: Year) -> None:
    await year.knows("amina", standing="waiting_guardian", age_band="under_16")
    await year.knows("bilal", standing="stopped")
    await year.knows("farid", role="outreach_worker")

    await year.meets()

    assert await year.contacts() == []


async def test_what_the_lab_switches_off_is_not_sent(year: Year) -> None:
    await year.knows("amina")
    meeting = await year.meets()

    await year.keeps(*(replace(one, on=one.kind != "invitation") for one in DEFAULT_PLAN))
    await year.until(meeting.starts_at - timedelta(days=15))

    assert year.home.said("amina") == []


async def test_other_offsets_of_the_lab_hold_for_what_is_planned_already(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    [before] = await year.contacts("invitation")

    await year.keeps(*(replace(one, days=-18) if one.kind == "invitation" else one for one in DEFAULT_PLAN))
    await year.plan()

    [after] = await year.contacts("invitation")
    assert after.due_at - before.due_at == timedelta(days=3)
    assert await year.plan() == 0


async def test_the_lab_s_own_words_take_the_place_of_ours(year: Year) -> None:
    await year.keeps(*own_words("invitation", en="Come and eat with us!", nl="Kom met ons eten!"))
    await year.knows("amina")
    await year.knows("celine", language="nl")
    await year.meets()

    await year.until(at(5, 15))

    assert texts(year.heard["amina"]) == ["Come and eat with us!"]
    assert texts(year.heard["celine"]) == ["Kom met ons eten!"]
    assert len(year.heard["amina"][0][1].buttons) == 3


async def test_the_lab_s_own_words_are_filled_in_and_stay_when_it_asks_again(year: Year) -> None:
    await year.keeps(*own_words("invitation", en="{name}, come and eat: {when}, {place}!"))
    await year.knows("amina")
    await year.meets()
    await year.until(at(5, 15))
    words = "Amina, come and eat: Thursday 4 June 18:00, De Krook, Platteberg 1!"

    again = await year.writes("amina", "/start")

    assert texts(year.heard["amina"]) == again == [words]


async def test_words_that_came_in_beside_a_reminder_are_the_lab_s_too(year: Year) -> None:
    plan = [
        replace(one, texts={"en": "How is it going, {name}?"}) if one.kind == "check_in" else one
        for one in DEFAULT_PLAN
    ]
    await year.keeps(*plan)
    [amina] = await year.knows("amina", facts={"needs": {"options": []}})
    meeting = await year.meets()
    await year.answered(meeting, amina, "yes")
    await year.until(at(6, 4, 14, 1))

    said = await year.writes("amina", "yes")

    assert said[-1] == "How is it going, Amina?"


async def test_words_that_nobody_can_fill_in_any_more_give_way_to_ours(year: Year) -> None:
    """An older Brug took them."""
    await year.keeps(*own_words("invitation", en="Come, {nmae}! {"))
    await year.knows("amina")
    await year.meets()

    await year.until(at(5, 15))

    assert texts(year.heard["amina"])[0].startswith("Hi Amina. We meet on Thursday")


async def test_after_she_chose_another_language_it_asks_again_in_that_one(year: Year) -> None:
    await year.keeps(*own_words("invitation", en="Come and eat with us!"))
    await year.knows("amina")
    await year.meets()
    await year.until(at(5, 15))

    await year.writes("amina", "/language")
    said = await year.writes("amina", "Nederlands")

    assert said[-1].startswith("Dag Amina.")


async def test_whose_language_lacks_the_lab_s_words_gets_nothing_and_the_coordinator_a_task(year: Year) -> None:
    await year.keeps(*own_words("invitation", nl="Kom met ons eten!"))
    await year.knows("amina", "bilal", language="ti")
    await year.meets()

    await year.until(at(5, 15))

    assert year.home.paper.sheets == {}
    assert await year.fate("invitation") == [("dropped", "no_text")] * 2
    assert [row.note for row in await year.tasks("translation")] == ["invitation"] * 2


async def test_what_was_decided_in_some_languages_reaches_only_those_who_read_them(year: Year) -> None:
    await year.knows("amina")
    await year.knows("bilal", language="ar")
    await year.leaves_alone()
    await year.only("decided")
    await year.meets(decided={"en": "We open a café."})

    await year.until(at(6, 8))

    assert texts(year.heard["amina"]) == ["This is what we decided, and what happens next: We open a café."]
    assert year.home.said("bilal") == []
    assert [row.note for row in await year.tasks("translation")] == ["decided"]


def test_whatever_may_be_planned_for_somebody_has_a_name_when_she_asks() -> None:
    for_the_team = {"promise_due"}

    assert set(PRIORITIES) - for_the_team <= set(NAMES)
