"""What is past its time is forgotten, and nothing else."""

from datetime import timedelta

from sqlalchemy import insert

from lab.people import ACTIVE
from store.retention import KEYS_KEPT, QUARANTINE_KEPT
from store.tables import address, code, consent, inbox, media, outbox, person, quarantine, task
from tests.house import House

SECOND = timedelta(seconds=1)


async def test_who_never_said_yes_is_forgotten_after_seven_days_and_not_before(home: House) -> None:
    await home.writes("amina", "/start")
    await home.writes("amina", "English")

    home.clock.moment += timedelta(days=7) - SECOND
    await home.brug.jobs.forget()
    assert await home.person("amina") is not None

    home.clock.moment += SECOND
    await home.brug.jobs.forget()
    assert await home.person("amina") is None


async def test_with_her_goes_all_that_she_wrote_and_was_sent(home: House) -> None:
    await home.writes("amina", "/start")
    await home.writes("amina", "English")
    who = await home.person("amina")
    values = {"person_id": who.id, "kind": "voice", "mime": "audio/ogg", "data": b"x", "created_at": home.clock.now()}
    async with home.brug.database.write() as connection:
        await connection.execute(insert(media).values(values))

    home.clock.pass_(days=8)
    await home.brug.jobs.forget()
    home.clock.pass_(minutes=1)
    await home.brug.outbox.sweep()

    for table in (person, address, outbox, media, task, consent):
        assert await home.count(table) == 0
    assert [(row.body, row.person_id, row.address_id) for row in await home.rows(inbox)] == [(None, None, None)] * 2


async def test_who_wrote_through_two_phones_is_forgotten_on_both(home: House) -> None:
    await home.writes("amina", "/start")
    await home.writes("her brother's phone", "/start")
    amina, brother = await home.rows(address)
    await home.change(address, brother.id, person_id=amina.person_id)

    home.clock.pass_(days=8)
    await home.brug.jobs.forget()
    home.clock.pass_(minutes=1)
    await home.brug.outbox.sweep()

    assert await home.count(address) == 0


async def test_who_said_yes_stays(home: House) -> None:
    await home.signs_up("amina", "Amina")

    home.clock.pass_(days=400)
    await home.brug.jobs.forget()

    assert (await home.person("amina")).standing == ACTIVE
    assert all(row.body is not None for row in await home.rows(inbox))


async def test_who_comes_back_after_she_was_forgotten_is_a_stranger_and_is_kept_again(home: House) -> None:
    await home.writes("amina", "/start")
    home.clock.pass_(days=8)
    await home.brug.jobs.forget()

    await home.signs_up("amina", "Amina")
    home.clock.pass_(days=8)
    await home.brug.jobs.forget()
    await home.brug.outbox.sweep()

    assert (await home.person("amina")).name == "Amina"


async def test_the_key_of_a_message_is_kept_for_thirty_days_against_late_copies(home: House) -> None:
    await home.signs_up("amina")
    for text in ("delete", "1"):
        await home.writes("amina", text, event_id=f"event of {text}")
    keys = await home.count(inbox)

    home.clock.moment += KEYS_KEPT - SECOND
    await home.brug.jobs.forget()
    assert await home.count(inbox) == keys
    assert await home.writes("amina", "delete", event_id="event of delete") == []

    home.clock.moment += SECOND
    await home.brug.jobs.forget()
    assert await home.count(inbox) == 0


async def test_a_raw_payload_is_kept_for_thirty_days(home: House) -> None:
    await home.brug.service.quarantine("paper", "1", b"raw", "It does not parse.")

    home.clock.moment += QUARANTINE_KEPT - SECOND
    await home.brug.jobs.forget()
    assert await home.count(quarantine) == 1

    home.clock.moment += SECOND
    await home.brug.jobs.forget()
    assert await home.count(quarantine) == 0


async def test_a_personal_code_lives_two_weeks_and_a_place_has_its_code_for_a_year(home: House) -> None:
    await home.code(once=True)
    await home.code(place="Market")

    home.clock.pass_(days=14)
    await home.brug.jobs.forget()
    assert [row.place for row in await home.rows(code)] == ["Market"]

    home.clock.pass_(days=351)
    await home.brug.jobs.forget()
    assert await home.count(code) == 0
