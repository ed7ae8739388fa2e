"""How often a lab writes, and which messages follow from a meeting: what stands in the forms, and what it means."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from admin.forms import Form
from flows.wishes import DAYS
from lab.policy import Policy
from lab.touchpoints import Touchpoint
from locales import N_

LONGEST_WORDS = 600
NUMBERS: Mapping[str, str] = {
    "floor_days": N_("Nobody hears nothing for longer than so many days"),
    "silence_days": N_("Who says nothing for so many days gets a call"),
    "a_day": N_("Most messages in a day"),
    "a_week": N_("Most messages in a week"),
    "nudges": N_("After so many messages without an answer, a person calls"),
    "answer_days": N_("Working days within which we answer a question"),
}
CLOCKS: Mapping[str, str] = {
    "quiet_from": N_("No messages from"),
    "quiet_to": N_("No messages until"),
}
NO_NUMBER = N_("“{field}” needs a number.")
NO_CLOCK = N_("“{field}” needs a time, like 20:30.")
WEEKDAYS = {option.id: option.label for option in DAYS}
DAYS_BEFORE, DAYS_AFTER = N_("Days before the meeting"), N_("Days after the meeting")
MINUTES_BEFORE, MINUTES_AFTER = N_("Minutes before the meeting starts"), N_("Minutes after the meeting ends")
AT = N_("At what time")
TOO_LONG = N_("Your own words are too long. Use 600 characters at most.")

Problem = tuple[str, str]
"""A text, and the text of the field that it names."""


def typed_policy(policy: Policy) -> dict[str, str]:
    values = {name: str(getattr(policy, name)) for name in NUMBERS}
    values |= {name: f"{getattr(policy, name):%H:%M}" for name in CLOCKS}
    return values | {f"rest_{day}": "1" for day in policy.rest_days}


def policy_of(form: Form, before: Policy) -> tuple[Policy, list[Problem]]:
    """`before` as the form wants it, and what cannot be read. With problems it is not to be used."""
    problems = [(NO_NUMBER, label) for name, label in NUMBERS.items() if form.number(name) is None]
    problems += [(NO_CLOCK, label) for name, label in CLOCKS.items() if form.clock(name) is None]
    if problems:
        return before, problems
    wanted = replace(
        before,
        floor_days=form.number("floor_days") or 0,
        silence_days=form.number("silence_days") or 0,
        a_day=form.number("a_day") or 0,
        a_week=form.number("a_week") or 0,
        nudges=form.number("nudges") or 0,
        answer_days=form.number("answer_days") or 0,
        quiet_from=form.clock("quiet_from") or before.quiet_from.min,
        quiet_to=form.clock("quiet_to") or before.quiet_to.min,
        rest_days=tuple(int(day) for day in WEEKDAYS if form.has(f"rest_{day}")),
    )
    return wanted, []


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of message in its form. `filled`: what is filled in for each person, in braces."""

    kind: str
    name: str
    whom: str
    typed: Mapping[str, str]
    after: bool
    opened: bool
    filled: tuple[str, ...] = ()


def sign_of(touchpoint: Touchpoint) -> int:
    return 1 if touchpoint.anchor == "end" else -1


def typed_step(touchpoint: Touchpoint) -> dict[str, str]:
    sign = sign_of(touchpoint)
    values = {
        "on": "1" if touchpoint.on else "",
        "days": str(sign * touchpoint.days),
        "minutes": str(sign * touchpoint.minutes),
        "at": f"{touchpoint.at:%H:%M}" if touchpoint.at else "",
    }
    return values | {f"words_{code}": text for code, text in touchpoint.texts.items()}


def step_of(form: Form, before: Touchpoint, codes: Iterable[str]) -> tuple[Touchpoint, list[Problem]]:
    """`before` as the form wants it, and what cannot be read. With problems it is not to be used."""
    problems = list(_step_problems(form, before))
    words = {code: form.text(f"words_{code}", LONGEST_WORDS + 1) for code in codes}
    if any(len(text) > LONGEST_WORDS for text in words.values()):
        problems.append((TOO_LONG, ""))
    if problems:
        return before, problems
    sign = sign_of(before)
    wanted = replace(
        before,
        on=form.has("on"),
        days=sign * (form.number("days") or 0),
        minutes=sign * (form.number("minutes") or 0),
        at=form.clock("at"),
        texts={code: text for code, text in words.items() if text},
    )
    return wanted, []


def _step_problems(form: Form, before: Touchpoint) -> Iterator[Problem]:
    after = before.anchor == "end"
    if form.text("days") and form.number("days") is None:
        yield NO_NUMBER, DAYS_AFTER if after else DAYS_BEFORE
    if form.text("minutes") and form.number("minutes") is None:
        yield NO_NUMBER, MINUTES_AFTER if after else MINUTES_BEFORE
    if form.text("at") and form.clock("at") is None:
        yield NO_CLOCK, AT
