"""A phone that several people use: Amina (English) and Bilal (French) take turns on one of them."""

from bot.messages import Outbound
from store.tables import address, outbox, person
from tests.house import House

PHONE = "phone"


def names(message: Outbound) -> list[str]:
    return [button.label for button in message.buttons]


def tap(message: Outbound, label: str) -> str:
    return next(button.token for button in message.buttons if button.label == label)


def in_french(home: House, text: str) -> str:
    return home.brug.catalogues("fr", text)


async def bilal_joins(home: House) -> None:
    """Amina has signed up; Bilal opens a code on her phone and signs up in his own language."""
    await home.signs_up(PHONE)
    code = await home.code()
    home.clock.pass_(minutes=5)
    [asked] = await home.writes(PHONE, f"/start {code.token}")
    await home.writes(PHONE, "", tap(asked, "Somebody else here"))
    for text in (home.brug.catalogues.languages["fr"].autonym, "1", "Bilal", "4", "1, 3"):
        await home.writes(PHONE, text)


async def people(home: House) -> dict[str, int]:
    return {row.name: row.id for row in await home.rows(person)}


async def news_for(home: House, name: str, text: str = "The doctor is free on Monday") -> None:
    """What nobody asked for, as contacts and colleagues send it."""
    who = (await people(home))[name]
    [at] = [row for row in await home.rows(address) if row.person_id == who]
    values = {"person_id": who, "address_id": at.id, "kind": "update", "state": "queued", "key": f"{name}:{text}"}
    values |= {"body": {"text": text, "lang": "en"}, "due_at": home.clock.now(), "created_at": home.clock.now()}
    async with home.brug.database.write() as connection:
        await connection.execute(outbox.insert().values(values))
    home.brug.outbox.wake([at.id])
    await home.brug.outbox.settled()
