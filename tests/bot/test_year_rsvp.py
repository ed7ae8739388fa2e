"""Invitations and reminders take answers: by button, by number, in words, in every language, at any time."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from flows.meeting import MAYBE, NEEDS, NOT_COMING, RSVP, SEE_YOU, WHY_NOT
from lab.meetings import Offer
from store.tables import invitation
from tests.bot.year import AGENDA, EVENING, ON_THE_MAP, Year, at
from tests.house import House

INVITED = at(5, 15)


@pytest.fixture
def database_url() -> str:
    """SQLite: what the databases differ in is tried in test_year_together.py."""
    return ""


@pytest.fixture
async def year(home: House) -> Year:
    year = Year(home)
    await year.leaves_alone()
    await year.without("preparation")
    return year


async def needs_of(year: Year, who: str = "amina") -> object:
    found = await year.home.person(who)
    return (found.facts or {}).get("needs")


@pytest.mark.parametrize(
    ("language", "says", "answer"),
    [
        ("en", "I can come", "yes"),
        ("en", "1", "yes"),
        ("en", "yes", "yes"),
        ("en", "I cannot come", "no"),
        ("en", "I can't come", "no"),
        ("en", "2", "no"),
        ("en", "maybe", "maybe"),
        ("nl", "ja", "yes"),
        ("nl", "Ik kan niet komen", "no"),
        ("ar", "نعم", "yes"),
        ("ar", "٢", "no"),
        ("ti", "፫", "maybe"),
        ("tr", "evet", "yes"),
    ],
)
async def test_an_invitation_takes_an_answer_in_words_and_numbers(
    year: Year, language: str, says: str, answer: str
) -> None:
    [amina] = await year.knows("amina", language=language)
    await year.meets()
    await year.until(INVITED)

    await year.writes("amina", says)

    assert await year.answers() == [(amina, answer)]


@pytest.mark.parametrize(("button", "answer"), [(0, "yes"), (1, "no"), (2, "maybe")])
async def test_an_invitation_takes_an_answer_by_button(year: Year, button: int, answer: str) -> None:
    [amina] = await year.knows("amina", language="uk")
    await year.meets()
    [(_, invited)] = await year.until(INVITED)

    await year.taps("amina", invited, button)

    assert await year.answers() == [(amina, answer)]


async def test_every_answer_is_taken_note_of_in_her_language(year: Year) -> None:
    say = year.home.brug.catalogues
    for language in ("nl", "ar", "ti"):
        await year.knows(language, language=language)
    await year.meets()
    await year.until(INVITED)

    said = {language: await year.writes(language, say(language, RSVP[2].label)) for language in ("nl", "ar", "ti")}

    assert said == {language: [say(language, MAYBE)] for language in ("nl", "ar", "ti")}


async def test_who_cannot_come_is_asked_why_and_may_choose(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    await year.until(INVITED)

    asked = await year.writes("amina", "I cannot come")
    thanked = await year.writes("amina", "My children")

    [row] = await year.home.rows(invitation)
    assert (asked, thanked) == ([WHY_NOT], [NOT_COMING])
    assert (row.answer, row.reason, row.words) == ("no", "childcare", None)


async def test_or_say_it_in_her_own_words_or_not_at_all(year: Year) -> None:
    await year.knows("amina", "bilal")
    await year.meets()
    await year.until(INVITED)

    for who, why in (("amina", "My mother comes from Asmara that week"), ("bilal", "skip")):
        await year.writes(who, "2")
        assert await year.writes(who, why) == [NOT_COMING]

    rows = await year.home.rows(invitation)
    assert [(row.answer, row.reason, row.words) for row in rows] == [
        ("no", "other", "My mother comes from Asmara that week"),
        ("no", None, None),
    ]
    assert await year.tasks() == []


async def test_needs_are_asked_once_and_remembered(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    await year.until(INVITED)

    for says in ("yes", "1, 2", "ትግርኛ", "3"):
        await year.writes("amina", says)
    await year.meets(EVENING + timedelta(days=28))
    await year.until(EVENING.replace(tzinfo=INVITED.tzinfo) + timedelta(days=9))
    again = await year.writes("amina", "yes")

    assert await needs_of(year) == {
        "options": ["interpreter", "childcare"],
        "words": "",
        "language": "ti",
        "children": 3,
    }
    assert [answer for _, answer in await year.answers()] == ["yes", "yes"]
    assert again[-1] == SEE_YOU
    assert NEEDS not in again


async def test_nothing_is_a_need_too_and_is_not_asked_again(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    [(_, invited)] = await year.until(INVITED)

    asked = (await year.taps("amina", invited, 0))[-1]
    thanked = await year.taps("amina", asked, -1)
    again = await year.writes("amina", "/meeting")
    see_you = await year.writes("amina", "yes")

    assert [message.text for message in thanked] == [SEE_YOU]
    assert len(again) == 1
    assert see_you[-1] == SEE_YOU


async def test_the_details_come_with_all_that_helps_to_find_the_way(year: Year) -> None:
    await year.knows("amina", language="nl")
    await year.knows("bilal", language="ar")
    offer = Offer(("ti",), childcare=True, food=True)
    meeting = await year.meets(place=ON_THE_MAP, sessions=AGENDA, offer=offer)
    await year.until(INVITED)

    [dutch, *_] = await year.home.writes("amina", "ja")
    [arabic, *_] = await year.home.writes("bilal", "نعم")

    assert "Tram 1, halte Krook" in dutch.text
    assert "Tram" not in arabic.text
    assert dutch.position == arabic.position == (51.05, 3.73)
    assert (await year.file(dutch.picture)).startswith(b"\x89PNG")
    assert await year.file(dutch.picture) != await year.file(arabic.picture)
    [event] = Calendar.from_ical(await year.file(dutch.file)).walk("VEVENT")
    assert (str(event["UID"]), event["SEQUENCE"]) == (meeting.uid, 0)


async def test_she_changes_her_mind_at_any_time(year: Year) -> None:
    [amina] = await year.knows("amina")
    await year.meets()
    await year.until(INVITED)
    await year.writes("amina", "2")
    await year.writes("amina", "Work")

    await year.writes("amina", "/meeting")
    await year.writes("amina", "yes")
    assert await year.answers() == [(amina, "yes")]

    [(_, reminder)] = await year.until(at(5, 29))
    await year.taps("amina", reminder, 1)
    assert await year.answers() == [(amina, "no")]
    [row] = await year.home.rows(invitation)
    assert (row.reason, row.words) == (None, None)


@pytest.mark.parametrize(
    ("kind", "moment"),
    [("reminder_week", at(5, 29)), ("reminder_day", at(6, 3)), ("reminder_hours", at(6, 4, 14, 30))],
)
async def test_every_reminder_takes_an_answer(year: Year, kind: str, moment: object) -> None:
    [amina] = await year.knows("amina")
    await year.only(kind)
    meeting = await year.meets()
    await year.answered(meeting, amina, "yes")
    assert isinstance(moment, type(meeting.starts_at))
    heard = await year.until(moment)

    said = await year.writes("amina", "I cannot come")

    assert len(heard) == 1
    assert said == [WHY_NOT]
    assert await year.answers() == [(amina, "no")]


async def test_words_that_do_not_fit_go_to_the_team_and_the_buttons_go_on_working(year: Year) -> None:
    [amina] = await year.knows("amina")
    await year.meets()
    [(_, invited)] = await year.until(INVITED)

    thanked = await year.writes("amina", "What about my little brother?")
    await year.taps("amina", invited, 0)

    assert [row.note for row in await year.tasks("message")] == ["What about my little brother?"]
    assert thanked[0].startswith("Thank you. A person of the team reads this")
    assert await year.answers() == [(amina, "yes")]


async def test_of_two_reminders_the_buttons_of_the_older_lead_to_the_newer(year: Year) -> None:
    await year.knows("amina")
    await year.meets()
    [(_, invited), (_, reminder)] = await year.until(at(5, 29))

    closed, again = await year.taps("amina", invited, 1)

    assert closed.text == "That question is closed."
    assert (again.text, len(again.buttons)) == (reminder.text, 3)
    assert [answer for _, answer in await year.answers()] == [""]
