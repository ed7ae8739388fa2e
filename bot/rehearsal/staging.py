"""When the coordinator opens her polls, begins her pilots and changes her recommendation."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

from bot.rehearsal import voices
from bot.rehearsal.director import Director
from bot.rehearsal.script import Act
from bot.rehearsal.voices import Asked, Tried


def stage_voices(director: Director, starts: date, days: int) -> None:
    for asked in voices.between_meetings(days):
        director.at(_at(director, asked.day), partial(_ask, director, asked))
    for tried in voices.TRIED:
        if tried.day < days:
            director.at(_at(director, tried.day), partial(_try, director, tried, starts))
    if days > voices.PROPOSED_ON:
        director.at(_at(director, voices.PROPOSED_ON), director.coordinator.trier.recommend)
        for day, state in voices.CHANGES:
            director.at(_at(director, day), partial(director.coordinator.trier.change, state))


def ask_at_meeting(director: Director, act: Act, place: int, meeting_id: int) -> None:
    """Some days before it."""
    for asked in voices.at_meeting(place):
        director.at(_at(director, act.day - asked.day), partial(_ask, director, asked, meeting_id))


async def _ask(director: Director, asked: Asked, meeting_id: int | None = None) -> None:
    asker = director.coordinator.asker
    if (poll_id := await asker.ask(asked, meeting_id)) and asked.by_hand:
        early = director.stage.clock.moment + timedelta(days=asked.days) - voices.EARLY
        director.at(early, partial(asker.close, poll_id))


async def _try(director: Director, tried: Tried, starts: date) -> None:
    trier = director.coordinator.trier
    pilot_id = await trier.begin(tried, starts)
    director.at(_at(director, tried.day + tried.days), partial(trier.end, pilot_id))
    if tried.reached:
        director.at(_at(director, tried.day + tried.reached), partial(trier.reach, pilot_id))


def _at(director: Director, day: int) -> datetime:
    return director.coordinator.at(day, voices.OPENS).astimezone(UTC)
