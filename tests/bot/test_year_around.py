"""Around a meeting and after leaving: faces, absence, decisions, talks, seats and groups."""

from datetime import datetime, timedelta

import pytest

from flows.around_a_meeting import CHECK_IN, CHECK_OUT, HEARD
from flows.meeting import NOT_COMING, WHY_NOT
from flows.polls import LATE
from flows.preparation import CALL, SLOT_GONE
from lab.meetings import Meeting
from store.groups import add_quota, put_in_groups, quotas
from store.meetings import take_talk
from store.tables import inbox, invitation, outbox, person, tally, task
from store.tables import lab as lab_table
from tests.bot.year import EVENING, Year, at, beginnings, texts


@pytest.fixture
def database_url() -> str:
    """SQLite: what the databases differ in is tried in test_year_together.py."""
    return ""


async def coming(year: Year, *names: str, language: str = "en") -> tuple[Meeting, list[int]]:
    """These say yes and have nothing more to ask."""
    people = await year.knows(*names, language=language, facts={"needs": {"options": []}})
    meeting = await year.meets()
    for who in people:
        await year.answered(meeting, who, "yes")
    return meeting, people


async def test_the_check_in_is_asked_once_the_reminder_is_answered(year: Year) -> None:
    await year.only("reminder_hours", "check_in")
    await coming(year, "amina")

    heard = await year.until(at(6, 4, 14, 1))
    said = await year.writes("amina", "yes")

    assert beginnings(heard) == ["Thu 04 Jun 14:00 Hi Amina. Today we m"]
    assert said[-1] == CHECK_IN


async def test_a_face_is_counted_and_kept_nowhere_beside_her(year: Year) -> None:
    await year.only("check_in", "check_out")
    meeting, _ = await coming(year, "amina")
    [(_, asked)] = await year.until(at(6, 4, 14, 1))

    await year.taps("amina", asked, 3)

    [row] = await year.home.rows(tally)
    assert (row.kind, row.place, row.count) == ("check_in_2", f"meeting:{meeting.id}", 1)
    amina = await year.home.person("amina")
    assert "2" not in str(amina.facts)
    assert amina.state is None or "face" not in str(amina.state)
    assert asked.buttons[3].token not in str([row.body for row in await year.home.rows(inbox)])


@pytest.mark.parametrize(
    ("kind", "asked_at", "hours"), [("check_in", at(6, 4, 14, 1), 2), ("check_out", at(6, 5, 9), 36)]
)
async def test_a_face_that_comes_when_they_are_told_changes_no_number_and_she_hears_so(
    year: Year, kind: str, asked_at: datetime, hours: int
) -> None:
    await year.only(kind)
    await coming(year, "amina", "bilal")
    await year.until(asked_at)
    (_, hers), (_, his) = year.heard["amina"][-1], year.heard["bilal"][-1]
    await year.taps("bilal", his, 2)
    year.home.clock.pass_(hours=hours)

    said = await year.taps("amina", hers, 3)

    assert [one.text for one in said] == [LATE]
    assert [(row.kind, row.count) for row in await year.home.rows(tally)] == [(f"{kind}_3", 1)]


async def test_the_check_out_comes_the_next_morning_and_takes_words(year: Year) -> None:
    await year.only("check_out")
    await coming(year, "amina")
    [(moment, asked)] = await year.until(at(6, 5, 9))

    await year.taps("amina", asked, 0)
    said = await year.writes("amina", "I met people who listen")

    assert (moment, asked.text) == (at(6, 5, 6, 30), CHECK_OUT)
    assert said == [HEARD]
    assert [(row.kind, row.note) for row in await year.tasks("takeaway")] == [("takeaway", "I met people who listen")]


async def test_only_who_is_marked_absent_is_missed(year: Year) -> None:
    await year.only("missed")
    meeting, (amina, bilal, _) = await coming(year, "amina", "bilal", "celine")
    await year.until(at(6, 5, 9))
    await year.was_there(meeting, amina, present=False)
    await year.was_there(meeting, bilal, present=True)

    await year.until(at(6, 11))
    await year.writes("amina", "I am ill")

    assert texts(year.heard["amina"])[0].startswith("Hi Amina. We missed you")
    assert year.home.said("bilal") == year.home.said("celine") == []
    [row] = [row for row in await year.home.rows(invitation) if row.person_id == amina]
    assert (row.answer, row.reason) == ("yes", "ill")


