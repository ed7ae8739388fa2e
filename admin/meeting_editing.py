"""The form of a meeting on its page: what it needs to be shown, and what keeps it from being saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import seen_as
from admin.labs import tongues
from admin.meeting_compared import stored as compared
from admin.meeting_form import MOST_LINES, has_times, lines, meeting_of, moves
from admin.meeting_words import said, title_of, when_of
from admin.visit import Visit
from bot.meeting_files.agenda import SESSION_NAMES
from lab.meetings import CANCELLED, Meeting, Place, faults_of, faults_without_times, with_its_agenda
from lab.phases import KEYS, NAMES
from locales import N_
from store import meetings as stored
from store.desk_meetings import languages_of, team_in_chat
from store.labs import Lab

IS_CANCELLED = N_("This meeting is cancelled. Plan a new one.")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the form offers: languages of the texts, and who may facilitate."""

    lab: Lab
    codes: Mapping[str, str]
    team: Sequence[Row[Any]]


async def around(visit: Visit, connection: AsyncConnection, lab: Lab, meeting: Meeting | None = None) -> Desk:
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    texts = (meeting.title, meeting.place.directions, meeting.decided) if meeting else ()
    return Desk(lab, tongues(visit, lab, spoken, *texts), await team_in_chat(connection, lab.id))


def blank(lab: Lab, now: datetime) -> Meeting:
    """A meeting of which nothing is known yet."""
    today = now.replace(tzinfo=None)
    return Meeting(0, lab.id, "", today, today, lab.timezone, Place(""))


async def judged(visit: Visit, connection: AsyncConnection, before: Meeting, desk: Desk) -> tuple[Meeting, list[str]]:
    """The meeting as the form wants it, with the sentences that say what to change first."""
    spoken = visit.desk.catalogues.languages
    written, problems = meeting_of(visit.form, before, desk.codes, spoken, [one.person_id for one in desk.team])
    wanted = with_its_agenda(written, before)
    if before.state == CANCELLED:
        return before, [visit.say(IS_CANCELLED)]
    faults = faults_without_times(wanted)
    if has_times(visit.form):
        others = await stored.meetings(connection, lab_id=desk.lab.id)
        faults = faults_of(wanted, others, _now(visit, before, wanted))
    return wanted, [visit.say(text, **named) for text, named in problems] + [said(visit, fault) for fault in faults]


def _now(visit: Visit, before: Meeting, wanted: Meeting) -> datetime:
    """What has been may be written better, as long as its time stays."""
    stays = before.id and not moves(before, wanted)
    return min(visit.now, before.starts_at - timedelta(seconds=1)) if stays else visit.now


def names_of(desk: Desk) -> dict[int, str]:
    """Those who may facilitate, by the number of the person."""
    return {one.person_id: one.name or "" for one in desk.team if one.person_id}


async def form_page(
    visit: Visit,
    desk: Desk,
    values: Mapping[str, str],
    *,
    meeting: Meeting | None = None,
    problems: Sequence[str] = (),
) -> web.Response:
    return await visit.show(
        "meeting_form.html",
        422 if problems else 200,
        at="meetings",
        lab=desk.lab,
        meeting=meeting,
        which=f"{title_of(visit, meeting, desk.lab)} · {when_of(visit, meeting)}" if meeting else "",
        as_shown=seen_as(visit, compared(visit, meeting, names_of(desk))) if meeting else "",
        typed=values,
        problems=problems,
        phases={key: NAMES[key] for key in KEYS},
        codes=desk.codes,
        team=desk.team,
        spoken=visit.desk.catalogues.languages.values(),
        kinds=SESSION_NAMES,
        lines=lines(values, desk.codes),
        most_lines=MOST_LINES,
    )
