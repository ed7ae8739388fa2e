"""Pilots at the desk: add one, look at what its team tells, put people in the team, celebrate a step."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bot.messages import Inbound, Media
from bot.pilots import LOOK, SILENT, raise_pilot_task
from lab.pilots import Pilot
from store import pilot_news, pilots
from store.tables import address, contact, media, pilot_update, task
from tests.admin.gatherings import contacts
from tests.admin.house import Browser, House, open_house
from tests.admin.test_media import Messenger, drawn

FORM = {"name_en": "Language café", "goal_en": "20 people talk", "measure_en": "We count", "state": "running"}


async def rows(house: House, table: Any) -> list[Any]:
    async with house.brug.database.read() as connection:
        return list(await connection.execute(table.select().order_by(table.c.id)))


async def a_pilot(house: House, *team: int, **changes: Any) -> Pilot:
    given: dict[str, Any] = {"name": {"en": "Café"}, "state": "running"} | changes
    new = Pilot(0, house.lab_a, **given)
    async with house.brug.database.write() as connection:
        made = await pilots.add_pilot(connection, new, house.clock.now())
        await pilots.put_in_team(connection, made, team)
        return (await pilots.pilots_by_id(connection, [made]))[made]


async def a_report(house: House, pilot: Pilot, who: int, **said: str) -> int:
    async with house.brug.database.write() as connection:
        await raise_pilot_task(connection, pilot, LOOK, house.clock.now())
        return await pilot_news.report(connection, pilot.id, who, "en", house.clock.now(), said)


async def test_a_pilot_is_added_and_stands_in_the_list(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Samir", house.lab_a, language="العربية")

    page = await els.submit(f"/admin/labs/{house.lab_a}/pilots/new", **FORM, ends_on="2026-12-01", budget="200 euro")

    assert page.path == "/admin/pilots/1"
    assert "running · by Tue 1 Dec" in page.words
    assert page.field("budget") == "200 euro"
    listed = (await els.get("/admin/pilots")).words
    assert "Language café" in listed
    assert "Nobody is in the team" in listed
    assert "العربية : Still missing. People who would get nothing: 1" in listed


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name_en": ""}, "A pilot needs a name"),
        ({"name_en": "A name that stands on no button"}, "Write 24 letters at most"),
        ({"ends_on": "tomorrow"}, "Write the last day like"),
        ({"ends_on": "2226-12-01"}, "more than ten years away"),
        ({"state": "flying"}, "cannot be “flying”"),
        ({"budget": "x" * 400}, "The note on the budget is too long"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_lost(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    for path in (f"/admin/labs/{house.lab_a}/pilots/new", f"/admin/pilots/{(await a_pilot(house)).id}"):
        page = await els.submit(path, **FORM | wrong)

        assert page.status == 422, path
        assert sentence in page.words
        assert "20 people talk" in page.text

    async with house.brug.database.read() as connection:
        assert [dict(one.name) for one in await pilots.pilots_of(connection, house.lab_a)] == [{"en": "Café"}]


async def test_a_pilot_is_changed_and_one_that_begins_to_run_is_asked_later(house: House, els: Browser) -> None:
    pilot = await a_pilot(house, state="planned")
    house.clock.move(timedelta(minutes=30))

    page = await els.submit(f"/admin/pilots/{pilot.id}", **FORM)

    assert "Saved." in page.words
    async with house.brug.database.read() as connection:
        [changed] = await pilots.pilots_of(connection, house.lab_a)
    assert (changed.name, changed.state, changed.checked_at) == ({"en": "Language café"}, "running", house.clock.now())


async def test_people_of_the_lab_are_put_in_the_team_and_nobody_else(house: House, els: Browser) -> None:
    pilot, amina = await a_pilot(house), await house.sign_up("Amina", house.lab_a)
    bilal = await house.sign_up("Bilal", house.lab_b)
    path = f"/admin/pilots/{pilot.id}"

    token = (await els.get(path)).csrf
    await els.post(f"{path}/team", [("csrf", token), ("person", str(amina)), ("person", str(bilal)), ("person", "x")])

    async with house.brug.database.read() as connection:
        assert await pilots.team_of(connection, pilot.id) == [amina]
    await els.submit(path, f"{path}/team")
    async with house.brug.database.read() as connection:
        assert await pilots.team_of(connection, pilot.id) == []


async def test_words_are_passed_and_the_task_is_done(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    pilot = await a_pilot(house, amina)
    first = await a_report(house, pilot, amina, how="slow", words="Ten <b>came</b>")
    second = await a_report(house, pilot, amina, how="stuck", words="Nobody came", need="A room")

    today = await els.get("/admin/")
    page = await els.get(f"/admin/pilots/{pilot.id}")
    assert "The team of a pilot tells news" in today.words
    assert f"/admin/pilots/{pilot.id}#news" in today.text
    assert "Ten <b>came</b>" in page.words
    assert "The team needs: A room" in page.words

    passed = await els.submit(f"/admin/pilots/{pilot.id}", f"/admin/updates/{first}/pass", **{"pass": "words"})
    assert "It goes out with the next news" in passed.words
    assert (await rows(house, task))[-1].done_at is None
    kept = await els.submit(f"/admin/pilots/{pilot.id}", f"/admin/updates/{second}/pass", **{"pass": "no"})
    assert "The others hear only how it goes" in kept.words
    assert [row.passed for row in await rows(house, pilot_update)] == [True, False]
    assert [row.done_at is not None for row in await rows(house, task) if row.kind == LOOK] == [True]


async def test_a_photo_of_the_web_chat_is_seen_and_passed_or_kept_back(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    pilot = await a_pilot(house, amina)
    await house.write("amina", "/pilot")
    await house.write("amina", "on track")
    await house.write("amina", "Look", Media("photo", "77"))

    page = await els.get(f"/admin/pilots/{pilot.id}")
    assert "Photo" in page.words
    assert "/admin/media/from/" in page.text
    await els.submit(f"/admin/pilots/{pilot.id}", "/admin/updates/1/pass", **{"pass": "all"})
    assert (await rows(house, pilot_update))[0].media == "photo:77"
    await els.submit(f"/admin/pilots/{pilot.id}", "/admin/updates/1/pass", **{"pass": "words"})
    [row] = await rows(house, pilot_update)
    assert (row.passed, row.media) == (True, None)


async def test_a_photo_that_a_messenger_does_not_give_is_said_and_waits(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    pilot = await a_pilot(house, amina)
    report = await a_report(house, pilot, amina, how="slow", media="photo:AgACAgQ")

    page = await els.submit(f"/admin/pilots/{pilot.id}", f"/admin/updates/{report}/pass", **{"pass": "all"})

    assert page.status == 422
    assert "We cannot get the picture" in page.words
    assert (await rows(house, pilot_update))[0].passed is None


async def test_a_step_is_reached_and_everybody_who_helped_hears_of_it_once(house: House, els: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Bilal", house.lab_a)
    pilot = await a_pilot(house, amina)
    path = f"/admin/pilots/{pilot.id}"

    await els.submit(path, f"{path}/steps", words_en="The first evening", due_on="2026-06-01")
    page = await els.submit(path, "/admin/steps/1", words_en="The very first evening", due_on="")
    assert "The very first evening" in page.words
    page = await els.submit(path, "/admin/steps/1/reached")
    await els.submit(path, "/admin/steps/1/reached")

    assert "reached on Mon 11 May" in page.words
    planned = await contacts(house, kind="milestone")
    assert [(row.person_id, row.reference, row.state) for row in planned] == [(amina, "milestone:1", "planned")]
    page = await els.submit(path, "/admin/steps/1/reached", undo="1")
    assert "reached on" not in page.words


async def test_a_step_that_was_a_mistake_is_taken_away(house: House, els: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    await els.submit(path, f"{path}/steps", words_en="The first evening")
    await els.submit(path, f"{path}/steps", words_en="The secnod evening")

    page = await els.submit(path, "/admin/steps/2/remove")

    assert "Deleted." in page.words
    assert "The first evening" in page.words
    assert "secnod" not in page.words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words_en": ""}, "Say what the step is"),
        ({"words_en": "x" * 201}, "Write 200 letters at most"),
        ({"words_en": "A step", "due_on": "soon"}, "Write the last day like"),
    ],
)
async def test_a_step_that_cannot_be_is_refused(
    house: House, els: Browser, wrong: dict[str, str], sentence: str
) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"

    page = await els.submit(path, f"{path}/steps", **wrong)

    assert page.status == 422
    assert sentence in page.words


async def test_a_pilot_of_another_lab_is_not_there(house: House, greta: Browser) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    pilot = await a_pilot(house, amina)
    report = await a_report(house, pilot, amina, words="Not for Greta")
    async with house.brug.database.write() as connection:
        step = await pilots.add_milestone(connection, pilot.id, {"en": "A step"}, None)

    assert (await greta.get(f"/admin/pilots/{pilot.id}")).status == 404
    assert "Café" not in (await greta.get("/admin/pilots")).words
    for path in (
        f"/admin/pilots/{pilot.id}",
        f"/admin/pilots/{pilot.id}/team",
        f"/admin/pilots/{pilot.id}/steps",
        f"/admin/steps/{step}",
        f"/admin/steps/{step}/reached",
        f"/admin/steps/{step}/remove",
        f"/admin/updates/{report}/pass",
        f"/admin/labs/{house.lab_a}/pilots/new",
    ):
        assert (await greta.submit("/admin/", path, **FORM, words_en="x")).status == 404, path
    assert await rows(house, contact) == []


async def test_nobody_is_asked_about_the_silence_of_a_pilot_that_runs_no_more(house: House, els: Browser) -> None:
    pilot = await a_pilot(house)
    async with house.brug.database.write() as connection:
        await raise_pilot_task(connection, pilot, SILENT, house.clock.now())
    path = f"/admin/pilots/{pilot.id}"
    await els.submit(path, **FORM)
    assert [row.done_at for row in await rows(house, task)] == [None]

    await els.submit(path, **FORM | {"state": "stopped"})

    assert [row.done_at for row in await rows(house, task)] == [house.clock.now()]


async def test_a_photo_of_a_messenger_is_kept_when_it_is_passed(tmp_path: Path) -> None:
    messenger = Messenger(files={"AgACAgQ": drawn()})
    async with (
        open_house(tmp_path, messenger) as house,
        house.seat(await house.hire("Els", "coordinator", house.lab_a)) as els,
    ):
        amina = await house.sign_up("Amina", house.lab_a)
        pilot = await a_pilot(house, amina)
        await moves_to_telegram(house, amina)
        await house.brug.service.take(Inbound("telegram", "1", "1", "77", "", media=Media("photo", "AgACAgQ")))
        report = await a_report(house, pilot, amina, how="slow", media="photo:AgACAgQ")

        await els.submit(f"/admin/pilots/{pilot.id}", f"/admin/updates/{report}/pass", **{"pass": "all"})

        [kept] = await rows(house, media)
        assert (kept.person_id, kept.mime) == (amina, "image/jpeg")
        [row] = await rows(house, pilot_update)
        assert (row.passed, row.media) == (True, f"photo:{kept.id}")


async def moves_to_telegram(house: House, person_id: int) -> None:
    lookup = house.brug.database.keyring.lookup("telegram:1", "77")
    values = {"channel": "telegram", "account": "1", "lookup": lookup, "external": "77", "person_id": person_id}
    async with house.brug.database.write() as connection:
        await connection.execute(insert(address).values(values | {"created_at": house.clock.now()}))


async def test_a_poll_about_a_pilot_is_one_tap_away(house: House, els: Browser) -> None:
    made = await a_pilot(house)
    page = await els.get(f"/admin/pilots/{made.id}")

    way = f"/admin/labs/{house.lab_a}/polls/new?technique=feedback_matrix&pilot={made.id}"
    assert way.replace("&", "&amp;") in page.text
    assert f'<option value="{made.id}" selected>' in (await els.get(way)).text
