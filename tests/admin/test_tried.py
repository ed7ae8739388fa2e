"""What is tried at the desk goes as the gate would have it go."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.trying import Course, look, play
from lab.touchpoints import PRIORITIES
from store.labs import labs
from tests.admin.gatherings import a_contact, a_meeting, a_talk, wall
from tests.admin.house import House

MONDAY_MORNING = datetime(2026, 5, 11, 8, 0, tzinfo=UTC)


async def _planned(house: House, who: int, kind: str, due: datetime, **values: Any) -> None:
    values = {"expires_at": due + timedelta(days=9), **values}
    await a_contact(house, who, kind, due_at=due, priority=PRIORITIES[kind], **values)


async def _played(house: House) -> Course:
    async with house.brug.database.read() as connection:
        lab = (await labs(connection))[house.lab_a]
        known = await look(connection, lab, house.brug.catalogues, house.clock.now())
    return play(known, lab)


async def test_a_greeting_leaves_the_evening_to_a_reminder(house: House) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    about = f"talk:{await a_talk(house, who)}"
    morning, evening = MONDAY_MORNING + timedelta(days=1), MONDAY_MORNING + timedelta(days=1, hours=7)
    await _planned(house, who, "pilot_check", morning)
    await _planned(house, who, "talk_reminder", evening, reference=about, expires_at=evening + timedelta(hours=2))

    course = await _played(house)

    assert [(one.kind, one.at) for one in course.sent[:1]] == [("talk_reminder", evening)]


async def test_of_two_reminders_that_were_put_off_the_newer_goes_out(house: House) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house, starts=wall("2026-05-14T18:00"))
    about = {"meeting_id": meeting.id, "reference": f"meeting:{meeting.id}", "expires_at": meeting.starts_at}
    for kind in ("reminder_week", "reminder_day"):
        await _planned(house, who, kind, MONDAY_MORNING + timedelta(hours=2), reason="quiet", **about)

    course = await _played(house)

    assert [one.kind for one in course.sent if one.kind.startswith("reminder")] == ["reminder_day"]
