"""When a team is asked, when it is silent, and what others hear of a pilot."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from lab.pilots import (
    CHECK_EVERY,
    CHECK_LIFE,
    LONGEST_NAME,
    MOST_NEWS,
    News,
    Pilot,
    by_pilot,
    check_due,
    digest,
    faults_of,
    is_silent,
    latest_how,
    missing,
    shortened,
    signs_of,
    warnings_of,
    whose_turn,
)

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
TODAY = date(2026, 5, 11)
CAFE = Pilot(1, 1, {"en": "Café", "nl": "Café"}, state="running", checked_at=NOW)


def codes(pilot: Pilot) -> list[str]:
    return [fault.code for fault in faults_of(pilot, TODAY)]


def news(number: int, *, pilot: int = 1, days: int = 0, how: str = "slow") -> News:
    return News(number, pilot, {"en": f"Pilot {pilot}"}, how, NOW + timedelta(days=days), {"en": "Words"})


def test_a_pilot_needs_a_name_in_one_language_at_least() -> None:
    assert codes(CAFE) == []
    assert codes(replace(CAFE, name={})) == ["no_name"]
    assert codes(replace(CAFE, name={"en": ""})) == ["no_name"]


def test_what_is_too_long_or_impossible_is_said() -> None:
    assert codes(replace(CAFE, name={"en": "x" * (LONGEST_NAME + 1)})) == ["long_name"]
    assert codes(replace(CAFE, goal={"en": "x" * 601})) == ["long_goal"]
    assert codes(replace(CAFE, measure={"en": "x" * 601})) == ["long_goal"]
    assert codes(replace(CAFE, budget="x" * 301)) == ["long_budget"]
    assert codes(replace(CAFE, state="flying")) == ["state"]
    assert codes(replace(CAFE, ends_on=date(2126, 1, 1))) == ["far"]


def test_a_pilot_that_runs_should_have_a_team_and_a_goal_that_can_be_seen_by_a_day() -> None:
    whole = replace(CAFE, goal={"en": "20 people talk"}, measure={"en": "We count"}, ends_on=date(2026, 6, 1))

    assert [one.code for one in warnings_of(CAFE, 0, TODAY)] == ["no_team", "goal"]
    assert warnings_of(whole, 2, TODAY) == []
    assert [one.code for one in warnings_of(whole, 2, date(2026, 6, 2))] == ["over"]
    assert warnings_of(replace(CAFE, state="idea"), 0, TODAY) == []


def test_missing_languages_are_counted_in_people() -> None:
    assert missing([{"en": "a", "nl": "b"}, {"en": "c"}], {"en": 9, "nl": 4, "ti": 3, "ar": 0}) == {"nl": 4, "ti": 3}


def test_the_team_is_asked_every_two_weeks_while_it_runs() -> None:
    assert not check_due(CAFE, NOW + CHECK_EVERY - timedelta(seconds=1))
    assert check_due(CAFE, NOW + CHECK_EVERY)
    assert not check_due(replace(CAFE, state="paused"), NOW + CHECK_EVERY)


def test_two_questions_without_an_answer_are_silence() -> None:
    asked_twice = replace(CAFE, silent=2)

    assert not is_silent(asked_twice, NOW + CHECK_LIFE - timedelta(seconds=1))
    assert is_silent(asked_twice, NOW + CHECK_LIFE)
    assert not is_silent(replace(CAFE, silent=1), NOW + CHECK_LIFE)
    assert not is_silent(replace(asked_twice, state="stopped"), NOW + CHECK_LIFE)


def test_who_was_never_asked_goes_first_then_who_was_asked_longest_ago() -> None:
    assert whose_turn({3: None, 2: None, 1: NOW}) == 2
    assert whose_turn({1: NOW, 2: NOW - timedelta(days=1)}) == 2
    assert whose_turn({}) is None


def test_a_message_of_news_has_all_that_she_has_not_heard() -> None:
    told = [news(1, days=0), news(2, days=7), news(3, days=7, pilot=2)]

    assert [one.id for one in digest(told, told[2], None, "en")] == [1, 2, 3]
    assert [one.id for one in digest(told, told[2], NOW, "en")] == [2, 3]
    assert [one.id for one in digest(told, told[0], None, "en")] == [1]
    assert digest(told, told[2], None, "ti") == []


def test_old_news_is_not_told_again_and_one_message_holds_only_so_many() -> None:
    told = [news(number, days=number) for number in range(60)]

    found = digest(told, told[-1], None, "en")

    assert [one.id for one in found] == list(range(60 - MOST_NEWS, 60))
    assert digest([news(1), news(2, days=28)], news(2, days=28), None, "en") == [news(2, days=28)]


def test_how_a_pilot_goes_is_what_was_said_last() -> None:
    told = [news(1, how="slow"), news(2, how="stuck"), news(3, how=""), news(4, pilot=2)]

    assert {pilot: latest_how(theirs) for pilot, theirs in by_pilot(told).items()} == {1: "stuck", 2: "slow"}
    assert latest_how([]) == ""


def test_signs_stand_in_their_order_and_long_words_are_cut() -> None:
    assert signs_of({"thanks": 1, "up": 3}) == "👍 3  🙏 1"
    assert signs_of({}) == ""
    assert shortened("x" * 500) == "x" * 500
    assert len(shortened("x" * 501)) == 500
