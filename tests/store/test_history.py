"""A conversation in the order in which it was said."""

from datetime import timedelta

from sqlalchemy import insert

from store.database import Database
from store.history import of_address, page_of_person
from store.tables import address, outbox, person
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


async def test_a_message_that_went_out_late_hides_no_other_from_the_pages(database: Database) -> None:
    """It was made before them and stands after them: the pages go by the order of making, a page by that of sending."""
    where = {"channel": "webchat", "account": "web", "lookup": "x", "external": "x", "created_at": MONDAY}
    reply = {"kind": "reply", "state": "sent", "due_at": MONDAY}
    late = reply | {"kind": "coordinator", "created_at": MONDAY, "sent_at": MONDAY + timedelta(days=1)}
    replies = [reply | {"created_at": MONDAY + timedelta(minutes=n), "sent_at": MONDAY} for n in range(1, 8)]
    async with database.write() as connection:
        her = (await connection.execute(insert(person).values(created_at=MONDAY).returning(person.c.id))).scalar_one()
        made = (
            await connection.execute(insert(address).values(where | {"person_id": her}).returning(address.c.id))
        ).scalar_one()
        for number, values in enumerate([*replies[:4], late, *replies[4:]]):
            more = {"person_id": her, "address_id": made, "key": f"{number}", "body": {"text": f"{number}"}}
            await connection.execute(insert(outbox).values(values | more))

        read, before = [], None
        for _ in range(4):
            entries, before = await page_of_person(connection, her, 3, before)
            read += [entry.body["text"] for entry in entries]
            if before is None:
                break

    assert before is None
    assert set(read) == {"0", "1", "2", "3", "4", "5", "6", "7"}