async def test_it_waits_until_somebody_notes_who_was_there(year: Year) -> None:
    await year.only("missed")
    meeting, (amina, bilal) = await coming(year, "amina", "bilal")
    assert await year.until(at(6, 6, 9)) == []
    assert await year.fate("missed") == [("planned", "attendance_unknown")] * 2

    await year.was_there(meeting, amina, present=False)
    await year.until(at(6, 7, 9))
    await year.until(at(6, 11))

    assert beginnings(year.heard["amina"]) == ["Sat 06 Jun 09:30 Hi Amina. We missed "]
    assert await year.fate("missed", bilal) == [("dropped", "attendance_unknown")]


async def test_who_says_no_at_the_last_reminder_is_not_asked_how_she_comes(year: Year) -> None:
    await year.only("reminder_hours", "check_in", "check_out", "missed")
    meeting, (amina,) = await coming(year, "amina")
    await year.until(at(6, 4, 14, 1))

    await year.writes("amina", "I cannot come")
    said = await year.writes("amina", "Work")
    await year.was_there(meeting, amina, present=False)
    heard = await year.until(at(6, 11))

    assert said == [NOT_COMING]
    assert heard == []
    assert await year.fate("missed") == [("dropped", "answered_no")]


async def test_what_was_decided_waits_for_its_text_and_a_human_is_asked_for_it_once(year: Year) -> None:
    await year.only("decided")
    await coming(year, "amina")

    await year.until(at(6, 6))
    await year.until(at(6, 7, 18), timedelta(hours=6))
    assert year.home.said("amina") == []
    assert [row.note for row in await year.tasks("decided")] == ["meeting:1"]

    await year.says_what_was_decided(1, en="We open a café.")
    heard = await year.until(at(6, 8, 12), timedelta(hours=6))
    assert texts(heard) == ["This is what we decided, and what happens next: We open a café."]


async def prepared_up_to_the_slot(year: Year, *names: str) -> None:
    await year.only("preparation")
    await year.knows(*names)
    await year.meets()
    await year.until(at(5, 22))
    for name in names:
        for says in ("1", "1", "1", "1", "1", "1", "1", "skip"):
            await year.writes(name, says)


async def test_a_talk_is_held_confirmed_and_reminded(year: Year) -> None:
    await year.opens_talk(at(5, 28))
    await prepared_up_to_the_slot(year, "amina")

    said = await year.writes("amina", "1")
    heard = await year.until(at(5, 28))

    amina = await year.home.person("amina")
    assert said == [
        "Good. We talk with each other on Thursday 28 May 14:00: Library. We remind you.",
        "Thank you, Amina. That was all for today.",
    ]
    assert amina.prepared_at is not None
    assert await year.talkers() == [amina.id]
    assert beginnings(heard) == ["Wed 27 May 12:00 Hi Amina. We talk wi"]


async def needs_another_moment(year: Year, *opened: datetime) -> None:
    """Amina took the first of these, and says so when she is reminded of it."""
    for moment in opened:
        await year.opens_talk(moment)
    await prepared_up_to_the_slot(year, "amina")
    await year.writes("amina", "1")
    await year.until(opened[0] - timedelta(hours=23))
    await year.writes("amina", "2")


async def test_another_moment_frees_the_first_and_its_reminder_goes(year: Year) -> None:
    await needs_another_moment(year, at(5, 28), at(5, 30))

    await year.writes("amina", "Saturday 30 May 14:00")
    heard = await year.until(at(5, 30))

    amina = await year.home.person("amina")
    assert await year.talkers() == [None, amina.id]
    assert beginnings(heard) == ["Fri 29 May 12:00 Hi Amina. We talk wi"]


async def test_who_needs_another_moment_and_takes_none_is_known_to_the_team(year: Year) -> None:
    await needs_another_moment(year, at(5, 28), at(5, 30))

    await year.plan()
    assert await year.talkers() == [None, None]
    assert [row.done_at for row in await year.tasks("call")] == [None]

    await year.writes("amina", "Saturday 30 May 14:00")
    await year.plan()
    assert [row.done_at is not None for row in await year.tasks("call")] == [True]


async def test_who_asks_for_a_call_instead_of_another_moment_is_one_task(year: Year) -> None:
    await needs_another_moment(year, at(5, 28))

    await year.writes("amina", "Can you call me?")
    await year.plan()

    assert [row.answer_by is not None for row in await year.tasks("call") if row.done_at is None] == [True]


