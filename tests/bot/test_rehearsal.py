"""A year of a lab with everything that can go wrong: no rule is broken, and the same seed gives the same year."""

from collections.abc import Mapping
from functools import cache

import pytest

from bot.rehearsal.book import COORDINATOR, Book
from bot.rehearsal.cast import TEMPERS, cast
from bot.rehearsal.checks import violations
from bot.rehearsal.interpreters import seals_in
from bot.rehearsal.rehearsal import Rehearsal, rehearse
from bot.rehearsal.report import violation_line
from bot.rehearsal.script import EVENTS
from bot.rehearsal.summary import late_promises, promises
from tests.conversations import catalogues

SEEDS = (7, 11)


@cache
def played(seed: int) -> Book:
    """Four months of twelve people, with every event. Played once for all tests of this file."""
    return rehearse(Rehearsal(12, 4, seed, EVENTS), catalogues())


def broken(book: Book) -> list[str]:
    return [violation_line(book, one) for one in violations(book)]


@pytest.mark.parametrize("seed", SEEDS)
def test_with_every_event_no_rule_is_broken(seed: int) -> None:
    assert broken(played(seed)) == []


def test_a_whole_year_of_a_whole_lab_breaks_no_rule() -> None:
    book = rehearse(Rehearsal(24, 12, 7, EVENTS), catalogues())

    assert broken(book) == []
    assert {one.kind for one in book.people} == set(TEMPERS)


def test_all_that_a_meeting_leads_to_happens() -> None:
    kinds = {kind for seed in SEEDS for one in played(seed).deliveries for kind in (one.kind, *one.joined)}

    assert kinds >= {
        *("invitation", "preparation", "reminder_week", "reminder_day", "check_in", "check_out", "decided", "missed"),
        *("moved", "cancelled", "check_up", "reply", "coordinator"),
    }


def test_what_people_bring_in_is_put_together_and_goes_through_mediators() -> None:
    book = played(7)

    assert any(one.merged for one in book.tasks.values())
    assert book.requests
    assert any(seals_in(one.text) for one in book.deliveries if one.kind == COORDINATOR)
    assert any(one.picture for one in book.deliveries)


def test_people_are_written_to_in_all_their_languages() -> None:
    book = played(7)

    assert {one.lang for one in book.deliveries if one.ours} == {one.language for one in book.people} | {"nl"}


def test_what_was_decided_does_not_go_out_where_it_was_not_written_but_becomes_a_task() -> None:
    book = played(7)
    without = [one for one in book.verdicts if one.reason == "no_text"]

    assert without
    assert not any(
        d.kind == "decided" and d.meeting == 2 and d.person == v.person for v in without for d in book.deliveries
    )
    assert {one.person for one in book.tasks.values() if one.kind == "translation"} >= {one.person for one in without}


def test_while_nothing_runs_nothing_arrives() -> None:
    ((begin, end),) = played(7).down

    assert not [one for one in played(7).deliveries if begin < one.at < end]


def test_whoever_blocks_us_or_erases_herself_gets_nothing_after_that() -> None:
    book = played(7)
    states: Mapping[str, int] = {one.what: one.person for one in book.facts if one.what in ("blocked", "erased")}

    for what, person in states.items():
        since = book.facts_of(person, what)[0].at
        until = next((one.at for one in book.facts_of(person, "unblocked")), book.until)
        assert not [one for one in book.received(person) if since < one.at < until]


@pytest.mark.parametrize("seed", SEEDS)
def test_most_promises_are_kept_and_every_other_is_listed(seed: int) -> None:
    made = promises(played(seed))

    assert made.kept > made.late > 0
    assert len(late_promises(played(seed))) == made.late + made.broken


def test_another_seed_is_another_year() -> None:
    first, second = (([(one.at, one.text) for one in played(seed).deliveries]) for seed in SEEDS)

    assert first != second


def test_nobody_s_character_depends_on_how_many_play() -> None:
    languages = tuple(catalogues().languages)

    assert cast(12, 7, languages) == cast(24, 7, languages)[:12]
