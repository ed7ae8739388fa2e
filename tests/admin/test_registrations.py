"""What an outreach worker sees at the desk: whom she wrote down and who has not said yes yet. Nothing else."""

from datetime import timedelta

from sqlalchemy import insert, select, update

from store.tables import person, staff
from tests.admin.house import Browser, House


async def wrote_down(house: House, worker: int, name: str, lab_id: int) -> int:
    async with house.brug.database.write() as connection:
        row = await connection.execute(
            insert(person)
            .values(
                lab_id=lab_id,
                name=name,
                language="en",
                place="Station",
                standing="registered",
                worker_id=worker,
                created_at=house.clock.now(),
                expires_at=house.clock.now() + timedelta(days=7),
            )
            .returning(person.c.id)
        )
        return int(row.scalar_one())


async def number(house: House, email: str) -> int:
    async with house.brug.database.read() as connection:
        everybody = (await connection.execute(select(staff.c.id, staff.c.email))).all()
    return next(int(row.id) for row in everybody if row.email == email)


async def test_a_worker_sees_her_own_and_the_team_sees_all_of_its_lab(
    house: House, els: Browser, greta: Browser
) -> None:
    farid, other = [await house.hire(name, "outreach_worker", house.lab_a) for name in ("Farid", "Olga")]
    await wrote_down(house, await number(house, farid), "Star", house.lab_a)
    await wrote_down(house, await number(house, other), "Moon", house.lab_a)
    said_yes = await wrote_down(house, await number(house, farid), "Sun", house.lab_a)
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id == said_yes).values(standing="active"))

    async with house.browser() as browser:
        page = await browser.log_in(farid)

        assert page.path == "/admin/registrations"
        assert "Star English Station Mon 18 May, 11:00" in page.words
        assert "Moon" not in page.words
        assert "Sun" not in page.words
        for path in ("/admin/people", f"/admin/people/{said_yes}", "/admin/log", "/admin/staff"):
            assert (await browser.get(path)).status == 403

    theirs = (await els.get("/admin/registrations")).words
    assert "Star" in theirs
    assert "Moon" in theirs
    empty = await greta.get("/admin/registrations")
    assert "Nobody waits. When an outreach worker signs somebody up, they stand here until they say yes." in empty.words
    assert 'href="/admin/set-up">Codes to sign up</a>' in empty.text
