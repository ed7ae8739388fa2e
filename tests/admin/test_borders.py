"""Who may do what: every route, every role, her own lab and another one. A new route is tested by being there."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from admin.desk import all_routes
from admin.routes import ANY_OF_THESE, ANYBODY, Route
from admin.sessions import COOKIE
from bot.messages import Media
from lab.people import ROLES
from store.history import of_person
from store.media import keep_media
from store.tables import broadcast, marker, ready_answer, staff, task
from tests.admin.gatherings import a_meeting, a_talk
from tests.admin.house import Browser, House
from tests.admin.polling import drafted
from tests.admin.test_pilots import a_pilot, a_report
from tests.admin.test_recommendations import a_recommendation

TABLE = Path(__file__).parents[2] / "docs" / "roles.md"
KIND_OF_CONTACT = "invitation"


@dataclass(frozen=True, slots=True)
class Things:
    """One of each thing that an address may name, all of lab A."""

    ids: dict[str, int]

    def path(self, route: Route) -> str:
        """The address of a route. What is not there yet has the number 0."""
        beside = {"people": "person", "tasks": "task", "media": "media"}
        path = re.sub(
            r"/(people|tasks|media)/\{id[^/]*\}", lambda hit: f"/{hit[1]}/{self.ids[beside[hit[1]]]}", route.path
        )
        path = re.sub(r"\{kind:[^/]*\}", KIND_OF_CONTACT, path)
        path = re.sub(r"\{token\}", "unknown-code-0000", path)
        return "/admin" + re.sub(r"\{(\w+):[^/]*\}", lambda hit: str(self.ids.get(hit[1], 0)), path)


async def things(house: House) -> Things:
    who = await house.sign_up("Amina", house.lab_a)
    picture = await picture_of(house, who)
    await house.write("amina", "", Media("photo", str(picture)))
    pilot = await a_pilot(house, who)
    now = house.clock.now()
    report = await a_report(house, pilot, who, words="It works")
    meeting, talk, poll = await a_meeting(house), await a_talk(house), await drafted(house)
    recommendation = await a_recommendation(house)
    by = await number_of(house, await house.hire("Colleague", "coordinator", house.lab_a))
    rows = {
        broadcast: {
            "state": "draft",
            "words": {"en": "Hello"},
            "segment": {},
            "urgent": False,
            "wakes": False,
            "staff_id": by,
            "created_at": now,
        },
        marker: {"actor": "The city", "level": "expect", "words": "It listens", "created_at": now},
        ready_answer: {"name": "Thanks", "words": {"en": "Thank you"}, "created_at": now},
        task: {"person_id": who, "kind": "message", "note": "Hello?", "created_at": now},
    }
    made = {}
    async with house.brug.database.write() as connection:
        for table, values in rows.items():
            row = insert(table).values(lab_id=house.lab_a, **values).returning(table.c.id)
            made[table.name] = int((await connection.execute(row)).scalar_one())
    return Things(
        {
            "person": who,
            "media": picture,
            "message": await last_message(house, who),
            "lab": house.lab_a,
            "meeting": meeting.id,
            "talk": talk,
            "poll": poll.id,
            "pilot": pilot.id,
            "update": report,
            "staff": by,
            "recommendation": recommendation,
            "broadcast": made["broadcast"],
            "marker": made["marker"],
            "ready": made["ready_answer"],
            "task": made["task"],
        }
    )


async def number_of(house: House, email: str) -> int:
    async with house.brug.database.read() as connection:
        everybody = (await connection.execute(select(staff.c.id, staff.c.email))).all()
    return next(int(row.id) for row in everybody if row.email == email)


def test_each_route_says_who_may_take_it() -> None:
    for route in all_routes():
        assert route.roles in ANY_OF_THESE, route.path


def test_only_the_door_is_open_to_anybody() -> None:
    assert {route.path for route in all_routes() if route.open} == {"/login", "/setup/{token}", "/second-factor"}


def test_a_route_that_changes_something_is_a_post() -> None:
    assert {route.method for route in all_routes()} == {"GET", "POST"}


def test_the_table_of_routes_and_roles_is_written_down(request: pytest.FixtureRequest) -> None:
    order = ("administrator", "coordinator", "facilitator", "outreach_worker", "mediator", "reader")
    lines = ["| route | " + " | ".join(one.replace("_", " ") for one in order) + " |", "|---" * 7 + "|"]
    for route in sorted(all_routes(), key=lambda one: (one.path, one.method)):
        marks = ["everybody"] * 6 if route.roles == ANYBODY else ["yes" if one in route.roles else "" for one in order]
        lines.append(f"| `{route.method} /admin{route.name.partition(' ')[2]}` | " + " | ".join(marks) + " |")
    written = TABLE_ABOVE + "\n".join(lines) + "\n"
    if request.config.getoption("--write-transcripts"):
        TABLE.write_text(written)

    assert TABLE.read_text() == written, "write it anew with --write-transcripts"


TABLE_ABOVE = """# Who may do what at the desk

