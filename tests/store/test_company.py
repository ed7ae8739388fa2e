"""Who has a thing open: for as long as the page says so, and nobody longer."""

from datetime import timedelta

from store.company import company, looks_at
from store.database import Database
from store.presence import HERE
from store.staff import add_staff
from tests.house import MONDAY


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
