"""The form of a message to many: its words, and for whom it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.group_names import group_name
from admin.meeting_words import title_of, when_of
from admin.polls_board import name_of
from admin.polls_form import NO_MOMENT
from admin.tongues import any_of, in_fields, written
from admin.visit import Visit
from lab import phases
from lab.broadcasts import DRAFT, OPEN_TO_CHANGES, Broadcast
from lab.meetings import CANCELLED
from lab.polls import DRAFT as POLL_DRAFT
from lab.segments import ATTENDANCE, UNGROUPED, Segment
from lab.wall_time import moment_of, zone_of
from locales import N_
from locales.catalogue import listed
from store import meetings as stored_meetings
from store.broadcasts import broadcasts_of
from store.desk_meetings import languages_of
from store.groups import groups_in
from store.labs import Lab
from store.polls import polls_of

LOOKED_BACK = timedelta(days=120)
MOST_OFFERED = 30
IN_NO_GROUP = N_("in no group")
EVERYBODY = N_("Everybody who takes part")
ANSWERED, NOT_ANSWERED = N_("answered: {what}"), N_("did not answer: {what}")
CAME_IN = N_("came in the phase: {phases}")
NOW_OR_LATER = N_(
    "“Now” was chosen, but there is a day and a time too. Nothing is sent yet. Choose once more when it goes out."
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody may choose from, by the value of the field: nothing of another lab is among it."""

    groups: Mapping[str, str]
    languages: Mapping[str, str]
    phases: Mapping[str, str]
    meetings: Mapping[str, str]
    abouts: Mapping[str, str]
    spoken: Mapping[str, int]


async def choices_of(visit: Visit, connection: AsyncConnection, lab: Lab, own: int = 0) -> Choices:
    """`own`: the number of the message itself, which cannot be about itself."""
    known = visit.desk.catalogues.languages
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    codes = dict.fromkeys([*lab.languages, *sorted(spoken)])
    groups = {one.key: visit.name(group_name(visit, one)) for one in await groups_in(connection, lab.id)}
    return Choices(
        groups={**groups, UNGROUPED: visit.say(IN_NO_GROUP)} if groups else {},
        languages={code: visit.name(known[code].autonym) for code in codes if code in known},
        phases={key: visit.say(phases.NAMES[key]) for key in phases.KEYS},
        meetings=await _meetings(visit, connection, lab),
        abouts=await _abouts(visit, connection, lab, own),
        spoken=spoken,
    )


async def _meetings(visit: Visit, connection: AsyncConnection, lab: Lab) -> dict[str, str]:
    since = visit.now - LOOKED_BACK
    found = await stored_meetings.meetings(connection, since=since, lab_id=lab.id)
    return {
        str(one.id): f"{title_of(visit, one, lab)} · {when_of(visit, one)}" for one in found if one.state != CANCELLED
    }


async def _abouts(visit: Visit, connection: AsyncConnection, lab: Lab, own: int) -> dict[str, str]:
    polls = [one for one in await polls_of(connection, lab.id) if one.state != POLL_DRAFT][:MOST_OFFERED]
    sent = [one for one in await broadcasts_of(connection, lab.id) if one.state not in OPEN_TO_CHANGES]
    found = {one.reference: name_of(visit, one, lab) for one in polls}
    return found | {one.reference: any_of(visit, one.words, lab) for one in sent[:MOST_OFFERED] if one.id != own}


def broadcast_in(visit: Visit, before: Broadcast, choices: Choices) -> Broadcast:
    """The message as the form wants it. What cannot be chosen is not chosen."""
    form = visit.form
    meeting, attendance = form.text("meeting"), form.text("attendance")
    both = meeting in choices.meetings and attendance in ATTENDANCE
    about = form.text("about")
    segment = Segment(
        groups=form.chosen("group", choices.groups),
        languages=form.chosen("language", choices.languages),
        phases=form.chosen("phase", choices.phases),
        meeting=int(meeting) if both else 0,
        attendance=attendance if both else "",
        about=about if about in choices.abouts else "",
        answered=about not in choices.abouts or form.text("answered") != "no",
        without=before.segment.without,
    )
    return replace(before, words=written(visit, "words"), segment=segment, staff_id=visit.member.id, state=DRAFT)


def typed_of(one: Broadcast) -> dict[str, str]:
    """What stands in its form."""
    segment = one.segment
    values = {"meeting": str(segment.meeting or ""), "attendance": segment.attendance, "about": segment.about}
    return {**in_fields("words", one.words), **values, "answered": "yes" if segment.answered else "no"}


def ticked_of(segment: Segment) -> dict[str, tuple[str, ...]]:
    """The boxes of its form."""
    return {"group": segment.groups, "language": segment.languages, "phase": segment.phases}


def in_words(visit: Visit, segment: Segment, choices: Choices) -> str:
    """For whom it is: "Families · Nederlands · Thu 14 May: said yes"."""
    said = [_named(visit, segment.groups, choices.groups), _named(visit, segment.languages, choices.languages)]
    if segment.phases:
        said.append(visit.say(CAME_IN, phases=_named(visit, segment.phases, choices.phases)))
    if segment.meeting:
        title = choices.meetings.get(str(segment.meeting), "")
        said.append(f"{title}: {visit.say(ATTENDANCE[segment.attendance])}")
    if segment.about:
        text = ANSWERED if segment.answered else NOT_ANSWERED
        said.append(visit.say(text, what=choices.abouts.get(segment.about, "")[:80]))
    return " · ".join(part for part in said if part) or visit.say(EVERYBODY)


def _named(visit: Visit, keys: Iterable[str], names: Mapping[str, str]) -> str:
    return listed(visit.language, [names.get(key, key) for key in keys])


def fields_in_words(visit: Visit, one: Broadcast, choices: Choices) -> dict[str, str]:
    """Each field by what people call it: to show two versions side by side."""
    known = visit.desk.catalogues.languages
    words = {known[code].autonym: text for code, text in one.words.items() if code in known}
    left_out = [known[code].autonym if code in known else "–" for code in one.segment.without]
    return {
        **words,
        visit.say(N_("Who gets it")): in_words(visit, one.segment, choices),
        visit.say(N_("Languages that are left out")): listed(visit.language, left_out),
    }


def moment_in_field(one: Broadcast, zone: str) -> str:
    """When it goes out, as the field of the form holds it; "" for at once."""
    return f"{one.due_at.astimezone(zone_of(zone)):%Y-%m-%dT%H:%M}" if one.due_at else ""


def moment_in(visit: Visit, one: Broadcast, zone: str) -> tuple[datetime | None, str]:
    """When it goes out, None for at once; and what stands in the way, "" where nothing does.

    A moment that she wrote beside "now" is kept and asked about: what is sent too early cannot be taken back.
    """
    text, now = visit.form.text("due_at", 16), visit.form.text("when") != "later"
    if now and text in ("", moment_in_field(one, zone)):
        return None, ""
    try:
        moment = moment_of(datetime.fromisoformat(text).replace(tzinfo=None), zone_of(zone))
    except ValueError:
        return None, NO_MOMENT
    return moment, NOW_OR_LATER if now else ""
