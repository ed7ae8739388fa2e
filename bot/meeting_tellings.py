"""What is told about a meeting once somebody comes, and what is planned for her."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meeting_files.agenda import agenda_picture
from bot.meeting_files.calendar import CONTENT_TYPE, calendar_file
from bot.meeting_files.map_link import map_link
from bot.messages import Outbound
from bot.turn import Turn, id_of
from lab.meetings import Meeting
from lab.wall_time import zone_of
from locales import N_
from locales.catalogue import MissingText, listed
from scheduler.reasons import REASONS
from store import contacts, meetings
from store.media import keep_media
from store.push import CHANNEL as WEB_CHAT

OFFERED = N_("There will be: {things}.")
INTERPRETER = N_("interpreter ({languages})")
CHILDCARE = N_("childcare")
FOOD = N_("food")
TRAVEL = N_("your travel costs are paid")
PLANNED = N_("This is what we plan to send you:")
NOTHING_PLANNED = N_("Nothing is planned just now. We write when there is something to tell.")

KINDS: Mapping[str, str] = {
    "invitation": N_("Invitation to a meeting"),
    "preparation": N_("We prepare the meeting with you"),
    "reminder_week": N_("Reminder of a meeting"),
    "reminder_day": N_("Reminder of a meeting"),
    "reminder_hours": N_("Reminder of a meeting"),
    "check_in": N_("Question before a meeting"),
    "check_out": N_("Question after a meeting"),
    "decided": N_("What was decided"),
    "missed": N_("We missed you"),
    "moved": N_("Change of a meeting"),
    "cancelled": N_("A meeting does not take place"),
    "seat_free": N_("A seat is free"),
    "talk_reminder": N_("Reminder of a talk"),
    "check_up": N_("How are you?"),
    "pilot_check": N_("Question how a pilot goes"),
    "pilot_news": N_("News of the pilots"),
    "milestone": N_("A step that a pilot reached"),
    "recommendation": N_("What became of a recommendation"),
    "broadcast": N_("A message from the team"),
    "poll": N_("A poll"),
    "poll_round": N_("The next round of a poll"),
    "poll_result": N_("The result of a poll"),
    "came_back": N_("What became of an idea"),
    "translation": N_("A text to translate"),
}


async def meeting_details(connection: AsyncConnection, turn: Turn, values: Mapping[str, str]) -> None:
    """Date, time and place in her words, a map, the calendar file, and the day as a picture."""
    meeting = await meetings.meeting_of(connection, id_of(values["meeting"]))
    if meeting is None:
        return
    language = turn.person["language"]
    # From here on she is promised reminders: a page that is closed must be able to say so.
    asks = turn.inbound.channel == WEB_CHAT
    message = Outbound("\n".join(_lines(turn, meeting)), language, asks_push=asks)
    who = turn.visitor.person_id
    name = turn.lab.name if turn.lab else "Brug"
    theirs = in_language(meeting, language)
    message = replace(message, file=await _calendar_file(connection, turn, theirs))
    if meeting.sessions and (
        picture := await asyncio.to_thread(agenda_picture, theirs, language, turn.catalogues, name)
    ):
        message = replace(message, picture=await keep_media(connection, who, "photo", "image/png", picture, turn.now))
    if meeting.place.latitude is not None and meeting.place.longitude is not None:
        message = replace(message, position=(meeting.place.latitude, meeting.place.longitude))
    turn.outgoing.append(message)


async def enclose_calendar(connection: AsyncConnection, turn: Turn, values: Mapping[str, str]) -> None:
    """What changed comes with its calendar file: the calendar of a phone replaces the meeting, or takes it out."""
    meeting = await meetings.meeting_of(connection, id_of(values["meeting"]))
    if meeting is None:
        return
    with suppress(MissingText):  # then the news alone
        turn.enclosed = await _calendar_file(connection, turn, in_language(meeting, turn.person["language"]))


async def _calendar_file(connection: AsyncConnection, turn: Turn, meeting: Meeting) -> int:
    """Its `media` row."""
    language, name = turn.person["language"], turn.lab.name if turn.lab else "Brug"
    data = calendar_file(meeting, language, turn.catalogues, lab_name=name, now=turn.now)
    return await keep_media(connection, turn.visitor.person_id, "file", CONTENT_TYPE, data, turn.now)


def in_language(meeting: Meeting, language: str) -> Meeting:
    """With the team's own words in this language only: where they have none, the names of our own take their place."""
    sessions = tuple(replace(one, title=_only(one.title, language)) for one in meeting.sessions)
    return replace(meeting, title=_only(meeting.title, language), sessions=sessions)


def _only(words: Mapping[str, str], language: str) -> dict[str, str]:
    return {language: words[language]} if words.get(language) else {}


def _lines(turn: Turn, meeting: Meeting) -> list[str]:
    language, values = turn.person["language"], turn.meeting_values(meeting)
    say = turn.catalogues.value
    lines = [f"📅 {say(language, values['when'])}", f"📍 {say(language, values['place'])}"]
    lines += [f"🚌 {meeting.place.directions[language]}"] if meeting.place.directions.get(language) else []
    on_page = turn.inbound.channel == WEB_CHAT  # which makes a link of the position
    lines += [f"🗺️ {link}"] if not on_page and (link := map_link(meeting.place)) else []
    return lines + _offered(turn, meeting)


def _offered(turn: Turn, meeting: Meeting) -> list[str]:
    language, texts = turn.person["language"], turn.catalogues
    offer, known = meeting.offer, turn.catalogues.languages
    things = []
    if offer.interpreters:
        names = listed(language, [known[code].autonym for code in offer.interpreters if code in known])
        things.append(texts.render(language, INTERPRETER, {"languages": names}))
    for given, text in ((offer.childcare, CHILDCARE), (offer.food, FOOD), (offer.travel_costs, TRAVEL)):
        things += [texts(language, text)] if given else []
    return [texts.render(language, OFFERED, {"things": listed(language, things)})] if things else []


async def planned(connection: AsyncConnection, turn: Turn, _: Mapping[str, str]) -> None:
    """Everything that is planned for her, with the reason why something waits."""
    rows = [row for row in await contacts.ahead(connection, turn.visitor.person_id) if row.kind in KINDS]
    texts, language = turn.catalogues, turn.person["language"]
    if not rows:
        turn.outgoing.append(Outbound(texts(language, NOTHING_PLANNED), language))
        return
    lines = [texts(language, PLANNED), *(_planned_line(turn, row) for row in rows[:12])]
    turn.outgoing.append(Outbound("\n".join(lines), language))


def _planned_line(turn: Turn, row: Row[tuple[object, ...]]) -> str:
    texts, language = turn.catalogues, turn.person["language"]
    zone = zone_of(turn.person.get("timezone") or "", turn.lab.timezone if turn.lab else "UTC")
    line = f"• {texts.value(language, row.due_at.astimezone(zone))}: {texts(language, KINDS[row.kind])}"
    if row.reason in REASONS and row.reason_until:
        until = row.reason_until.astimezone(zone)
        line += f" ({texts.render(language, REASONS[row.reason], {'until': until})})"
    return line
