"""What tests do with pilots, and what they see of them."""

from typing import Any

from sqlalchemy import insert

from lab.pilots import Pilot
from store import pilot_news, pilots
from store.tables import lab as lab_table
from store.tables import pilot_update, reaction
from tests.bot.year import Year, at

NAMES = {"en": "Café", "nl": "Taalcafé"}
ASKED = "How is it going with"


async def runs(year: Year, *team: int, name: dict[str, str] | None = None, **given: Any) -> Pilot:
    """A pilot that began today."""
    new = Pilot(0, year.home.lab.id, name or NAMES, **{"state": "running", **given})
    async with year.home.brug.database.write() as connection:
        made = await pilots.add_pilot(connection, new, year.home.clock.now())
        await pilots.put_in_team(connection, made, team)
        return (await pilots.pilots_by_id(connection, [made]))[made]


async def now(year: Year, one: Pilot) -> Pilot:
    async with year.home.brug.database.read() as connection:
        return (await pilots.pilots_by_id(connection, [one.id]))[one.id]


async def passes(year: Year, *only: int, passed: bool = True, keeps: str | None = None) -> None:
    """The coordinator has looked at everything, or at these reports."""
    async with year.home.brug.database.write() as connection:
        for row in await year.home.rows(pilot_update):
            if row.passed is None and (not only or row.id in only):
                kept = row.media if keeps is None else keeps
                await pilot_news.settle_update(connection, row.id, passed=passed, media_kept=kept)


async def tells(year: Year, who: str, how: str, words: str = "skip", need: str = "skip") -> list[str]:
    """A whole report."""
    said: list[str] = []
    for text in ("/pilot", how, words, need):
        said += await year.writes(who, text)
    return said


async def asked(year: Year) -> list[tuple[str, str]]:
    """Whom the gate let ask how it goes, and on which day."""
    heard = [(moment, name) for name, sheets in year.heard.items() for moment, s in sheets if ASKED in s.text]
    return [(f"{moment:%d %b}", name) for moment, name in sorted(heard)]


def plain(text: str) -> str:
    """Without the marks that keep names from turning a line around."""
    return text.replace("\u2068", "").replace("\u2069", "")


async def reactions(year: Year) -> list[Any]:
    async with year.home.brug.database.read() as connection:
        return list(await connection.execute(reaction.select()))


async def another_lab(year: Year) -> int:
    values = {"name": "B", "city": "B", "timezone": "UTC", "languages": ["en"], "created_at": at(5, 1)}
    async with year.home.brug.database.write() as connection:
        made = await connection.execute(insert(lab_table).values(values).returning(lab_table.c.id))
        return int(made.scalar_one())