async def test_a_moment_that_is_over_is_said_to_be_over(year: Year) -> None:
    await year.opens_talk(at(5, 23))
    await prepared_up_to_the_slot(year, "amina")
    asked = year.home.paper.sheets["amina"][-1]
    year.home.clock.moment = at(5, 24)

    assert [said.text for said in await year.taps("amina", asked, 0)] == [SLOT_GONE]


async def test_without_slots_a_human_promises_a_call_by_a_date(year: Year) -> None:
    await prepared_up_to_the_slot(year, "amina")

    [row] = await year.tasks("call")
    assert row.answer_by is not None
    assert year.home.said("amina")[-2].startswith(CALL.partition("{")[0])


async def test_who_leaves_gives_back_slot_and_seat_and_the_group_is_short(year: Year) -> None:
    await year.opens_talk(at(5, 28))
    await prepared_up_to_the_slot(year, "amina")
    await year.writes("amina", "1")
    amina = await year.home.person("amina")
    async with year.home.brug.database.write() as connection:
        young = await add_quota(connection, year.home.lab.id, "migrant", "Newcomers", 1)
        await put_in_groups(connection, amina.id, [young])
    await year.answered(1, amina.id, "yes")

    await year.writes("amina", "stop")
    await year.writes("amina", "I was not heard")
    said = await year.writes("amina", "yes")

    async with year.home.brug.database.read() as connection:
        [quota] = await quotas(connection, year.home.lab.id)
    assert (quota.filled, quota.short) == (0, 1)
    assert await year.talkers() == [None]
    assert await year.answers() == [(amina.id, "no")]
    assert said == ["Good. We ask you once, in half a year. All the best, Amina."]
    [again] = await year.tasks("ask_again")
    assert at(11, 20) < again.answer_by < at(11, 21)
    assert (await year.home.person("amina")).facts["left_because"] == "not_heard"
    assert [row.note for row in await year.tasks("left")] == [f"0 1 {quota.name}"]


async def test_who_comes_back_is_asked_again_and_reminded(year: Year) -> None:
    await year.only("invitation", "reminder_week", "reminder_day")
    await coming(year, "amina")
    await year.writes("amina", "stop")
    await year.plan()

    await year.writes("amina", "hello")
    await year.writes("amina", "yes")
    heard = await year.until(at(6, 4))

    amina = await year.home.person("amina")
    assert amina.left_at is None
    assert await year.answers() == [(amina.id, "")]
    assert [text[:20] for text in texts(heard)] == [
        "Hi Amina. We meet on",
        "Hi Amina. In a week,",
        "Hi Amina. Tomorrow w",
    ]


async def test_who_leaves_twice_leaves_once(year: Year) -> None:
    await coming(year, "amina")

    await year.writes("amina", "stop")
    await year.writes("amina", "stop")

    assert len(await year.tasks("left")) == 1


async def test_who_says_no_two_hours_before_is_asked_why(year: Year) -> None:
    await year.only("reminder_hours")
    await coming(year, "amina")
    await year.until(at(6, 4, 14, 1))

    assert await year.writes("amina", "2") == [WHY_NOT]
    assert {row.kind for row in await year.home.rows(outbox)} == {"reminder", "reply"}
    assert await year.home.rows(task) == []
    assert await year.home.count(person) == 1


async def test_her_own_slot_chosen_again_stays_hers(year: Year) -> None:
    slot = await year.opens_talk(at(5, 28))
    [amina] = await year.knows("amina")

    async with year.home.brug.database.write() as connection:
        for _ in range(2):
            taken = await take_talk(connection, slot, amina, year.home.lab.id, year.home.clock.now())
            assert taken is not None

    assert await year.talkers() == [amina]


async def test_on_a_feast_she_is_greeted_by_the_calendar_that_hangs_where_she_is(year: Year) -> None:
    """In Auckland it is the morning of the first day of Eid; in UTC the evening before."""
    year.home.clock.moment = at(5, 15, 9)
    there = {"timezone": "Pacific/Auckland", "calendars": ["islamic"], "policy": {}}
    await year.home.change(lab_table, year.home.lab.id, **there)
    await year.knows("amina")
    await year.meets(EVENING + timedelta(days=25))

    told = await year.until(at(5, 27))

    assert [(moment, sheet.text.partition(".")[2]) for moment, sheet in told] == [
        (
            at(5, 26, 20, 30),
            " These are special days for many people in our group. We wish you good days. How are you?",
        )
    ]
