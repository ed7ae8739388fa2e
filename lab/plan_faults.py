"""Which plans of touchpoints cannot hold, and what one means for a meeting at its hour. A coordinator is told."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from lab import own_words
from lab.meetings import Meeting
from lab.plan_warnings import PlanWarning
from lab.policy import Opening, Policy
from lab.touchpoints import AUDIENCES, MOST_DAYS, NAMES, Touchpoint, due_at, expires_at, is_reminder
from lab.wall_time import is_within, zone_of
from locales import N_

_DAY_MINUTES = 24 * 60


def faults_of(plan: Iterable[Touchpoint], policy: Policy) -> list[PlanWarning]:
    """What to change before this plan can hold. None: it can."""
    found: list[PlanWarning] = []
    seen: set[str] = set()
    for touchpoint in plan:
        if touchpoint.kind not in NAMES:
            found.append(_unknown(touchpoint.kind))
            continue
        if touchpoint.kind in seen:
            found.append(_about(touchpoint, "twice", N_("“{message}” is in the plan twice. Keep one.")))
        seen.add(touchpoint.kind)
        found += (*_place_faults(touchpoint), *_hour_faults(touchpoint, policy), *_word_faults(touchpoint))
    return found


def _unknown(kind: str) -> PlanWarning:
    text = N_("There is no message of the kind “{kind}”. Choose one of: {kinds}.")
    return PlanWarning("unknown", text, values={"kind": kind, "kinds": ", ".join(NAMES)})


def _about(touchpoint: Touchpoint, code: str, rule: str, reason: str = "", **values: str | date) -> PlanWarning:
    return PlanWarning(code, rule, reason, values, {"message": NAMES[touchpoint.kind]})


def _place_faults(touchpoint: Touchpoint) -> Iterator[PlanWarning]:
    """For whom, counted from what, for how long."""
    most = str(MOST_DAYS)
    if touchpoint.audience not in AUDIENCES or touchpoint.anchor not in ("start", "end"):
        text = N_("“{message}” does not say for whom it is, or from when it counts. Take the default.")
        yield _about(touchpoint, "audience", text)
    if abs(touchpoint.days * _DAY_MINUTES + touchpoint.minutes) > MOST_DAYS * _DAY_MINUTES:
        text = N_("“{message}” is more than {most} days away from its meeting. Choose a nearer day.")
        yield _about(touchpoint, "far", text, most=most)
    elif abs(touchpoint.days) > 2 * MOST_DAYS:
        text = N_("“{message}” counts days forth and minutes back. Write its distance from the meeting in one of both.")
        yield _about(touchpoint, "forth_and_back", text)
    if touchpoint.anchor == "end" and touchpoint.life_hours <= 0:
        text = N_("“{message}” does not say for how long it is of use. Give it some hours.")
        yield _about(touchpoint, "no_life", text)
    elif not 0 <= touchpoint.life_hours <= MOST_DAYS * 24:
        text = N_("“{message}” must be of use for some hours, and for {most} days at most. Change the hours.")
        yield _about(touchpoint, "life", text, most=most)


def _hour_faults(touchpoint: Touchpoint, policy: Policy) -> Iterator[PlanWarning]:
    if touchpoint.on and touchpoint.at and is_within(touchpoint.at, policy.quiet_from, policy.quiet_to):
        text = N_(
            "“{message}” would wake people: {at} is within the quiet hours ({begin} to {end}). Choose another hour."
        )
        hours = {"begin": f"{policy.quiet_from:%H:%M}", "end": f"{policy.quiet_to:%H:%M}"}
        yield _about(touchpoint, "wakes", text, at=f"{touchpoint.at:%H:%M}", **hours)
    if _after_start(touchpoint) and (is_reminder(touchpoint) or not touchpoint.life_hours):
        text = N_("“{message}” would come after the meeting has begun. Choose an earlier time.")
        yield _about(touchpoint, "after_start", text)


def _word_faults(touchpoint: Touchpoint) -> Iterator[PlanWarning]:
    for fault in own_words.faults_of(touchpoint.kind, touchpoint.texts):
        yield replace(fault, words={"message": NAMES[touchpoint.kind]})


def _after_start(touchpoint: Touchpoint) -> bool:
    """Whether that is sure. What has an hour and no days depends on when the meeting begins (`warnings_of`)."""
    if touchpoint.anchor != "start":
        return is_reminder(touchpoint) and touchpoint.days >= 0 <= touchpoint.minutes
    if touchpoint.at is not None:
        return touchpoint.days > 0
    return touchpoint.days * _DAY_MINUTES + touchpoint.minutes >= 0


def warnings_of(plan: Iterable[Touchpoint], meeting: Meeting, policy: Policy) -> list[PlanWarning]:
    """What nobody will get, or only later, because of the day and hour at which this meeting starts or ends."""
    opening = Opening(policy, zone_of(meeting.timezone), frozenset(policy.rest_days))
    found = (
        _warning(touchpoint, meeting, opening) for touchpoint in plan if touchpoint.on and touchpoint.kind in NAMES
    )
    return [warning for warning in found if warning]


def _warning(touchpoint: Touchpoint, meeting: Meeting, opening: Opening) -> PlanWarning | None:
    due, expires = due_at(touchpoint, meeting), expires_at(touchpoint, meeting)
    if due >= expires:
        text = N_("“{message}” would come after the meeting has begun: nobody gets it.")
        return _about(touchpoint, "too_late", text)
    closed_by = opening.closed_by(due)
    if not closed_by:
        return None
    local, later = due.astimezone(opening.zone), opening.after(due)
    values: dict[str, str | date] = {"then": later.astimezone(opening.zone)}
    reason = N_("It waits until {then}.")
    if later >= expires:
        reason = N_("The next moment is {then}. That is too late: nobody gets it.")
    if closed_by == "quiet":
        rule = N_("“{message}” would fall in the quiet hours, at {at}.")
        return _about(touchpoint, "quiet", rule, reason, **values, at=f"{local:%H:%M}")
    rule = N_("“{message}” would fall on a day without messages: {day}.")
    return _about(touchpoint, "rest_day", rule, reason, **values, day=local.date())
