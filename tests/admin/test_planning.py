"""Talks, phases, calendars and groups."""

import pytest

from store.desk_meetings import phases_of
from store.groups import add_quota, groups_of, quotas
from store.labs import Lab, labs
from store.meetings import take_talk
from tests.admin.gatherings import a_talk
from tests.admin.house import Browser, House, asks_first

TALK = {"day": "2026-05-20", "time": "10:00", "minutes": "30", "count": "2", "place": "Library <b>"}


async def lab_now(house: House) -> Lab:
    async with house.brug.database.read() as connection:
        return (await labs(connection))[house.lab_a]


async def test_moments_for_talks_are_opened_one_after_the_other(house: House, els: Browser) -> None:
    path = f"/admin/labs/{house.lab_a}/talks"
    assert "No moment is open" in (await els.get(path)).words

    page = await els.submit(path, **TALK)

    assert "Wed 20 May, 10:00 · 30 minutes · Library <b> with Els" in page.words
    assert "Wed 20 May, 10:30" in page.words
    assert "<b>" not in page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2026-05-10"}, "lies in the past"),
        ({"day": "2027-03-28", "time": "02:30"}, "clocks jump over it"),
        ({"day": "soon"}, "Write the day"),
        ({"day": "9999-12-31"}, "Write the day"),
        ({"time": "10"}, "Write when the talk starts"),
        ({"minutes": "0"}, "5 to 240 minutes"),
        ({"count": "500"}, "1 to 12 moments"),
        ({"place": " "}, "Say where you talk"),
        ({"time": "09:45"}, "You have another talk at that time"),
    ],
)
async def test_a_moment_that_cannot_be_is_refused_and_what_was_typed_stays(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    path = f"/admin/labs/{house.lab_a}/talks"
    await els.submit(path, **TALK)

    page = await els.submit(path, **{**TALK, "day": "2026-05-20", **wrong})

    assert page.status == 422
    assert sentence in page.words
    assert page.field("place") == {**TALK, **wrong}["place"].strip()


async def test_a_form_that_comes_twice_opens_the_moments_once(house: House, els: Browser) -> None:
    path = f"/admin/labs/{house.lab_a}/talks"
    await els.submit(path, **TALK)

    page = await els.submit(path, **TALK)

    assert (page.status, "People can choose these moments now" in page.words) == (200, True)
    assert page.words.count("Wed 20 May, 10:00") == 1


async def test_an_open_moment_is_taken_away_and_a_taken_one_stays_with_its_name(house: House, els: Browser) -> None:
    who, path = await house.sign_up("Amina", house.lab_a), f"/admin/labs/{house.lab_a}/talks"
    free = await a_talk(house)
    assert asks_first(await els.get(path), f"/admin/talks/{free}/remove")
    assert "is taken away" in (await els.submit(path, f"/admin/talks/{free}/remove")).words
    assert "No moment is open" in (await els.get(path)).words

    taken = await a_talk(house)
    async with house.brug.database.write() as connection:
        await take_talk(connection, taken, who, house.lab_a, house.clock.now())
    page = await els.submit(path, f"/admin/talks/{taken}/remove")

    assert "Somebody chose this moment, so it stays" in page.words
    assert "Library Amina" in page.words


async def test_phases_are_saved_with_what_their_dates_break(house: House, els: Browser) -> None:
    path = f"/admin/labs/{house.lab_a}/phases"
    days = {"exploration_first": "2026-05-01", "exploration_last": "2026-05-31"}
    days |= {"co_creation_first": "2026-09-01", "co_creation_last": "2026-09-30"}

    page = await els.submit(path, **days)

    assert "is more than a month. Plan at most one month." in page.words
    async with house.brug.database.read() as connection:
        found = await phases_of(connection, house.lab_a)
    assert [(one.key, str(one.ends_on)) for one in found] == [
        ("exploration", "2026-05-31"),
        ("co_creation", "2026-09-30"),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"design_first": "2026-10-01"}, "“Design and experiment” needs a first day and a last day"),
        ({"design_first": "2026-10-01", "design_last": "2026-09-01"}, "ends before it starts"),
        ({"design_first": "0026-10-01", "design_last": "2026-11-01"}, "Correct the year"),
        ({"design_first": "October", "design_last": "2026-11-01"}, "needs a first day"),
    ],
)
async def test_phases_that_cannot_be_are_refused(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    page = await els.submit(f"/admin/labs/{house.lab_a}/phases", **wrong)

    assert page.status == 422
    assert sentence in page.words
    assert page.field("design_first") == wrong["design_first"]
    async with house.brug.database.read() as connection:
        assert await phases_of(connection, house.lab_a) == []


async def test_calendars_are_ticked_and_unknown_ones_refused(house: House, els: Browser) -> None:
    path, action = f"/admin/labs/{house.lab_a}/phases", f"/admin/labs/{house.lab_a}/calendars"

    page = await els.submit(path, action, calendar="islamic", place="country:BE")

    assert (await lab_now(house)).calendars == ("islamic", "country:BE")
    assert 'value="country:BE" checked' in page.text
    refused = await els.submit(path, action, place="country:<b>")
    assert refused.status == 422
    assert "There is no calendar" in refused.words
    assert (await lab_now(house)).calendars == ("islamic", "country:BE")


async def test_the_public_holidays_of_the_place_count_until_somebody_unticks_them(house: House, els: Browser) -> None:
    path, action = f"/admin/labs/{house.lab_a}/phases", f"/admin/labs/{house.lab_a}/calendars"
    assert (await lab_now(house)).calendars == ("country:BE",)
    assert 'value="country:BE" checked' in (await els.get(path)).text

    await els.submit(path, action)

    assert (await lab_now(house)).calendars == ()
    assert 'value="country:BE" checked' not in (await els.get(path)).text


async def test_groups_show_their_seats_and_people_are_ticked_into_them(house: House, els: Browser) -> None:
    who, path = await house.sign_up("Amina", house.lab_a), f"/admin/labs/{house.lab_a}/groups"

    await els.submit(path, kind="migrant", name="Newcomers <b>", seats="12")
    async with house.brug.database.read() as connection:
        (made,) = await quotas(connection, house.lab_a)
    page = await els.submit(f"/admin/people/{who}", f"/admin/people/{who}/groups", group=str(made.id))

    assert f'name="group" value="{made.id}" checked' in page.text
    async with house.brug.database.read() as connection:
        assert (await groups_of(connection, [who]))[who] == {"migrant"}
    page = await els.get(path)
    assert "Newcomers <b> · 1 of 12 · 11 short" in page.words
    assert "<b>" not in page.text

    kept = {f"name_{made.id}": "Newcomers", f"seats_{made.id}": "1"}
    assert "short" not in (await els.submit(path, **kept)).words
    asked = await els.submit(path, **kept, **{f"remove_{made.id}": "1"})
    assert "People in “Newcomers”: 1. They stay, but nobody will know that they were in it." in asked.words
    assert "1 of 1" in asked.words
    assert f'name="remove_{made.id}" value="1" checked' in asked.text
    sure = {f"sure_{made.id}": asked.field(f"sure_{made.id}")}
    assert "1 of 1" not in (await els.submit(path, **kept, **sure, **{f"remove_{made.id}": "1"})).words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "own", "name": "", "seats": "3"}, "Each group needs a name"),
        ({"kind": "own", "name": "Youth", "seats": "many"}, "how many seats"),
        ({"kind": "own", "name": "Youth", "seats": "-1"}, "how many seats"),
        ({"kind": "migrant", "name": "Again", "seats": "3"}, "There is a group “Newcomers” already"),
    ],
)
async def test_groups_that_cannot_be_are_refused(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    async with house.brug.database.write() as connection:
        one = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 12)

    page = await els.submit(
        f"/admin/labs/{house.lab_a}/groups", **wrong, **{f"name_{one}": "Newcomers", f"seats_{one}": "12"}
    )

    assert page.status == 422
    assert sentence in page.words
    assert page.field("name") == wrong["name"]


async def test_nobody_is_put_into_a_group_of_another_lab(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    async with house.brug.database.write() as connection:
        foreign = await add_quota(connection, house.lab_b, "migrant", "Newcomers", 12)

    page = await els.submit("/admin/", f"/admin/people/{who}/groups", group=str(foreign))

    assert page.status == 400
