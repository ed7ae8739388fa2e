"""The team: somebody is invited, changes her role, forgets her password, and leaves."""

import re
from typing import Any

import pytest
from sqlalchemy import select, update

from store.people import worker_of
from store.staff import administrator_without_password
from store.tables import person, staff, staff_lab
from tests.admin.house import PASSWORD, Browser, House, Page

NEW = {"name": "Fatma", "email": "fatma@example.org", "role": "coordinator"}
TEAM = "/admin/staff"


def link_in(page: Page, begins: str) -> str:
    """The path of a one-time link that the page shows."""
    found = re.search(rf">http://[^/]*(/{begins}/[\w-]+)<", page.text)
    assert found, page.words
    return found[1]


async def member(house: House, email: str) -> Any:
    async with house.brug.database.read() as connection:
        everybody = (await connection.execute(select(staff))).all()
    return next(row for row in everybody if (row.email or "") == email)


async def labs_of(house: House, email: str) -> set[int]:
    row = await member(house, email)
    async with house.brug.database.read() as connection:
        beside = select(staff_lab.c.lab_id).where(staff_lab.c.staff_id == row.id)
        return {row.lab_id} - {None} | set((await connection.execute(beside)).scalars())


async def test_who_is_invited_sets_her_password_and_sees_her_lab(house: House, els: Browser) -> None:
    page = await els.submit(TEAM, **NEW)
    link = link_in(page, "admin/setup")

    assert "data:image/png;base64," in page.text
    async with house.browser() as fatma:
        await fatma.submit(link, password=PASSWORD, again=PASSWORD)
        assert (await fatma.get("/admin/people")).path == "/admin/people"
    assert await labs_of(house, NEW["email"]) == {house.lab_a}
    assert link not in (await els.get(TEAM)).text
    assert "Fatma" in (await els.get(TEAM)).words


