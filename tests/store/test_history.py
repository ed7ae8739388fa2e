"""A conversation in the order in which it was said."""

from datetime import timedelta

from sqlalchemy import insert

from store.database import Database
from store.history import of_address
from store.tables import address, outbox
from tests.house import MONDAY


async def test_what_is_being_sent_just_now_stands_below_what_went_out_before_it(database: Database) -> None:
    where = {"channel": "webchat", "account": "web", "lookup": "x", "external": "x", "created_at": MONDAY}
    row = {"kind": "coordinator", "due_at": MONDAY, "created_at": MONDAY}
    async with database.write() as connection:
        made = (await connection.execute(insert(address).values(where).returning(address.c.id))).scalar_one()
        for text, more in (
            ("This is a test", {"state": "sent", "sent_at": MONDAY + timedelta(milliseconds=90)}),
            ("The words", {"state": "sending", "sent_at": None}),
        ):
            values = row | more | {"address_id": made, "key": text, "body": {"text": text}}
            await connection.execute(insert(outbox).values(values))

        assert [one.body["text"] for one in await of_address(connection, made)] == ["This is a test", "The words"]
