"""A code at the door: who scans it is there, and nobody else."""

from sqlalchemy import select

from flows.rights import KEPT
from lab.meetings import Meeting
from store.door import code_of
from store.tables import outbox, person
from tests.admin.gatherings import a_meeting, invitations, wall
from tests.admin.house import Browser, House

WELCOME, NOT_NOW = "Welcome. It is good that you are here.", "This code does not work now."


async def opened(house: House, els: Browser, clocks: str = "2026-05-11T12:00") -> tuple[Meeting, str]:
    """The house stands at eleven that day, in Brussels."""
    meeting = await a_meeting(house, starts=wall(clocks))
    path = f"/admin/meetings/{meeting.id}/door"
    assert "Make the code" in (await els.get(path)).words
    page = await els.submit(path)
    code = code_of(house.brug.database.keyring, meeting)
    assert f'src="/here/{code}/qr.png"' in page.text
    return meeting, code


async def heard(house: House) -> list[str]:
    async with house.brug.database.read() as connection:
        return [body["text"] for body in (await connection.execute(select(outbox.c.body))).scalars()]


async def test_who_takes_part_scans_and_is_there(house: House, els: Browser, stranger: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    _, code = await opened(house, els)

    before = len(await heard(house))
    await house.write("amina", f"/start {code}")

    assert [text.startswith(WELCOME) for text in (await heard(house))[before:]] == [True]
    assert (await invitations(house))[who].present is True
    async with stranger.session.get(f"{stranger.base}/here/{code}", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, f"/chat?code={code}")
    async with stranger.session.get(f"{stranger.base}/here/{code}/qr.png") as picture:
        assert picture.content_type == "image/png"


async def test_a_code_of_another_day_lab_or_nobody_says_the_same(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Greta", house.lab_b)
    _, later = await opened(house, els, "2026-05-11T15:00")
    _, today = await opened(house, els)

    for who, code in (("amina", later), ("amina", "here-" + "x" * 32), ("greta", today)):
        before = len(await heard(house))
        await house.write(who, f"/start {code}")
        assert [text.startswith(NOT_NOW) for text in (await heard(house))[before:]] == [True]
    assert await invitations(house) == {}


async def test_what_was_asked_before_is_still_open_behind_the_door(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    _, code = await opened(house, els)
    await house.write("amina", "/delete")

    await house.write("amina", f"/start {code}")
    await house.write("amina", "no")

    assert (await heard(house))[-1] == KEPT


async def test_who_stopped_is_asked_whether_she_comes_back(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    _, code = await opened(house, els)
    await house.write("amina", "stop")
    before = len(await heard(house))

    await house.write("amina", f"/start {code}")

    first, *others = (await heard(house))[before:]
    assert first.startswith(NOT_NOW)
    assert others != []


async def test_a_stranger_signs_up_for_that_lab_and_is_not_marked(house: House, els: Browser) -> None:
    _, code = await opened(house, els)

    await house.write("newcomer", f"/start {code}")
    await house.write("other", f"/start here-{'x' * 32}")

    async with house.brug.database.read() as connection:
        rows = (await connection.execute(select(person.c.lab_id, person.c.standing).order_by(person.c.id))).all()
    assert rows[-2] == (house.lab_a, "new")
    assert rows[-1].standing == "new"
    assert await invitations(house) == {}
    assert not any(text.startswith((WELCOME, NOT_NOW)) for text in await heard(house))


async def test_a_code_that_nobody_made_opens_nothing(house: House) -> None:
    await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house, starts=wall("2026-05-11T12:00"))

    await house.write("amina", f"/start {code_of(house.brug.database.keyring, meeting)}")

    assert await invitations(house) == {}
