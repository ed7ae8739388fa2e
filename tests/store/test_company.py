"""Who has a thing open: for as long as the page says so, and nobody longer."""

from datetime import timedelta

from sqlalchemy import select

from store.company import KEPT, company, looks_at
from store.database import Database
from store.presence import HERE
from store.staff import add_staff
from store.tables import open_page
from tests.house import MONDAY, House


async def test_others_are_here_as_long_as_their_page_says_so(database: Database) -> None:
    async with database.write() as connection:
        els, omar = [
            (
                await add_staff(
                    connection, database.keyring, name=name, email=None, role="coordinator", lab_id=None, now=MONDAY
                )
            )[0]
            for name in ("Els", "Omar")
        ]
        await looks_at(connection, "poll:1", els, MONDAY)
        await looks_at(connection, "poll:1", omar, MONDAY - HERE)
        await looks_at(connection, "poll:1", omar, MONDAY)
        await looks_at(connection, "poll:2", omar, MONDAY)

        for_els = await company(connection, "poll:1", els, MONDAY + HERE - timedelta(seconds=1))
        later = await company(connection, "poll:1", els, MONDAY + HERE)
        elsewhere = await company(connection, "poll:2", omar, MONDAY)

    assert (for_els, later, elsewhere) == (["Omar"], [], [])


async def test_what_was_open_an_hour_ago_goes_with_all_that_is_past_its_time(home: House) -> None:
    async with home.brug.database.write() as connection:
        els, _ = await add_staff(
            connection,
            home.brug.database.keyring,
            name="Els",
            email=None,
            role="coordinator",
            lab_id=home.lab.id,
            now=MONDAY,
        )
        await looks_at(connection, "poll:1", els, MONDAY)
        await looks_at(connection, "poll:2", els, MONDAY + KEPT + timedelta(seconds=1))
    assert await opened(home) == ["poll:1", "poll:2"], "a sign of one page clears away no other"

    home.clock.moment += KEPT + timedelta(seconds=1)
    await home.brug.jobs.forget()

    assert await opened(home) == ["poll:2"]


async def opened(home: House) -> list[str]:
    async with home.brug.database.read() as connection:
        return list((await connection.execute(select(open_page.c.thing).order_by(open_page.c.thing))).scalars())
