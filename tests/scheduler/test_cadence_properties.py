"""The gate, whatever comes: properties that hold in every case."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lab.people import ACTIVE
from lab.touchpoints import CHANGE, CHECK, CORRECTIONS, POLL, Contact, Past
from scheduler.cadence import Drop, Hold, Merge, Send
from tests.scheduler.test_cadence_cases import DAY, LAST, MINUTES, WEEK, Case, a_case, chances, quick

MOST_STEPS = 12
cases = chances.map(a_case)


@quick
@given(cases)
def test_every_contact_gets_exactly_one_decision_and_at_most_one_is_sent(case: Case) -> None:
    decided = case.decided()

    sent = {number for number, one in decided.items() if isinstance(one, Send)}
    assert sorted(decided) == [one.id for one in case.due]
    assert len(sent) <= 1
    assert {one.into for one in decided.values() if isinstance(one, Merge)} <= sent


@quick
@given(cases)
def test_nothing_goes_out_in_quiet_hours_or_on_days_of_rest_but_urgent_changes(case: Case) -> None:
    for contact in case.those(Send, Merge):
        assert case.may_wake(contact) or not is_closed(case, contact)


def is_closed(case: Case, contact: Contact) -> bool:
    """Minute by minute, without the code under test."""
    local = case.local(case.now)
    begin, end = (one.hour * 60 + one.minute for one in (case.policy.quiet_from, case.policy.quiet_to))
    quiet = (local.hour * 60 + local.minute - begin) % MINUTES < (end - begin) % MINUTES
    both = {*case.person.wishes.rest_days, *case.policy.rest_days}
    rest = both if len(both) < 7 else set(case.person.wishes.rest_days)
    feast = contact.priority >= POLL and contact.kind != "check_up" and local.date() in case.day.feasts
    return quiet or local.weekday() in rest or feast


@quick
@given(cases)
def test_the_ceiling_of_the_day_and_of_seven_days_holds_but_for_corrections_and_urgent_news(case: Case) -> None:
    begun = [min(one.at, case.now) for one in case.history]
    today = sum(case.local(one).date() == case.local(case.now).date() for one in begun)
    week = sum(one > case.now - WEEK for one in begun)

    for contact in case.those(Send):
        most = 1 if case.person.wishes.less and contact.priority >= CHECK else case.policy.a_week
        assert case.passes_ceiling(contact) or (today < case.policy.a_day and week < most)


@quick
@given(cases)
def test_a_correction_is_never_held_for_the_ceiling(case: Case) -> None:
    decided = case.decided()

    for contact in case.due:
        if contact.kind in CORRECTIONS and contact.meeting:
            assert decided[contact.id].reason.code not in ("day_full", "week_full")


@quick
@given(cases)
def test_only_who_said_yes_and_can_be_reached_is_written_to_and_only_what_is_of_use(case: Case) -> None:
    for contact in case.those(Send, Merge):
        assert (case.person.standing, case.person.reachable) == (ACTIVE, True)
        assert (contact.sayable, contact.needless) == (True, "")
        assert contact.expires_at > case.now
        paused = case.person.paused_until is not None and case.person.paused_until > case.now
        assert not paused or breaks_a_pause(case, contact)


def breaks_a_pause(case: Case, contact: Contact) -> bool:
    return contact.kind in CORRECTIONS and contact.coming and case.is_urgent(contact)


@quick
@given(cases)
def test_what_is_held_is_held_until_later_and_while_it_is_still_of_use(case: Case) -> None:
    decided = case.decided()

    for contact in case.due:
        match decided[contact.id]:
            case Hold(until, reason):
                assert case.now < until < contact.expires_at
                assert reason.until == until
            case Drop(reason) if reason.until:
                assert reason.until >= contact.expires_at


@quick
@given(cases)
def test_no_news_of_a_meeting_waits_until_its_day(case: Case) -> None:
    today, decided = case.local(case.now).date(), case.decided()

    for contact in (one for one in case.due if one.priority == CHANGE and not asleep(case, one)):
        days = [case.local(one).date() for one in (contact.meeting_at, contact.told_at) if one]
        ahead = [day for day in days if day > today]
        match decided[contact.id]:
            case Hold(until) if ahead and not case.is_urgent(contact):
                assert case.local(until).date() < min(ahead)


def asleep(case: Case, contact: Contact) -> bool:
    paused = case.person.paused_until is not None and case.person.paused_until > case.now
    return paused and not (contact.coming and contact.kind in CORRECTIONS)


@quick
@given(cases)
def test_nothing_goes_out_before_something_more_important_that_could_go_too(case: Case) -> None:
    decided = case.decided()

    sent = [one.priority for one in case.those(Send)]
    outranked = [one.priority for one in case.due if decided[one.id].reason.code == "outranked"]
    assert bool(sent) >= bool(outranked)
    assert all(sent[0] <= priority for priority in outranked)


@quick
@given(cases)
def test_a_change_is_told_before_anything_else_about_its_meeting(case: Case) -> None:
    changed = {one.meeting for one in case.those(Send, Merge, Hold) if one.kind in ("moved", "cancelled")} - {0}

    told = [one for one in case.those(Send, Merge) if one.meeting in changed]
    assert all(one.kind in ("moved", "cancelled") for one in told)


@quick
@given(cases)
def test_every_hold_ends_in_few_steps_and_the_ceiling_holds_all_the_way(case: Case) -> None:
    steps, sent = follow(case)

    assert max(steps.values()) <= MOST_STEPS
    assert_ceiling(case, sent)


@quick
@given(cases, st.sampled_from([timedelta(hours=1), timedelta(hours=3), DAY]))
def test_a_clock_that_is_set_back_brings_no_second_message_on_a_day(case: Case, jump: timedelta) -> None:
    _, before = follow(replace(case, history=()), until=case.now + DAY / 2)
    past = tuple(Past("reminder_day", at) for at, _ in before)
    now = max((one.at for one in past), default=case.now) - jump
    again = tuple(replace(one, id=one.id + 10, expires_at=now + 3 * DAY) for one in case.due)

    steps, after = follow(replace(case, history=past, now=now, due=again))

    assert max(steps.values()) <= MOST_STEPS
    assert_ceiling(case, [*before, *after])


def follow(case: Case, until: datetime = LAST + 99 * DAY) -> tuple[Counter[int], list[tuple[datetime, bool]]]:
    """Look again whenever a hold ends: how often at each contact; when one was sent, and whether past the ceiling."""
    steps: Counter[int] = Counter()
    sent: list[tuple[datetime, bool]] = []
    looks = {one.id: case.now for one in case.due}
    while looks and min(looks.values()) <= until and max(steps.values(), default=0) <= MOST_STEPS:
        now = min(looks.values())
        due = tuple(one for one in case.due if one.id in looks and (looks[one.id] <= now or one.priority == CHANGE))
        at = replace(case, due=due, now=now, history=(*case.history, *(Past("missed", at) for at, _ in sent)))
        for contact in due:
            steps[contact.id] += looks[contact.id] <= now
        decided = at.decided()
        sent += [(now, at.passes_ceiling(one)) for one in at.those(Send)]
        looks = {number: look for number, look in looks.items() if number not in decided}
        looks |= {number: one.until for number, one in decided.items() if isinstance(one, Hold)}
    return steps, sent


def assert_ceiling(case: Case, sent: list[tuple[datetime, bool]]) -> None:
    plain = [at for at, passes in sent if not passes]
    assert max(Counter(case.local(at).date() for at in plain).values(), default=0) <= case.policy.a_day
    assert all(sum(at - WEEK < one <= at for one in plain) <= case.policy.a_week for at in plain)