async def test_somebody_new_is_meant_for_the_lab_that_one_looks_at(house: House, administrator: Browser) -> None:
    for lab in (house.lab_a, house.lab_b):
        page = (await administrator.get(f"{TEAM}?lab={lab}")).text
        assert re.findall(r'name="lab" value="(\d+)" checked', page) == [str(lab)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "write a name"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"email": ""}, "works at the desk"),
        ({"role": "king"}, "Choose a role"),
        ({"email": "ELS@example.org"}, "here already"),
        ({"role": "administrator"}, "above your own"),
    ],
)
async def test_an_invitation_that_cannot_be_says_why(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    page = await els.submit(TEAM, **{**NEW, **wrong})

    assert page.status in (403, 422)
    assert sentence in page.words
    assert page.field("name") == {**NEW, **wrong}["name"]


async def test_an_administrator_puts_somebody_in_several_labs_and_changes_them(
    house: House, administrator: Browser
) -> None:
    both = [("lab", str(house.lab_a)), ("lab", str(house.lab_b))]
    csrf = (await administrator.get(TEAM)).csrf
    await administrator.post(TEAM, [("csrf", csrf), *NEW.items(), *both])
    assert await labs_of(house, NEW["email"]) == {house.lab_a, house.lab_b}

    path = f"{TEAM}/{(await member(house, NEW['email'])).id}"
    await administrator.submit(path, role="reader", lab=str(house.lab_b))

    assert await labs_of(house, NEW["email"]) == {house.lab_b}
    assert (await member(house, NEW["email"])).role == "reader"


async def test_a_new_role_logs_her_out_and_she_finds_her_new_first_page(house: House, els: Browser) -> None:
    email = await house.hire("Robin", "coordinator", house.lab_a)
    async with house.seat(email) as robin:
        await els.submit(f"{TEAM}/{(await member(house, email)).id}", role="reader")

        assert (await robin.get("/admin/people")).path == "/admin/login"
        assert (await robin.log_in(email)).status == 200
        assert (await robin.get("/admin/people")).status == 403


async def test_her_last_day_ends_everything_at_once_and_can_be_undone(house: House, els: Browser) -> None:
    email = await house.hire("Robin", "coordinator", house.lab_a)
    token = await house.invite_again(email)
    path = f"{TEAM}/{(await member(house, email)).id}"
    async with house.seat(email) as robin:
        page = await els.submit(path, f"{path}/end")

        assert "no longer comes in" in page.words
        assert (await robin.get("/admin/people")).path == "/admin/login"
        assert (await robin.log_in(email)).status == 401
        assert (await robin.get(f"/admin/setup/{token}")).status == 404

        await els.submit(path, f"{path}/back")
        assert (await robin.log_in(email)).path == "/admin/"


async def test_a_lost_password_gets_a_new_link_and_the_old_one_goes_on_until_then(house: House, els: Browser) -> None:
    email = await house.hire("Robin", "coordinator", house.lab_a)
    path = f"{TEAM}/{(await member(house, email)).id}"
    async with house.seat(email) as robin:
        link = link_in(await els.submit(path, f"{path}/link"), "admin/setup")
        assert (await robin.get("/admin/people")).path == "/admin/people"

        async with house.browser() as another:
            await another.submit(link, password="five words in a row", again="five words in a row")
        assert (await robin.get("/admin/people")).path == "/admin/login"


async def test_who_works_in_the_chat_gets_a_new_way_there_when_her_phone_is_lost(house: House, els: Browser) -> None:
    made = await els.submit(TEAM, name="Wout", email="", role="outreach_worker", lab=str(house.lab_a))
    first = link_in(made, "join")
    path = f"{TEAM}/{(await member(house, '')).id}"

    again = link_in(await els.submit(path, f"{path}/chat"), "join")

    assert again != first
    await house.write("wout", f"/start {again.rpartition('/')[2]}")
    async with house.brug.database.read() as connection:
        assert (await connection.execute(select(person.c.role))).scalar() == "outreach_worker"
    robin = f"{TEAM}/{(await member(house, await house.hire('Robin', 'reader', house.lab_a))).id}"
    assert (await els.submit(robin, f"{robin}/chat")).status == 400
    assert "New link to the chat" not in (await els.get(robin)).words


async def test_nobody_changes_herself_or_who_is_above_or_works_elsewhere_too(
    house: House, els: Browser, administrator: Browser
) -> None:
    me, above = await member(house, "els@example.org"), await member(house, "ada@example.org")
    shared = await house.hire("Sam", "coordinator", house.lab_a)
    sam = await member(house, shared)
    async with house.brug.database.write() as connection:
        await connection.execute(staff_lab.insert().values(staff_id=sam.id, lab_id=house.lab_b))
        await connection.execute(update(staff).where(staff.c.id == above.id).values(lab_id=house.lab_a))

    for row in (me, above, sam):
        for act, fields in (
            ("", {"role": "reader"}),
            ("/end", {}),
            ("/link", {}),
            ("/chat", {}),
            ("/factor", {}),
            ("/back", {}),
        ):
            page = await els.submit(f"{TEAM}/{row.id}", f"{TEAM}/{row.id}{act}", **fields)
            assert page.status == 422, f"{row.role} {act}"
            assert (await member(house, row.email)).epoch == row.epoch
    robin = await member(house, await house.hire("Robin", "reader", house.lab_a))
    assert (await els.submit(f"{TEAM}/{robin.id}", role="administrator")).status == 422
    assert (await els.submit(f"{TEAM}/{above.id}", role="reader")).status == 422


async def test_the_last_administrator_stays(house: House, administrator: Browser) -> None:
    second = await house.hire("Zoe", "administrator", None)
    async with house.seat(second) as zoe:
        path = f"{TEAM}/{(await member(house, 'ada@example.org')).id}"
        await zoe.submit(path, f"{path}/end")
        path = f"{TEAM}/{(await member(house, second)).id}"

        assert (await zoe.submit(path, f"{path}/end")).status == 422
        assert (await member(house, second)).ended_at is None


async def test_who_works_in_the_chat_gets_a_link_for_it_and_loses_the_role_on_the_last_day(
    house: House, els: Browser
) -> None:
    page = await els.submit(TEAM, name="Farid", email="", role="outreach_worker")
    code = link_in(page, "join").rpartition("/")[2]
    assert "admin/setup" not in page.text

    await house.write("farid", f"/start {code}")
    async with house.brug.database.read() as connection:
        who = (await connection.execute(select(person))).one()
        worker = await worker_of(connection, who.id)
    assert who.role == "outreach_worker"

    await els.submit(f"{TEAM}/{worker}", f"{TEAM}/{worker}/end")
    async with house.brug.database.read() as connection:
        assert (await connection.execute(select(person.c.role))).scalar() == "participant"


async def test_a_start_of_brug_ends_no_link_of_somebody_who_was_invited(house: House) -> None:
    await house.invite("Ada", "ada@example.org", "administrator", None)
    async with house.brug.database.read() as connection:
        invited = await administrator_without_password(connection)
    await house.invite("Administrator", None, "administrator", None)
    async with house.brug.database.read() as connection:
        first = await administrator_without_password(connection)

    assert (invited is None, first is None) == (True, False)
