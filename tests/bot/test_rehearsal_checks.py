"""Each rule of the rehearsal sees what it is there for, in books that are written by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rehearsal.book import COORDINATOR, REPLY, Book, Delivery, Fact, MeetingSeen, Seats, Slot, TaskSeen
from bot.rehearsal.cast import cast
from bot.rehearsal.checks import all_rules, violations
from flows.check_up import CALL_NOTED, GLAD
from flows.meeting import INVITE
from lab.policy import Policy
from lab.touchpoints import PRIORITIES
from locales.catalogue import day_in_words
from tests.conversations import catalogues

MONDAY = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
"""Ten o'clock where the lab is."""
DAY = timedelta(days=1)
MEETING_AT = MONDAY + 10 * DAY
LANG = "nl"


def written(*deliveries: Delivery, facts: tuple[Fact, ...] = ()) -> Book:
    """One person who joined a day before, speaks Dutch and hears something every ten days."""
    book = Book(cast(1, 7, (LANG,)), Policy(), "Europe/Brussels", catalogues(), MONDAY - 7 * DAY, MONDAY + 20 * DAY)
    book.facts += [Fact(MONDAY - DAY, 1, "language", LANG), Fact(MONDAY - DAY, 1, "joined", "active"), *facts]
    book.facts += [Fact(MONDAY + days * DAY, 1, "called") for days in (9, 19)]
    book.deliveries += deliveries
    return book


def message(
    at: datetime = MONDAY,
    kind: str = "invitation",
    contact: int = 1,
    meeting: int = 0,
    text: str = GLAD,
    lang: str = LANG,
) -> Delivery:
    priority = PRIORITIES.get(kind, 0)
    said = catalogues()(lang, text) if text in catalogues().source else text
    number = 0 if kind in (REPLY, COORDINATOR) else contact
    return Delivery(at, 1, kind, lang, said, made_at=at, contact=number, meeting=meeting, priority=priority)


def meeting(at: datetime = MONDAY - DAY, sequence: int = 0, starts: datetime = MEETING_AT, **more: bool) -> MeetingSeen:
    return MeetingSeen(at, 5, sequence, starts, starts + timedelta(hours=2), more.get("cancelled", False), 0)


def rules_broken(book: Book) -> set[str]:
    return {one.rule for one in violations(book)}


def test_a_quiet_year_breaks_no_rule() -> None:
    book = written(message(), message(MONDAY + DAY, "reminder_week", 2), message(MONDAY + 2 * DAY, "check_in", 3))

    assert violations(book) == []


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [name for name, _ in all_rules()]

    assert len(names) == len(set(names)) > 9


def test_a_second_conversation_on_a_day_is_too_many() -> None:
    book = written(message(), message(MONDAY + timedelta(hours=5), "reminder_week", 2))

    assert rules_broken(book) == {"a_day"}


def test_a_fourth_conversation_within_seven_days_is_too_many() -> None:
    book = written(*(message(MONDAY + n * DAY, "check_up", n + 1) for n in range(4)))

    assert rules_broken(book) == {"a_week", "once"}


def test_whoever_wants_fewer_gets_one_a_week_beside_her_reminders() -> None:
    fewer = (Fact(MONDAY - DAY, 1, "less", "yes"),)
    check = written(message(), message(MONDAY + DAY, "check_out", 2), facts=fewer)
    reminder = written(message(), message(MONDAY + DAY, "reminder_week", 2), facts=fewer)

    assert [rules_broken(book) for book in (check, reminder)] == [{"a_week"}, set()]


def test_a_change_of_tomorrow_s_meeting_may_come_on_top_and_at_night() -> None:
    night = MONDAY + timedelta(hours=13)
    book = written(message(meeting=5), message(night + timedelta(minutes=1), "moved", 2, meeting=5))
    book.meetings += [meeting(starts=MONDAY + 2 * DAY), meeting(night, 1, MONDAY + DAY)]

    assert violations(book) == []


def test_a_free_seat_of_tomorrow_comes_on_top_but_not_at_night() -> None:
    books = [written(message(), message(MONDAY + timedelta(hours=n), "seat_free", 2, meeting=5)) for n in (5, 12)]
    for book in books:
        book.meetings.append(meeting(starts=MONDAY + DAY))

    assert [rules_broken(book) for book in books] == [set(), {"hours"}]


@pytest.mark.parametrize("hours", [-3, 11.5])
def test_nothing_comes_in_the_quiet_hours(hours: float) -> None:
    book = written(message(MONDAY + timedelta(hours=hours)))

    assert rules_broken(book) == {"hours"}


def test_nothing_comes_on_a_day_of_rest() -> None:
    book = written(message(), facts=(Fact(MONDAY - DAY, 1, "rest_days", "0 3"),))

    assert rules_broken(book) == {"hours"}


def test_what_can_wait_waits_for_the_hours_that_she_likes() -> None:
    likes = Fact(MONDAY - DAY, 1, "hours", "evenings weekends")

    assert rules_broken(written(message(kind="check_up"), facts=(likes,))) == {"hours"}
    assert rules_broken(written(message(kind="reminder_week"), facts=(likes,))) == set()


