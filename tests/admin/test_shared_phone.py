"""A phone that several people use, as the desk shows it: how many they are, and only those of one's own lab by name."""

from sqlalchemy import select

from bot.messages import Inbound
from flows.phones import token
from store.labs import new_entry
from store.phones import HELD
from store.tables import address, outbox, person, staff
from tests.admin.house import Browser, House


async def joins(house: House, phone: str, name: str, lab_id: int) -> int:
    """Somebody else comes in by a code on the phone of `phone`. The id of the person."""
    keyring = house.brug.database.keyring
    async with house.brug.database.write() as connection:
        code = await new_entry(connection, keyring, lab_id, house.clock.now())
    await house.write(phone, f"/start {code.token}")
    await tap(house, phone, token(0))
    for words in ("English", "yes", name, "30", "1"):
        await house.write(phone, words)
    return await house.person(name)


async def tap(house: House, phone: str, button: str) -> None:
    event = f"{phone}-{button}-{house.clock.now().timestamp()}"
    await house.brug.service.take(Inbound("webchat", "web", event, phone.ljust(24, "x"), taps=(button,)))
    await house.settled()


async def test_the_page_of_a_person_says_with_whom_she_shares_her_phone(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    bilal = await joins(house, "amina", "Bilal", house.lab_a)

    page = await els.get(f"/admin/people/{amina}")

    assert "Other people who use the same phone: 1 Bilal" in page.words
    assert f'href="/admin/people/{bilal}"' in page.text


async def test_who_is_of_another_lab_is_counted_and_not_named(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    bilal = await joins(house, "amina", "Bilal", house.lab_b)

    page = await els.get(f"/admin/people/{amina}")

    assert "Other people who use the same phone: 1" in page.words
    assert "Bilal" not in page.words
    assert (await els.get(f"/admin/people/{bilal}")).status == 404


async def test_a_phone_of_her_own_is_not_worth_a_word(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)

    assert "use the same phone" not in (await els.get(f"/admin/people/{amina}")).words


async def test_an_answer_waits_until_she_has_said_that_it_is_she(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    await joins(house, "amina", "Bilal", house.lab_a)

    said = await els.submit(
        f"/admin/people/{amina}", f"/admin/people/{amina}/answer", text="Come at nine", key="a key of the form"
    )
    await house.settled()

    async with house.brug.database.read() as connection:
        states = {row.body["text"]: row.state for row in await connection.execute(select(outbox)) if row.body}
        [own] = await connection.execute(select(address.c.id).where(address.c.person_id == amina))
    assert said.status == 200
    assert (states["Come at nine"], states["For Amina: you have a message."]) == (HELD, "sent")
    assert "Waits until the person says: it is me" in (await els.get(f"/admin/people/{amina}")).words
    await tap(house, "amina", token(own.id))
    assert "Waits until the person says: it is me" not in (await els.get(f"/admin/people/{amina}")).words


async def test_a_worker_sees_that_a_phone_is_shared_and_not_with_whom(house: House) -> None:
    farid = await house.hire("Farid", "outreach_worker", house.lab_a)
    await house.sign_up("Amina", house.lab_a)
    bilal = await joins(house, "amina", "Bilal", house.lab_a)
    async with house.brug.database.write() as connection:
        everybody = (await connection.execute(select(staff.c.id, staff.c.email))).all()
        worker = next(row.id for row in everybody if row.email == farid)
        waits = {"standing": "new", "confirmed_at": None, "worker_id": worker}
        await connection.execute(person.update().where(person.c.id == bilal).values(waits))

    async with house.browser() as browser:
        page = await browser.log_in(farid)

    assert "Bilal shared phone" in page.words
    assert "Amina" not in page.words
