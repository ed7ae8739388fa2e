"""Polls of a meeting: check-in, check-out, and questions to people who sit in the room. The facilitator's own list."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.polls import NO_POLL, NO_POLLS
from lab.people import ACTIVE
from store.tables import person
from tests.bot.polling import Polling
from tests.bot.year import Year, at
from tests.fakes.echo import echoing
from tests.house import house

SIX = ("amina", "bilal", "celine", "dana", "emre", "fatma")


@pytest.fixture
async def lab(tmp_path: Path) -> AsyncIterator[Polling]:
    async with house(tmp_path / "data", "", echoing()) as home:
        yield Polling(Year(home))


async def test_a_check_in_of_the_team_takes_the_place_of_the_usual_one(lab: Polling) -> None:
    amina, bilal = await lab.year.knows("amina", "bilal")
    await lab.year.only("check_in")
    meeting = await lab.year.meets()
    await lab.year.answered(meeting, amina, "yes")
    await lab.year.answered(meeting, bilal, "no")
    poll = await lab.draft("yes_no", "Did you sleep well?", moment="check_in", meeting_id=meeting.id)

    assert await lab.open(poll) == []
    heard = await lab.year.until(meeting.starts_at)

    assert sum("Did you sleep well?" in message.text for _, message in heard) == 1
    assert await lab.year.fate("check_in", amina) == [("dropped", "superseded"), ("sent", "sent")]
    assert await lab.year.fate("check_in", bilal) == [("dropped", "superseded")]


async def test_a_check_in_moves_with_its_meeting(lab: Polling) -> None:
    [amina] = await lab.year.knows("amina")
    await lab.year.only("check_in")
    meeting = await lab.year.meets()
    await lab.year.answered(meeting, amina, "yes")
    poll = await lab.draft("yes_no", "Did you sleep well?", moment="check_in", meeting_id=meeting.id)
    await lab.open(poll)

    moved = await lab.year.move(meeting, meeting.starts + timedelta(days=7))
    await lab.year.plan()

    [row] = [row for row in await lab.year.contacts("check_in") if row.reference == poll.reference]
    assert row.due_at == moved.starts_at - timedelta(hours=2)
    assert (await lab.now(poll)).closes_at == moved.ends_at


async def test_in_the_room_no_ceiling_holds_a_question(lab: Polling) -> None:
    [amina] = await lab.year.knows("amina")
    await lab.year.keeps()
    meeting = await lab.year.meets()
    await lab.year.answered(meeting, amina, "yes")
    lab.year.home.clock.moment = meeting.starts_at

    for question in ("One?", "Two?", "Three?"):
        await lab.asks("yes_no", question, moment="now", meeting_id=meeting.id)
        await lab.taps("amina", 0)

    assert await lab.year.fate("poll", amina) == [("sent", "sent")] * 3


async def test_after_the_meeting_nobody_is_asked_again(lab: Polling) -> None:
    [amina] = await lab.year.knows("amina")
    await lab.year.keeps()
    meeting = await lab.year.meets()
    await lab.year.answered(meeting, amina, "yes")
    lab.year.home.clock.moment = meeting.starts_at
    await lab.asks("yes_no", "One?", moment="now", meeting_id=meeting.id)

    lab.year.home.clock.moment = meeting.ends_at + timedelta(hours=5)
    await lab.year.plan()

    assert len(await lab.year.contacts("poll")) == 1


async def test_a_question_between_meetings_passes_the_gate(lab: Polling) -> None:
    [amina] = await lab.year.knows("amina")
    lab.year.home.clock.moment = at(5, 12, 22)

    await lab.asks()

    assert await lab.year.fate("poll", amina) == [("planned", "quiet")]


async def test_nobody_is_asked_what_she_has_answered(lab: Polling) -> None:
    [amina] = await lab.year.knows("amina")
    lab.year.home.clock.moment = at(5, 12, 22)
    await lab.asks()
    await lab.year.writes("amina", "/poll")
    await lab.taps("amina", 0)

    lab.year.home.clock.moment = at(5, 13, 10)
    await lab.year.round()

    assert await lab.year.fate("poll", amina) == [("dropped", "answered")]


async def test_who_joins_while_it_is_open_is_asked_too(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks()

    [bilal] = await lab.year.knows("bilal")
    await lab.year.plan()

    assert [row.reference for row in await lab.year.contacts("poll", who=bilal)] == [poll.reference]


async def test_another_labs_poll_is_gone(lab: Polling) -> None:
    await lab.year.knows("amina")
    poll = await lab.asks()
    await lab.year.change("amina", lab_id=None)

    await lab.taps("amina", 0)

    assert await lab.given(poll) == []


async def test_without_an_open_question_she_is_told_so(lab: Polling) -> None:
    await lab.year.knows("amina")

    assert await lab.year.writes("amina", "/poll") == [NO_POLL]


async def test_a_facilitator_opens_and_closes_from_her_own_chat(lab: Polling) -> None:
    await lab.year.knows(*SIX)
    await lab.year.knows("deniz", role="facilitator", standing=ACTIVE)
    poll = await lab.draft()

    await lab.year.writes("deniz", "/polls")
    opened = await lab.taps("deniz", 0)
    await lab.year.round()
    for name in SIX:
        await lab.taps(name, 0)
    await lab.year.writes("deniz", "/polls")
    label = lab.year.home.paper.sheets["deniz"][-1].buttons[0].label
    closed = await lab.taps("deniz", 0)

    assert [message.text for message in opened] == ["It is open now. People who are asked: 6."]
    assert label == "Close (6 answered): Where?"
    assert [message.text for message in closed] == ["It is closed now. Everybody who took part hears the result."]
    assert (await lab.now(poll)).state == "closed"


async def test_only_a_facilitator_sees_the_list(lab: Polling) -> None:
    await lab.year.knows("amina")
    await lab.draft()

    assert await lab.year.writes("amina", "/polls") == [NO_POLL]


async def test_a_facilitator_without_polls_is_told_so(lab: Polling) -> None:
    await lab.year.knows("deniz", role="facilitator")

    assert await lab.year.writes("deniz", "/polls") == [NO_POLLS]


@pytest.mark.parametrize("role", ["facilitator", "coordinator"])
async def test_a_new_facilitator_chooses_her_language_and_sees_the_polls(lab: Polling, role: str) -> None:
    await lab.year.knows("deniz", role=role, language="")

    await lab.year.writes("deniz", "hello")

    told = await lab.year.writes("deniz", "English")

    assert told == [
        "Hello Deniz. You work for Samen Sterk. To open or close a question of the lab, write /polls.",
        NO_POLLS,
    ]


async def test_what_stands_in_the_way_is_told_to_the_facilitator(lab: Polling) -> None:
    await lab.year.knows("amina", language="ar")
    await lab.year.knows("deniz", role="facilitator")
    await lab.draft()

    await lab.year.writes("deniz", "/polls")
    heard = await lab.taps("deniz", 0)

    assert "missing" in heard[0].text
    assert "العربية" in heard[0].text


async def test_her_answers_to_open_polls_go_with_her(lab: Polling) -> None:
    await lab.year.knows("amina", "bilal")
    poll = await lab.asks("open", "What do you hope for?")
    await lab.year.writes("amina", "peace")
    await lab.year.writes("bilal", "work")

    await lab.year.writes("amina", "delete")
    await lab.taps("amina", 0)

    assert [text for _, _, text in await lab.given(poll)] == ["work"]
    assert len(await lab.took_part(poll)) == 1
    assert await lab.year.home.count(person) == 1