def test_fifteen_silent_days_are_too_long() -> None:
    book = written(message())
    book.facts = [fact for fact in book.facts if fact.what != "called"]

    assert rules_broken(book) == {"floor"}


def test_silence_is_no_fault_where_a_human_was_asked_or_nothing_ran_or_she_wanted_it() -> None:
    asked, down, paused, left = (written(message()) for _ in range(4))
    for book in (asked, down, paused, left):
        book.facts = [fact for fact in book.facts if fact.what != "called"]
    asked.tasks[1] = TaskSeen(1, 1, "silent", MONDAY + 8 * DAY, None, None)
    down.down.append((MONDAY + 2 * DAY, MONDAY + 7 * DAY))
    paused.facts.append(Fact(MONDAY + DAY, 1, "paused", "14"))
    left.facts.append(Fact(MONDAY + 10 * DAY, 1, "stopped"))

    assert [rules_broken(book) for book in (asked, down, paused, left)] == [set()] * 4


@pytest.mark.parametrize(("what", "value"), [("stopped", ""), ("erased", ""), ("paused", "7")])
def test_nothing_comes_after_a_stop_or_an_erasure_or_in_a_pause(what: str, value: str) -> None:
    book = written(message(MONDAY + DAY), facts=(Fact(MONDAY, 1, what, value),))

    assert rules_broken(book) == {"consent"}


def test_nothing_but_replies_comes_before_somebody_said_yes() -> None:
    book = written(message(MONDAY - 2 * DAY), message(MONDAY - 2 * DAY, REPLY))
    book.facts.append(Fact(MONDAY - 2 * DAY, 1, "wrote"))

    assert [one.sentence for one in violations(book)] == ["invitation came though nobody said yes."]


def test_a_reply_answers_something() -> None:
    assert rules_broken(written(message(kind=REPLY))) == {"consent"}


def test_a_message_in_a_language_that_she_did_not_choose_is_seen() -> None:
    assert rules_broken(written(message(lang="fr"))) == {"language"}


def test_an_english_text_in_a_dutch_message_is_seen() -> None:
    book = written(message(text=f"{catalogues()('nl', GLAD)}\n\n{catalogues()('en', CALL_NOTED)}"))

    assert rules_broken(book) == {"text"}


def test_the_question_for_the_language_is_asked_in_several() -> None:
    each = "\n".join(catalogues()(code, "Which language do you want to use?") for code in ("nl", "ar", "ti"))
    book = written(message(kind=REPLY, text=each), facts=(Fact(MONDAY, 1, "wrote"),))

    assert violations(book) == []


@pytest.mark.parametrize("text", ["o" * 4097, "Hallo {name}."])
def test_a_text_that_is_too_long_or_has_a_hole_is_seen(text: str) -> None:
    assert rules_broken(written(message(text=text))) == {"text"}


def test_the_same_contact_twice_is_seen() -> None:
    book = written(message(kind="reminder_week"), message(MONDAY + DAY, "reminder_week"))

    assert rules_broken(book) == {"once"}


def test_no_reminder_comes_after_its_meeting_has_begun() -> None:
    late = message(MEETING_AT + timedelta(minutes=1), "reminder_hours", meeting=5)
    book = written(late)
    book.meetings.append(meeting())

    assert rules_broken(book) == {"reminder"}


def test_more_seats_than_there_are_and_a_talk_taken_over_are_seen() -> None:
    book = written(message())
    book.seats += [Seats(MONDAY, 5, 3, 3), Seats(MONDAY, 6, 9, 0), Seats(MONDAY + DAY, 5, 4, 3)]
    book.slots += [Slot(MONDAY, 1, 1), Slot(MONDAY, 1, 0), Slot(MONDAY, 1, 2), Slot(MONDAY, 1, 3)]

    assert [one.rule for one in violations(book)] == ["talks", "seats"]


def test_a_promise_has_a_task_with_the_same_date() -> None:
    promised = MONDAY + 7 * DAY
    text = catalogues()("nl", CALL_NOTED).format(answer_by=day_in_words("nl", promised.date()))
    wrote = (Fact(MONDAY, 1, "wrote"),)
    kept, empty, other = (written(message(kind=REPLY, text=text), facts=wrote) for _ in range(3))
    kept.tasks[1] = TaskSeen(1, 1, "call", MONDAY, promised, None)
    other.tasks[1] = TaskSeen(1, 1, "call", MONDAY, promised + DAY, None)

    assert [rules_broken(book) for book in (kept, empty, other)] == [set(), {"promise"}, {"promise"}]


def test_a_text_with_names_and_dates_in_it_is_known_again() -> None:
    told = {"name": "Lies", "when": "donderdag 21 januari 18:30", "place": "De Krook"}
    book = written(message(text=catalogues()("nl", INVITE).format(**told)))

    assert violations(book) == []
