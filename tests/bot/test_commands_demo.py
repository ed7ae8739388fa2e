"""`brug demo`: a lab that nobody is in. It is whole on any day, it is made once, and nothing of it reaches anybody."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from bot.demo.guard import made_up_lab, real_people
from bot.demo.meetings import meetings, phases
from bot.demo.people import EVERYBODY
from bot.demo.write import Writing
from lab.meetings import faults_of
from lab.people import ACTIVE
from lab.phases import CO_CREATION, warnings_of
from lab.wall_time import zone_of
from scheduler.reasons import REASONS
from store.groups import quotas
from store.meetings import invitations
from store.tables import address, consent, contact, fact_change, inbox, meeting, outbox, person, staff, talk, task
from tests.bot.test_commands import Brug
from tests.conversations import catalogues
from tests.house import House, house

NOW = datetime(2026, 5, 13, 12, 0, tzinfo=UTC)
"""A Wednesday."""
ANY_DAY = [NOW + timedelta(days=n, hours=5 * n) for n in range(7)]


async def made_up(home: House, now: datetime = NOW) -> Writing:
    home.clock.moment = now
    async with home.brug.database.write() as connection:
        writing = Writing(connection, home.brug.database.keyring, home.brug.catalogues, now)
        await writing.write()
    return writing


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def home(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    async with house(tmp_path, url) as opened:
        yield opened


async def test_it_is_a_lab_in_the_middle_of_co_creation_with_all_that_belongs_to_one(home: House) -> None:
    writing = await made_up(home)

    people = [row for row in await home.rows(person) if row.lab_id == writing.lab.id]
    tasks = Counter(row.kind for row in await home.rows(task) if row.done_at is None)
    slots = [(row.person_id is None, row.starts_at > NOW) for row in await home.rows(talk)]
    assert len(people) == 24
    assert len({row.language for row in people}) == 7
    assert {row.role for row in people} == {"participant", "facilitator", "outreach_worker", "mediator"}
    assert {row.role for row in await home.rows(staff)} > {"administrator", "coordinator"}
    assert {row.standing for row in people} == {ACTIVE, "waiting_guardian", "stopped"}
    assert {"question", "message", "guardian", "unreachable", "left", "translation", "call"} <= set(tasks)
    assert {(True, True), (False, True), (False, False)} == set(slots)
    assert "made up" in writing.lab.name
    assert {row.person_id for row in await home.rows(consent)} == {row.id for row in people}


async def test_its_meetings_lie_behind_and_ahead_and_have_what_a_meeting_has(home: House) -> None:
    writing = await made_up(home)

    held, ahead = writing.meetings[:3], writing.meetings[3:]
    async with home.brug.database.read() as connection:
        answers = await invitations(connection, [one.id for one in writing.meetings])
        groups = await quotas(connection, writing.lab.id)
    by_meeting = {one.id: Counter(row.answer for (m, _), row in answers.items() if m == one.id) for one in ahead}
    assert all(one.ends_at < NOW and one.decided for one in held)
    assert all(one.starts_at > NOW and one.sessions[2].title["ti"] for one in ahead)
    assert [set(one.title) for one in writing.meetings] == [set(home.brug.catalogues.languages)] * 5
    assert [sorted(set(held[0].decided) - set(one.decided)) for one in held] == [[], [], ["ti"]]
    assert all(row.present is not None for (m, _), row in answers.items() if m in {one.id for one in held})
    assert {row.answer for row in answers.values()} == {"yes", "no", "maybe", "waiting", ""}
    assert any(row.reason and row.words for row in answers.values())
    assert by_meeting[ahead[0].id]["yes"] == ahead[0].capacity
    assert by_meeting[ahead[0].id]["waiting"] == 2
    assert {one.key for one in groups if one.short} == {"partner", "policymaker"}


async def test_each_fact_about_its_people_says_who_recorded_it(home: House) -> None:
    await made_up(home)

    people = [row for row in await home.rows(person) if row.role == "participant"]
    written = {(row.person_id, row.key) for row in await home.rows(fact_change)}
    for row in people:
        told = {"name", "language", "age_band", *(row.facts or {})}
        assert {key for who, key in written if who == row.id} >= told, row.name
    assert {row.staff_id is None for row in await home.rows(fact_change)} == {True, False}


@pytest.mark.parametrize("now", ANY_DAY, ids=lambda now: f"{now:%a}")
def test_on_any_day_its_dates_break_no_rule_of_the_cycle(now: datetime) -> None:
    today = now.date()
    planned = meetings(today, 1, ())

    dated = {one.key: one for one in phases(today)}

    assert warnings_of(dated.values(), planned) == []
    assert dated[CO_CREATION].starts_on < today < dated[CO_CREATION].ends_on
    assert [one.starts_at > now for one in planned] == [False, False, False, True, True]
    assert [faults_of(one, [], now) for one in planned[3:]] == [[], []]


@pytest.mark.parametrize("now", ANY_DAY, ids=lambda now: f"{now:%a}")
async def test_on_any_day_its_past_keeps_the_rules_of_the_gate(tmp_path: Path, now: datetime) -> None:
    async with house(tmp_path) as home:
        writing = await made_up(home, now)

        rows = await home.rows(contact)
        assert {row.state for row in rows} == {"planned", "sent", "merged", "dropped", "called"}
        assert all(row.reason in REASONS for row in rows if row.decided_at)
        assert any(row.state == "planned" and row.reason for row in rows), "somebody's message is held"
        assert all(row.due_at > now for row in rows if row.state == "planned" and not row.slot)
        for moments in _begun(rows).values():
            local = [one.astimezone(_zone(writing)) for one in moments]
            assert len({one.date() for one in local}) == len(local), "one a day"
            assert all(later - first >= timedelta(days=7) for first, later in zip(moments, moments[3:], strict=False))
            assert all(8 <= one.hour < 21 for one in local)
        for told in (await home.rows(outbox), await home.rows(inbox)):
            times = [getattr(row, "created_at", None) or row.received_at for row in told]
            assert all(first <= later <= now for first, later in pairwise(times))


def _begun(rows: list[Any]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    for row in sorted((row for row in rows if row.state == "sent"), key=lambda row: row.decided_at):
        found.setdefault(row.person_id, []).append(row.decided_at)
    return found


def _zone(writing: Writing) -> Any:
    return zone_of(writing.lab.timezone)


async def test_the_language_of_its_city_stands_first_as_in_every_lab(home: House) -> None:
    writing = await made_up(home)

    assert writing.lab.languages[0] == "nl"
    assert set(writing.lab.languages) == {one.language for one in EVERYBODY}


async def test_each_conversation_is_in_the_language_of_its_person(home: House) -> None:
    await made_up(home)

    languages = {row.id: row.language for row in await home.rows(person)}
    said = await home.rows(outbox)
    came = Counter(row.person_id for row in await home.rows(inbox))

    assert all(row.body["lang"] == languages[row.person_id] for row in said)
    assert all("{" not in row.body["text"] for row in said)
    assert set(Counter(row.person_id for row in said)) == set(came)
    assert min(came.values()) >= 2


async def test_the_same_day_makes_the_same_lab(tmp_path: Path) -> None:
    seen = []
    for name in ("one", "other"):
        async with house(tmp_path / name) as home:
            await made_up(home)
            seen.append({table.name: await _plain(home, table) for table in (person, contact, meeting, task, outbox)})

    assert seen[0] == seen[1]


async def _plain(home: House, table: Table) -> list[Any]:
    return [tuple(row) for row in await home.rows(table)]


async def test_the_scheduler_goes_on_with_it_and_nothing_fails_or_goes_anywhere(home: House) -> None:
    await made_up(home)
    before = await home.count(outbox)

    await home.brug.rounds.plan()
    for _ in range(12):
        home.clock.pass_(hours=23)
        await home.brug.rounds.contact()
        await home.brug.outbox.settled()

    rows = await home.rows(outbox)
    assert len(rows) > before + 10
    assert {row.state for row in rows} == {"sent"}
    assert home.paper.order == []
    assert {row.channel for row in await home.rows(address)} == {"made up"}


async def test_real_people_are_noticed_and_made_up_ones_are_not_real(home: House) -> None:
    async with home.brug.database.write() as connection:
        assert await real_people(connection) == 0
        assert await made_up_lab(connection) is None
    writing = await made_up(home)

    async with home.brug.database.write() as connection:
        assert await real_people(connection) == 0
        assert (await made_up_lab(connection)) == writing.lab
        await connection.execute(insert(person).values(created_at=NOW))
        assert await real_people(connection) == 1


def test_the_command_makes_it_once_and_no_real_lab_is_made_beside_it(tmp_path: Path) -> None:
    new = ("lab", "new", "--name", "N", "--city", "C", "--timezone", "Europe/Brussels", "--languages", "nl")

    first, second, spoken, people, real = Brug(tmp_path / "data").each(
        ("demo", "--json"), ("demo", "--json"), ("demo",), ("lab", "people", "--lab", "1", "--json"), new
    )

    known = {"lab": 1, "name": "Samen in Gent (made up)", "people": 24}
    links = first.data["setup_urls"]
    assert first.data == known | {"made": True, "setup_urls": links}
    assert all("/admin/setup/" in links[name] for name in ("Marleen", "Els"))
    assert second.data == known | {"made": False}
    assert spoken.out.startswith("The made-up lab is there already: lab 1")
    assert len(people.data) == len(EVERYBODY)
    assert (real.code, real.out) == (2, "")
    assert real.err.startswith("This database holds the made-up lab")


async def test_beside_real_people_it_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.signs_up("amina")
        before = [await home.count(table) for table in (person, contact, staff, meeting)]

        [said] = Brug(tmp_path).each(("demo",), BRUG_SECRET_KEY="a secret key for tests, long enough")

        assert (said.code, said.out) == (2, "")
        assert said.err.startswith("This database holds real people")
        assert [await home.count(table) for table in (person, contact, staff, meeting)] == before


def test_today_counts_where_the_lab_is_not_where_the_clock_is() -> None:
    late = datetime(2026, 5, 15, 23, 30, tzinfo=UTC)

    ahead = [one.starts.date() for one in meetings(late.date(), 1, ()) if one.starts_at > late]

    assert [day.weekday() for day in ahead] == [5, 5]
    assert ahead[0] - late.date() >= timedelta(days=4)
    assert ahead == [date(2026, 5, 23), date(2026, 6, 20)]
    assert catalogues().languages.keys() == meetings(late.date(), 1, ())[0].title.keys()


async def test_whoever_works_in_the_chat_is_somebody_of_the_lab(home: House) -> None:
    writing = await made_up(home)

    async with home.brug.database.read() as connection:
        rows = (
            await connection.execute(select(staff.c.name, person.c.name).where(staff.c.person_id == person.c.id))
        ).all()

    assert sorted(name for name, _ in rows) == ["Deniz", "Farid", "Olena", "Wout"]
    assert all(called == name for called, name in rows)
    assert writing.meetings[0].facilitators == (writing.people["Deniz"], writing.people["Wout"])
