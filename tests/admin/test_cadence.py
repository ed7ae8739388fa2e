"""When a lab writes: its rules, its plan, and what a person's page says of them."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from lab.policy import Policy
from lab.touchpoints import DEFAULT_PLAN
from store.labs import Lab, labs
from tests.admin.gatherings import a_contact, a_meeting, contacts
from tests.admin.house import Browser, House

RULES = {"floor_days": "14", "silence_days": "21", "a_day": "1", "a_week": "3", "nudges": "2", "answer_days": "5"}
RULES |= {"quiet_from": "20:30", "quiet_to": "08:30"}
INVITATION = {"on": "1", "days": "21", "minutes": "0", "at": "17:30"}


async def lab_now(house: House) -> Lab:
    async with house.brug.database.read() as connection:
        return (await labs(connection))[house.lab_a]


async def test_how_often_a_lab_writes_is_changed(house: House, els: Browser) -> None:
    path = f"/admin/labs/{house.lab_a}/cadence"

    page = await els.submit(path, **{**RULES, "a_week": "4", "quiet_from": "19:00"}, rest_6="1")

    assert "Saved." in page.words
    assert (await lab_now(house)).policy == Policy(a_week=4, quiet_from=time(19), rest_days=(6,))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"floor_days": "2"}, "than you allow (days: 2)"),
        ({"a_day": "0"}, "These rules allow no message at all"),
        ({"floor_days": "two"}, "“Nobody hears nothing for longer than so many days” needs a number"),
        ({"quiet_from": "late"}, "“No messages from” needs a time"),
        ({"quiet_from": "08:45"}, "less than two hours a day"),
        ({"quiet_to": "11:00"}, "“Reminder a day before” would wake people"),
        ({"silence_days": "999999999"}, "is too late"),
    ],
)
async def test_rules_that_cannot_hold_are_refused_with_what_to_change(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    page = await els.submit(f"/admin/labs/{house.lab_a}/cadence", **{**RULES, **wrong})

    assert page.status == 422
    assert sentence in page.words
    assert page.field(next(iter(wrong))) == next(iter(wrong.values()))
    assert (await lab_now(house)).policy == Policy()


async def test_a_message_moves_for_all_meetings_ahead_and_is_said_in_own_words(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    await a_contact(house, who, meeting_id=meeting.id)
    path, action = f"/admin/labs/{house.lab_a}/cadence", f"/admin/labs/{house.lab_a}/plan/invitation"

    await els.submit(path, action, **{**INVITATION, "days": "7"}, words_en="Come <b>, {name}")

    changed = (await lab_now(house)).plan[0]
    assert (changed.kind, changed.days, dict(changed.texts)) == ("invitation", -7, {"en": "Come <b>, {name}"})
    (planned,) = await contacts(house)
    assert planned.due_at == datetime(2026, 5, 28, 15, 30, tzinfo=UTC)

    await els.submit(path, action, days="7", at="17:30")
    (planned,) = await contacts(house)
    assert (planned.state, planned.reason) == ("dropped", "plan_changed")

    await els.submit(path, action, **INVITATION)
    (planned,) = await contacts(house)
    assert (planned.state, planned.reason, planned.due_at.day) == ("planned", "", 14)
    assert (await lab_now(house)).plan == DEFAULT_PLAN


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"at": "23:00"}, "“Invitation to a meeting” would wake people"),
        ({"at": "noon"}, "“At what time” needs a time"),
        ({"days": "-2"}, "would come after the meeting has begun"),
        ({"days": "999"}, "more than 120 days away"),
        ({"days": "soon"}, "“Days before the meeting” needs a number"),
        ({"words_en": "x" * 601}, "Your own words are too long"),
    ],
)
async def test_a_plan_that_cannot_hold_is_refused_and_what_was_typed_stays(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    path, action = f"/admin/labs/{house.lab_a}/cadence", f"/admin/labs/{house.lab_a}/plan/invitation"

    page = await els.submit(path, action, **{**INVITATION, **wrong})

    assert page.status == 422
    assert sentence in page.words
    assert next(iter(wrong.values()))[:400] in page.text
    assert (await lab_now(house)).plan == DEFAULT_PLAN


async def test_there_is_no_plan_for_an_unknown_message(house: House, els: Browser) -> None:
    page = await els.submit("/admin/", f"/admin/labs/{house.lab_a}/plan/spam", **INVITATION)

    assert page.status == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"state": "planned"}, "Invitation to a meeting · Planned"),
        (
            {"state": "planned", "reason": "quiet"},
            "These are quiet hours: this has to wait until Tuesday 12 May 11:00.",
        ),
        ({"state": "dropped", "reason": "answered_no"}, "Not sent The answer to the invitation was no."),
        ({"state": "dropped", "reason": "week_full"}, "Tuesday 12 May 11:00. That is too late: it does not go out."),
        ({"state": "sent", "reason": "sent"}, "It was due, and nothing spoke against it."),
        ({"state": "called", "reason": "nudges"}, "Several messages got no answer"),
    ],
)
async def test_a_persons_page_says_what_was_planned_and_why(
    house: House, els: Browser, values: dict[str, Any], sentence: str
) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    until = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
    await a_contact(house, who, **values, reason_until=until, decided_at=house.clock.now())

    words = (await els.get(f"/admin/people/{who}")).words

    assert sentence in words.partition("What we send and why")[2]


async def test_other_rules_are_tried_before_they_are_saved_and_nothing_is_written(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    for kind, day in (("invitation", 12), ("preparation", 13), ("reminder_week", 14)):
        due, until = datetime(2026, 5, day, 15, 30, tzinfo=UTC), meeting.starts_at
        about = {"meeting_id": meeting.id, "reference": f"meeting:{meeting.id}", "reason": "quiet"}
        await a_contact(house, who, kind=kind, due_at=due, expires_at=until, **about)
    before, path = await contacts(house), f"/admin/labs/{house.lab_a}/cadence"

    page = await els.submit(path, f"{path}/try", **{**RULES, "a_week": "1", "floor_days": "20"})
    tried = page.words.partition("The next 30 days, if you save this")[2]

    assert page.status == 200
    assert "Mon 11 May 3 1" in tried
    assert page.field("a_week") == "1"
    assert (await lab_now(house)).policy == Policy()
    assert await contacts(house) == before


async def test_rules_that_cannot_hold_are_not_tried(house: House, els: Browser) -> None:
    path = f"/admin/labs/{house.lab_a}/cadence"

    page = await els.submit(path, f"{path}/try", **{**RULES, "a_day": "0"})

    assert page.status == 422
    assert "These rules allow no message at all" in page.words


async def test_a_message_that_would_be_switched_off_is_named_for_whom(house: House, els: Browser) -> None:
    who, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    await a_contact(house, who, meeting_id=meeting.id, due_at=datetime(2026, 5, 14, 15, 30, tzinfo=UTC))
    path = f"/admin/labs/{house.lab_a}"

    page = await els.submit(f"{path}/cadence", f"{path}/plan/invitation/try", days="21", at="17:30")

    assert "This would not go out any more" in page.words
    assert "Amina · Invitation to a meeting" in page.words


async def test_what_is_filled_in_is_named_beside_the_words(house: House, els: Browser) -> None:
    words = (await els.get(f"/admin/labs/{house.lab_a}/cadence")).words

    assert "Filled in for each person: {name} {lab} {when} {place}" in words
    assert "{place} {decided}" in words
