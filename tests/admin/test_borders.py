"""Who may do what: every route, every role, her own lab and another one. A new route is tested by being there."""

import re

import pytest

from admin.desk import all_routes
from admin.routes import ANYBODY, STAFF, TEAM, Route
from bot.messages import Media
from lab.people import ROLES
from store.history import of_person
from store.media import keep_media
from tests.admin.gatherings import a_meeting, a_talk
from tests.admin.house import Browser, House


def filled(route: Route, person_id: int, task_id: int = 0, media_id: int = 0, message: int = 0, **about: int) -> str:
    """The address of a route about somebody. `about`: numbers of a lab, a meeting, a talk... 0 is nothing."""
    numbers = {"people": person_id, "tasks": task_id, "media": media_id}
    path = re.sub(r"/(people|tasks|media)/\{id[^/]*\}", lambda found: f"/{found[1]}/{numbers[found[1]]}", route.path)
    path = re.sub(r"\{message[^/]*\}", str(message), path)
    path = re.sub(r"\{kind:[^/]*\}", "invitation", path)
    path = re.sub(r"\{(\w+):[^/]*\}", lambda found: str(about.get(found[1], 0)), path)
    return "/admin" + re.sub(r"\{token\}", "unknown-code-0000", path)


def test_each_route_says_who_may_take_it() -> None:
    for route in all_routes():
        assert route.roles in (ANYBODY, STAFF, TEAM), route.path


def test_only_the_door_is_open_to_anybody() -> None:
    assert {route.path for route in all_routes() if route.open} == {"/login", "/setup/{token}"}


def test_a_route_that_changes_something_is_a_post() -> None:
    assert {route.method for route in all_routes()} == {"GET", "POST"}


async def test_who_is_not_logged_in_gets_nowhere(house: House, stranger: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    csrf = (await stranger.get("/admin/login")).csrf
    for route in all_routes():
        if route.open:
            continue
        path = filled(route, who)
        if route.method == "GET":
            assert (await stranger.get(path)).path == "/admin/login", path
        else:
            assert (await stranger.post(path, {"csrf": csrf})).status == 401, path


@pytest.mark.parametrize("role", sorted(ROLES))
async def test_each_role_gets_where_its_routes_say(house: House, role: str) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    about = {"lab": house.lab_a, "meeting": (await a_meeting(house)).id, "talk": await a_talk(house)}
    async with house.browser() as browser:
        await browser.log_in(await house.hire("Somebody", role, house.lab_a))
        for route in all_routes():
            if route.open or route.path in ("/logout", ""):
                continue
            path = filled(route, who, **about)
            page = await (browser.get(path) if route.method == "GET" else browser.submit("/admin/", path))
            allowed = role in route.roles
            assert (page.status != 403) is allowed, f"{role} {route.method} {path}: {page.status}"
            assert page.status < 500


async def test_what_belongs_to_another_lab_is_not_there(house: House, greta: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    who = await house.person("Amina")
    picture = await picture_of(house, who)
    await house.write("amina", "", Media("photo", str(picture)))
    csrf = (await greta.get("/admin/")).csrf
    about = {"lab": house.lab_a, "meeting": (await a_meeting(house)).id, "talk": await a_talk(house)}

    for route in all_routes():
        if "{" not in route.path or route.open:
            continue
        path = filled(route, who, task_id=1, media_id=picture, message=await last_message(house, who), **about)
        fields = {"csrf": csrf, "text": "x", "how": "paper", "role": "participant", "key": "k" * 20}
        page = await (greta.get(path) if route.method == "GET" else greta.post(path, fields))
        assert page.status == 404, f"{route.method} {path}"
        assert "Amina" not in page.text


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
    who = await house.sign_up("Amina", house.lab_a)
    token = (await els.get("/admin/")).csrf
    for route in all_routes():
        if route.method != "POST":
            continue
        path = filled(route, who, task_id=1)
        for fields, origin in (
            ({}, els.base),
            ({"csrf": "wrong"}, els.base),
            ({"csrf": token}, "https://elsewhere.example"),
            ({"csrf": token}, "null"),
        ):
            page = await els.post(path, fields, Origin=origin)
            assert page.status == 403, f"{path} {fields} {origin}"
            assert "Set-Cookie" not in page.headers

    assert (await els.get(f"/admin/people/{who}")).status == 200


async def test_nothing_is_changed_by_looking(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    about = {"lab": house.lab_a, "meeting": (await a_meeting(house)).id, "talk": await a_talk(house)}
    before = (await els.get("/admin/")).words

    for route in all_routes():
        if route.method == "POST" and route.path != "/login":
            assert (await els.get(filled(route, 1, task_id=1, **about))).status in (200, 404, 405), route.path

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
    assert (await els.post(path, b"a=" + b"x" * 100_000, Content_Type=form)).status == 413
    assert (await els.post(path, {"csrf": csrf, "settles": "9" * 40, "text": "\x00", "key": "é"})).status < 500
    assert (await els.post(path, f"csrf={csrf}&text=%ed%a0%80".encode(), Content_Type=form)).status < 500


async def picture_of(house: House, person_id: int) -> int:
    async with house.brug.database.write() as connection:
        return await keep_media(connection, person_id, "photo", "image/png", b"png", house.clock.now())


async def last_message(house: House, person_id: int) -> int:
    async with house.brug.database.read() as connection:
        return max(entry.id for entry in await of_person(connection, person_id) if entry.own)
