"""The whole desk once on each database: what one of them forgives, the other may not."""

import asyncio
from pathlib import Path

from tests.admin.house import open_house


async def test_a_day_at_the_desk(tmp_path: Path, database_url: str) -> None:
    async with open_house(tmp_path, database_url=database_url) as house:
        amina = await house.sign_up("Amina", house.lab_a)
        deniz = await house.sign_up("Deniz", house.lab_a, age="12")
        async with house.seat(await house.hire("Els", "coordinator", house.lab_a)) as els:
            page = await els.get(f"/admin/people/{amina}")
            fields = {"csrf": page.csrf, "key": page.field("key"), "text": "Welcome", "settles": page.field("settles")}
            for _ in range(2):
                await els.post(f"/admin/people/{amina}/answer", fields)
            await house.settled()
            await els.submit(f"/admin/people/{amina}", f"/admin/people/{amina}/role", role="outreach_worker")
            await els.submit(f"/admin/people/{amina}", f"/admin/people/{amina}/role", role="participant")
            await els.submit(f"/admin/people/{deniz}", f"/admin/people/{deniz}/guardian", how="in_person")
            code = await els.submit("/admin/set-up", "/admin/codes", place="Library")
            today = await els.get("/admin/")
            person = await els.get(f"/admin/people/{amina}")
            gone = await els.submit(f"/admin/people/{deniz}/erase")

    assert "Library" in code.words
    waiting = today.words.partition("Done in the last")[0]
    assert "Deniz is new" in waiting
    assert "is under 16" not in waiting
    assert "Amina is new" in today.words.partition("Done in the last 30 days")[2]
    assert person.words.count("Welcome Els") == 1
    assert "1 of 1" in gone.words


async def test_a_moment_that_is_opened_twice_at_once_is_open_once(tmp_path: Path, database_url: str) -> None:
    async with open_house(tmp_path, database_url=database_url) as house:
        path = f"/admin/labs/{house.lab_a}/talks"
        talk = {"day": "2026-05-20", "time": "10:00", "minutes": "30", "count": "1", "place": "Library"}
        async with house.seat(await house.hire("Els", "coordinator", house.lab_a)) as els:
            fields = talk | {"csrf": (await els.get(path)).csrf}
            pages = await asyncio.gather(*(els.post(path, fields) for _ in range(6)))
            shown = await els.get(path)

    assert {page.status for page in pages} == {200}
    assert shown.words.count("Wed 20 May, 10:00") == 1


async def test_of_moments_that_lie_on_each_other_and_are_opened_at_once_one_is_open(
    tmp_path: Path, database_url: str
) -> None:
    async with open_house(tmp_path, database_url=database_url) as house:
        path = f"/admin/labs/{house.lab_a}/talks"
        talk = {"day": "2026-05-20", "minutes": "60", "count": "1", "place": "Library"}
        async with house.seat(await house.hire("Els", "coordinator", house.lab_a)) as els:
            fields = talk | {"csrf": (await els.get(path)).csrf}
            clocks = ("10:00", "10:15", "10:30", "10:45")
            pages = await asyncio.gather(*(els.post(path, fields | {"time": clock}) for clock in clocks))
            shown = await els.get(path)

    assert sorted(page.status for page in pages) == [200, 422, 422, 422]
    assert shown.words.count("Wed 20 May, 10:") == 1
