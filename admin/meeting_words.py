"""A meeting as the desk says it: its day, its phase, who answered what, and what to watch out for."""

import asyncio
from collections.abc import Iterable, Mapping

from admin.tongues import any_of
from admin.visit import Visit
from bot.meeting_files.agenda import SESSION_NAMES
from bot.planned_tellings import KINDS
from lab.feasts import warnings_for
from lab.meetings import CANCELLED, Meeting
from lab.phases import NAMES
from lab.plan_faults import warnings_of
from lab.plan_warnings import PlanWarning
from locales import N_
from locales.catalogue import listed
from store.labs import Lab

ANSWERS = {
    "yes": N_("Yes"),
    "maybe": N_("Maybe"),
    "waiting": N_("On the waiting list"),
    "offered": N_("A seat is offered"),
    "no": N_("No"),
    "": N_("No answer yet"),
}

TOUCHPOINTS = {
    "reminder_week": N_("Reminder a week before"),
    "reminder_day": N_("Reminder a day before"),
    "reminder_hours": N_("Reminder two hours before"),
    "talk_reminder": N_("Reminder of a talk"),
    "poll": N_("A poll"),
    "poll_round": N_("The next round of a poll"),
    "poll_result": N_("The result of a poll"),
    "pilot_check": N_("The question how a pilot goes"),
    "pilot_news": N_("News of the pilots"),
    "milestone": N_("A step that a pilot reached"),
    "recommendation": N_("What became of a recommendation"),
    "translation": N_("A text to translate"),
    "came_back": N_("What became of an idea"),
    "promise_due": N_("Questions and ideas"),
    "broadcast": N_("A message to many"),
}
"""Where a coordinator needs more than the person is told (`KINDS`)."""


def kind_of_contact(visit: Visit, kind: str) -> str:
    return visit.say(TOUCHPOINTS.get(kind) or KINDS.get(kind, kind))


def title_of(visit: Visit, meeting: Meeting, lab: Lab | None) -> str:
    """Its own title in the reader's language or another one, or its phase."""
    return any_of(visit, meeting.title, lab) or phase_of(visit, meeting)


def phase_of(visit: Visit, meeting: Meeting) -> str:
    return visit.say(NAMES.get(meeting.phase, meeting.phase))


def when_of(visit: Visit, meeting: Meeting) -> str:
    """ "Thu 14 May, 18:00 – 20:30", in the zone of its place."""
    dates = visit.dates(meeting.timezone)
    one_day = dates.local_day(meeting.starts_at) == dates.local_day(meeting.ends_at)
    ends = dates.time(meeting.ends_at) if one_day else dates.exact(meeting.ends_at)
    return f"{dates.exact(meeting.starts_at)} – {ends}"


def agenda_of(visit: Visit, meeting: Meeting, lab: Lab) -> list[str]:
    """ "18:00 All together": each line by its own title, or by what its kind is called."""
    return [
        f"{one.starts:%H:%M} {any_of(visit, one.title, lab) or visit.say(SESSION_NAMES[one.kind])}"
        for one in meeting.sessions
    ]


def counts_of(visit: Visit, given: Mapping[str, int], people: int) -> str:
    """ "17 of 24 said yes, 2 maybe": what nobody answered is not said."""
    said = [visit.say(N_("{count} of {all} said yes"), count=str(given.get("yes", 0)), all=str(people))]
    for answer, text in _OTHERS.items():
        said += [visit.say(text, count=str(given[answer]))] if given.get(answer) else []
    silent = people - sum(given.get(answer, 0) for answer in ANSWERS if answer)
    said += [visit.say(N_("{count} without an answer"), count=str(silent))] if silent > 0 else []
    return listed(visit.language, said)


_OTHERS = {
    "maybe": N_("{count} maybe"),
    "no": N_("{count} no"),
    "waiting": N_("{count} on the waiting list"),
    "offered": N_("a seat is offered to {count}"),
}


def said(visit: Visit, warning: PlanWarning) -> str:
    """The rule and its reason."""
    return warning.in_words(lambda text, values: visit.say(text, **values))


async def warnings(visit: Visit, lab: Lab, meetings: Iterable[Meeting]) -> dict[int, list[str]]:
    """Feasts on which a meeting falls, and contacts that its hour makes impossible. By the meeting's id."""
    ahead = [one for one in meetings if one.state != CANCELLED and one.ends_at > visit.now]
    feasts = await asyncio.to_thread(_feasts, ahead, lab, visit.language)
    return {
        one.id: [
            *(said(visit, warning) for warning in feasts[one.id]),
            *(said(visit, warning) for warning in warnings_of(lab.plan, one, lab.policy)),
        ]
        for one in ahead
    }


def _feasts(ahead: Iterable[Meeting], lab: Lab, language: str) -> dict[int, list[PlanWarning]]:
    return {one.id: warnings_for(one.starts, one.ends, lab.calendars, language) for one in ahead}