Written by `tests/admin/test_borders.py` from what each route declares; the same test walks all of it. What belongs to a
lab that somebody does not work for is not there (404), whatever her role.

"""


async def test_who_is_not_logged_in_gets_nowhere(house: House, stranger: Browser) -> None:
    all_of_them = await things(house)
    csrf = (await stranger.get("/admin/login")).csrf
    for route in all_routes():
        if route.open:
            continue
        path = all_of_them.path(route)
        if route.method == "GET":
            assert (await stranger.get(path)).path == "/admin/login", path
        else:
            assert (await stranger.post(path, {"csrf": csrf})).status == 401, path


async def test_each_role_gets_where_its_routes_say_and_never_into_another_lab(house: House) -> None:
    """One house for all. What is foreign comes first: after that, things are deleted by whoever may."""
    all_of_them = await things(house)
    for role in sorted(ROLES):
        foreign = house.lab_b if role != "administrator" else None
        if foreign is not None:
            async with house.browser() as browser:
                await browser.log_in(await house.hire(f"Foreign-{role}", role, foreign))
                await is_kept_out(browser, role, all_of_them)
    for role in sorted(ROLES, key=("administrator", "coordinator").__contains__):
        async with house.browser() as browser:
            await browser.log_in(await house.hire(f"Own-{role}", role, house.lab_a))
            await gets_where_the_routes_say(browser, role, all_of_them)


async def is_kept_out(browser: Browser, role: str, all_of_them: Things) -> None:
    csrf = await token_of(browser)
    fields = {"csrf": csrf, "text": "x", "how": "paper", "role": "participant", "key": "k" * 20}
    for route in all_routes():
        if "{" not in route.path or route.open or role not in route.roles:
            continue
        path = all_of_them.path(route)
        page = await (browser.get(path) if route.method == "GET" else browser.post(path, fields))
        assert page.status == 404, f"{role} {route.name}: {page.status}"
        assert "Amina" not in page.text, f"{role} {route.name}"


async def gets_where_the_routes_say(browser: Browser, role: str, all_of_them: Things) -> None:
    csrf = await token_of(browser)
    erasing = [one for one in all_routes() if one.method == "POST"]
    for route in [*(one for one in all_routes() if one.method == "GET"), *sorted(erasing, key=last_of_all)]:
        if route.open or route.path in ("/logout", "", "/") or route.path.endswith("/stream"):
            continue
        path = all_of_them.path(route)
        page = await (browser.get(path) if route.method == "GET" else browser.post(path, {"csrf": csrf}))
        assert (page.status != 403) is (role in route.roles), f"{role} {route.name}: {page.status}"
        assert page.status < 500, f"{role} {route.name}: {page.status}"


def last_of_all(route: Route) -> bool:
    return route.path.endswith(("/erase", "/off", "/end", "/remove", "/delete", "/drop"))


async def token_of(browser: Browser) -> str:
    """Of whichever page of hers holds a form: each has the button to log out."""
    return (await browser.get("/admin/")).csrf


async def test_lists_show_only_her_own_lab(house: House, els: Browser, greta: Browser, administrator: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Bilal", house.lab_b)

    for path in ("/admin/", "/admin/people"):
        assert [name in (await els.get(path)).words for name in ("Amina", "Bilal")] == [True, False]
        assert [name in (await greta.get(path)).words for name in ("Amina", "Bilal")] == [False, True]
        assert [name in (await administrator.get(path)).words for name in ("Amina", "Bilal")] == [True, True]


async def test_a_coordinator_whose_lab_is_gone_sees_nobody(house: House) -> None:
    await house.write("somebody", "hello")
    async with house.seat(await house.hire("Els", "coordinator", None)) as els:
        assert "Nobody is here yet" in (await els.get("/admin/people")).words


async def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(house: House, els: Browser) -> None:
    all_of_them = await things(house)
    who = all_of_them.ids["person"]
    token = (await els.get("/admin/")).csrf
    for route in all_routes():
        if route.method != "POST":
            continue
        path = all_of_them.path(route)
        for fields, origin in (
            ({}, els.base),
            ({"csrf": "wrong"}, els.base),
            ({"csrf": token}, "https://elsewhere.example"),
            ({"csrf": token}, "null"),
        ):
            page = await els.post(path, fields, Origin=origin)
            assert page.status == 403, f"{path} {fields} {origin}"
            assert COOKIE not in page.headers.get("Set-Cookie", "")

    assert (await els.get(f"/admin/people/{who}")).status == 200


async def test_nothing_is_changed_by_looking(house: House, els: Browser) -> None:
    all_of_them = await things(house)
    before = (await els.get("/admin/")).words
    looked_at = {route.path for route in all_routes() if route.method == "GET"}

    for route in all_routes():
        if route.method == "POST" and route.path not in looked_at:
            assert (await els.get(all_of_them.path(route))).status in (404, 405), route.path

    assert (await els.get("/admin/")).words == before


@pytest.mark.parametrize(
    "path",
    [
        "/admin/people/999999999999999999",
        "/admin/people/99999999999999999999999999",
        "/admin/people/0",
        "/admin/people/-1",
        "/admin/people/1'--",
        "/admin/people?page=99999999999999999999&state=%00&q=%ff%fe&language=xx",
        "/admin/people?page=%D9%A3",
        "/admin/media/999999999999999999",
        "/admin/media/from/999999999999999999",
        "/admin/meetings?lab=%D9%A3",
        "/admin/meetings?lab=99999999999999999999999",
        "/admin/meetings/999999999999999999",
        "/admin/meetings/0/change",
        "/admin/labs/999999999999999999/cadence",
        "/admin/codes/" + "x" * 3000,
        "/admin/codes/%00",
        "/admin/..%2f..%2fetc/passwd",
        "/admin/?done=%00",
        "/admin//",
    ],
)
async def test_strange_addresses_do_no_harm(els: Browser, path: str) -> None:
    page = await els.get(path)

    assert page.status in (200, 404)


async def test_strange_forms_do_no_harm(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    path = f"/admin/people/{who}/answer"
    csrf = (await els.get("/admin/")).csrf
    form = "application/x-www-form-urlencoded"

    assert (await els.post(path, b"\xff\xfe=%ff%00&&&", Content_Type=form)).status == 403
    assert (await els.post(path, b"csrf=%f0", Content_Type=f"{form}; charset=nonsense")).status == 403
    assert (await els.post(path, b"{}", Content_Type="application/json")).status == 415
    assert (await els.post(path, b"a=1&" * 500, Content_Type=form)).status == 400
    assert (await els.post(path, io.BytesIO(b"a=" + b"x" * 1_100_000), Content_Type=form)).status == 413
    assert (await els.post(path, {"csrf": csrf, "settles": "9" * 40, "text": "\x00", "key": "é"})).status < 500
    assert (await els.post(path, f"csrf={csrf}&text=%ed%a0%80".encode(), Content_Type=form)).status < 500


async def test_long_words_in_all_languages_are_not_too_much(house: House, els: Browser) -> None:
    """Nine bytes for a letter of Tigrinya, and a form has a box for each language."""
    who = await house.sign_up("Amina", house.lab_a)
    path = f"/admin/people/{who}/answer"
    long = {f"words_{number}": "ት" * 4000 for number in range(16)}

    assert (await els.post(path, {"csrf": (await els.get("/admin/")).csrf, "text": "Good day", **long})).status == 200


async def picture_of(house: House, person_id: int) -> int:
    async with house.brug.database.write() as connection:
        return await keep_media(connection, person_id, "photo", "image/png", b"png", house.clock.now())


async def last_message(house: House, person_id: int) -> int:
    async with house.brug.database.read() as connection:
        return max(entry.id for entry in await of_person(connection, person_id) if entry.own)
