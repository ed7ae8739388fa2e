"""What happens to real services: nobody notices that it is down, the clock is wrong, the provider takes nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from bot.rehearsal import script
from bot.rehearsal.director import Director
from bot.rehearsal.player import Deed

GONE_DAYS = (24, 45)
"""From when to when the provider says of two more people that they blocked us, though they did not."""


def stage_mishaps(director: Director, starts: date, events: Sequence[str]) -> None:
    if script.OUTAGE in events:
        for first, last in script.OUTAGES:
            down = partial(director.go_down, _at(director, last, time(6, 0)))
            director.at(_at(director, first, time(6, 0)), down, needs_us=False)
    if script.DST in events:
        for first, last, hours in script.WRONG_CLOCKS:
            director.at(_at(director, first, time(20, 0)), partial(_set_clock, director, hours), needs_us=False)
            director.at(_at(director, last, time(12, 0)), partial(_set_clock, director, 0), needs_us=False)
    if script.BLOCKED in events:
        _stage_refusals(director)


def _stage_refusals(director: Director) -> None:
    for day, clock, hours in script.SHUT:
        shut = partial(_shut, director, _at(director, day, clock) + timedelta(hours=hours))
        director.at(_at(director, day, clock), shut, needs_us=False)
    others = [one.persona.address for one in director.players.values() if one.persona.kind in ("quick", "official")]
    for day, refuse in zip(GONE_DAYS, (True, False), strict=True):
        director.at(_at(director, day, time(7, 0)), partial(_refuse, director, others[:2], refuse), needs_us=False)
    for address in others[:2]:
        director.does(director.players[address], Deed(0, "Hello, is there nothing new?"), _at(director, 61, time(9, 0)))
    for place, address in enumerate(director.players):
        mishaps = ["busy", "busy"] if place % 3 else ["silence"]
        director.at(_at(director, 30 + place, time(7, 0)), partial(_meet, director, address, mishaps), needs_us=False)


def _at(director: Director, day: int, clock: time) -> datetime:
    return director.coordinator.at(day, clock).astimezone(UTC)


async def _set_clock(director: Director, hours: int) -> None:
    director.stage.clock.wrong_by = timedelta(hours=hours)


async def _shut(director: Director, until: datetime) -> None:
    director.stage.channel.shut_until = until


async def _refuse(director: Director, addresses: Sequence[str], refuse: bool) -> None:
    for address in addresses:
        (director.stage.channel.gone.add if refuse else director.stage.channel.gone.discard)(address)


async def _meet(director: Director, address: str, mishaps: list[str]) -> None:
    director.stage.channel.mishaps[address] = mishaps
