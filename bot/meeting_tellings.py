"""What is told about a meeting once somebody comes."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meeting_files.agenda import agenda_picture
from bot.meeting_files.calendar import CONTENT_TYPE, calendar_file
from bot.meeting_files.map_link import map_link
from bot.messages import Outbound
from bot.turn import Turn, id_of
from lab.meetings import Meeting
from locales import N_
from locales.catalogue import MissingText, listed
from store import meetings
from store.media import keep_media
from store.push import CHANNEL as WEB_CHAT

OFFERED = N_("There will be: {things}.")
INTERPRETER = N_("interpreter ({languages})")
CHILDCARE = N_("childcare")
FOOD = N_("food")
TRAVEL = N_("your travel costs are paid")


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
