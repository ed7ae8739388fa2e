"""Pilots and recommendations as either database keeps them, and two planners at the same moment."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.pilots import SILENT, plan_pilots
from bot.recommendations import plan_recommendations
from lab.pilots import CHECK_EVERY, Pilot
from lab.recommendations import Recommendation
from store import pilot_news, pilots
from store import recommendations as stored
from store.database import Database
from store.labs import Lab, new_lab
from store.tables import contact, participation, person, poll, task

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
async def lab(database: Database) -> Lab:
    async with database.write() as connection:
        return await new_lab(connection, name="A", city="A", timezone="UTC", languages=["en"], now=NOW)


async def somebody(connection: AsyncConnection, lab: Lab) -> int:
    values = {"lab_id": lab.id, "language": "en", "standing": "active", "created_at": NOW}
    return int((await connection.execute(insert(person).values(values).returning(person.c.id))).scalar_one())


async def a_pilot(connection: AsyncConnection, lab: Lab, *team: int) -> Pilot:
    made = await pilots.add_pilot(connection, Pilot(0, lab.id, {"en": "Café"}, state="running"), NOW)
    await pilots.put_in_team(connection, made, team)
    return (await pilots.pilots_by_id(connection, [made]))[made]


async def test_two_planners_at_once_ask_one_member_once(database: Database, lab: Lab) -> None:
    async with database.write() as connection:
        await a_pilot(connection, lab, *[await somebody(connection, lab) for _ in range(3)])
    later = NOW + CHECK_EVERY

    async def plan(connection: AsyncConnection) -> int:
        return await plan_pilots(connection, lab, later)

    made = await asyncio.gather(*(database.transact(plan) for _ in range(4)))

    assert sorted(made) == [0, 0, 0, 1]
    async with database.read() as connection:
        assert len(list(await connection.execute(select(contact.c.id)))) == 1
        [one] = await pilots.pilots_of(connection, lab.id)
    assert one.silent == 1


async def test_silence_is_one_task_however_many_plan(database: Database, lab: Lab) -> None:
    async with database.write() as connection:
        one = await a_pilot(connection, lab, await somebody(connection, lab))
        assert await pilots.note_asked(connection, one, None, NOW)
        assert await pilots.note_asked(connection, replace(one, silent=1), None, NOW)
        assert not await pilots.note_asked(connection, one, None, NOW)

    async def plan(connection: AsyncConnection) -> int:
        return await plan_pilots(connection, lab, NOW + 8 * DAY)

    await asyncio.gather(*(database.transact(plan) for _ in range(4)))

    async with database.read() as connection:
        assert list((await connection.execute(select(task.c.kind))).scalars()) == [SILENT]


async def test_what_is_said_one_after_the_other_is_one_report_until_somebody_has_heard_it(
    database: Database, lab: Lab
) -> None:
    async with database.write() as connection:
        who = await somebody(connection, lab)
        one = await a_pilot(connection, lab, who)

        async def says(at: datetime, **said: str) -> int:
            return await pilot_news.report(connection, one.id, who, "en", at, said)

        first = await says(NOW, how="slow")
        assert await says(NOW, words="Ten came") == first
        assert await says(NOW, need="A room") == first
        second = await says(NOW, how="stuck")
        await pilot_news.settle_update(connection, second, passed=True, media_kept=None)
        await pilot_news.mark_told(connection, [second], NOW)
        third = await says(NOW, words="Nobody came")
        fourth = await says(NOW + DAY, need="Chairs")
        updates = await pilot_news.updates_of(connection, one.id)

    assert [found.id for found in updates] == [fourth, third, second, first]
    assert [(found.how, found.words, found.need, found.passed) for found in updates] == [
        ("", "", "Chairs", True),
        ("", "Nobody came", "", None),
        ("stuck", "", "", True),
        ("slow", "Ten came", "A room", None),
    ]


async def test_only_what_was_passed_and_tells_something_is_news(database: Database, lab: Lab) -> None:
    async with database.write() as connection:
        who = await somebody(connection, lab)
        one = await a_pilot(connection, lab, who)
        for number, said in enumerate(({"how": "slow"}, {"need": "Chairs"}, {"words": "A"}, {"words": "B"})):
            at = NOW + number * DAY
            made = await pilot_news.report(connection, one.id, who, "en", at, said)
            if number == 2:
                await pilot_news.settle_update(connection, made, passed=True, media_kept=None)
        ready = await pilot_news.ready(connection, lab.id, NOW + 9 * DAY)
        assert await pilot_news.ready(connection, lab.id + 1, NOW + 9 * DAY) == []
        assert await pilot_news.last_news_at(connection, lab.id) is None
        await pilot_news.mark_told(connection, ready, NOW + 9 * DAY)
        told = (await pilot_news.told(connection, ready))[lab.id]

        assert await pilot_news.last_news_at(connection, lab.id) == NOW + 9 * DAY
        assert await pilot_news.ready(connection, lab.id, NOW + 10 * DAY) == []

    assert [(news.how, dict(news.words)) for news in told] == [("slow", {}), ("", {"en": "A"})]


async def test_the_newest_sign_counts_and_signs_are_counted_by_pilot(database: Database, lab: Lab) -> None:
    async with database.write() as connection:
        first, second = await somebody(connection, lab), await somebody(connection, lab)
        one = await a_pilot(connection, lab, first)
        made = await pilot_news.report(connection, one.id, first, "en", NOW, {"how": "slow"})
        await pilot_news.mark_told(connection, [made], NOW)
        await pilot_news.react(connection, made, second, "up")
        await pilot_news.react(connection, made, second, "heart")
        await pilot_news.react(connection, made, first, "heart")

        assert await pilot_news.signs(connection, [one.id], NOW) == {one.id: {"heart": 2}}
        assert await pilot_news.signs(connection, [one.id], NOW + DAY) == {}
        assert await pilots.helpers_of(connection, [one.id]) == [first, second]
        assert await pilots.helpers_of(connection, []) == []


async def test_contributors_of_every_kind_are_found_once(database: Database, lab: Lab) -> None:
    async with database.write() as connection:
        author, merged, voter, member = [await somebody(connection, lab) for _ in range(4)]
        head = await brought(connection, lab, author)
        await brought(connection, lab, merged, head)
        one = await a_pilot(connection, lab, member, author)
        values: dict[str, Any] = {"lab_id": lab.id, "technique": "single", "moment": "now", "state": "closed"}
        values |= {"words": {}, "settings": {}, "results": [], "code": "p", "created_at": NOW}
        vote = (await connection.execute(insert(poll).values(values).returning(poll.c.id))).scalar_one()
        await connection.execute(insert(participation).values(poll_id=vote, person_id=voter))
        sources = (f"task:{head}", f"poll:{vote}", f"pilot:{one.id}", "task:99", "poll:99", "pilot:99")

        found = await stored.contributors(connection, lab.id, sources)
        assert await stored.contributors(connection, lab.id + 1, sources) == {}
        assert await stored.sources_within(connection, lab.id, sources) == set(sources[:3])

    assert sorted(found) == [author, merged, voter, member]


async def brought(connection: AsyncConnection, lab: Lab, who: int, merged_into: int | None = None) -> int:
    values = {"lab_id": lab.id, "person_id": who, "kind": "message", "created_at": NOW, "merged_into": merged_into}
    return int((await connection.execute(insert(task).values(values).returning(task.c.id))).scalar_one())


async def test_a_change_is_planned_once_however_many_plan(database: Database, lab: Lab) -> None:
    async with database.write() as connection:
        idea = await brought(connection, lab, await somebody(connection, lab))
        new = Recommendation(0, lab.id, {"en": "Classes"}, sources=(f"task:{idea}",))
        made = await stored.add_recommendation(connection, new, NOW)
        await stored.add_change(connection, replace(new, id=made, state="agreed"), {"en": "We voted"}, None, NOW)

    async def plan(connection: AsyncConnection) -> int:
        return await plan_recommendations(connection, lab, NOW + DAY)

    planned = await asyncio.gather(*(database.transact(plan) for _ in range(4)))

    assert sum(planned) == 1
