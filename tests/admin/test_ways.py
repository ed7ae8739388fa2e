"""Whatever a page shows to press leads to where whoever sees it may go."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest

from admin.desk import all_routes
from admin.routes import Route
from bot.demo.write import Writing
from tests.admin.house import Browser, House
from tests.conversations import catalogues

LINK = re.compile(r'<a\b[^>]*?\bhref="(/admin[^"#]*)')
FORM = re.compile(r"<form\b[^>]*>")
PLACEHOLDER = re.compile(r"\{\w+(?::((?:[^{}]|\{[^}]*\})*))?\}")


@pytest.fixture
async def made_up(house: House) -> Writing:
    async with house.brug.database.write() as connection:
        writing = Writing(connection, house.brug.database.keyring, catalogues(), house.clock.now())
        await writing.write()
    return writing


def route_of(method: str, path: str) -> Route | None:
    for one in all_routes():
        pattern = PLACEHOLDER.sub(lambda hit: f"(?:{hit[1] or '[^/]+'})", one.path)
        if one.method == method and re.fullmatch(f"/admin{pattern}", path):
            return one
    return None


def ways_on(page: str, address: str) -> Iterator[tuple[str, str]]:
    """Method and address of all that can be pressed on it."""
    for link in LINK.findall(page):
        yield "GET", html.unescape(link)
    for form in FORM.findall(page):
        action = re.search(r'\baction="([^"]*)"', form)
        yield "POST" if 'method="post"' in form else "GET", urljoin(address, html.unescape(action[1]) if action else "")


async def led_astray(browser: Browser, role: str) -> list[str]:
    """Of one page of each kind: what leads to where she may not go."""
    start = await browser.get("/admin/")
    waiting, seen, found = [start.path], set[str](), list[str]()
    while waiting:
        address = waiting.pop(0)
        here = route_of("GET", urlsplit(address).path)
        if here is None or here.path in seen:
            continue
        seen.add(here.path)
        page = await browser.get(address)
        for method, way in ways_on(page.text, address):
            route = route_of(method, urlsplit(way).path)
            if route is None or (role not in route.roles and not route.open):
                found.append(f"{address}: {method} {way}")
            elif method == "GET" and not route.path.endswith((".zip", ".csv", ".xlsx", "/pdf")):
                waiting.append(way)
    return found


@pytest.mark.parametrize("role", ["coordinator", "facilitator", "outreach_worker", "reader"])
async def test_nothing_to_press_leads_to_where_one_may_not_go(house: House, made_up: Writing, role: str) -> None:
    async with house.browser() as browser:
        await browser.log_in(await house.hire(role, role, made_up.lab.id))

        assert await led_astray(browser, role) == []


@pytest.mark.parametrize(
    ("role", "start"),
    [
        ("administrator", "/admin/"),
        ("coordinator", "/admin/"),
        ("facilitator", "/admin/meetings"),
        ("outreach_worker", "/admin/registrations"),
        ("reader", "/admin/labs/{lab}/voices"),
    ],
)
async def test_whoever_comes_in_begins_where_her_work_is(house: House, role: str, start: str) -> None:
    lab = house.lab_a
    email = await house.hire("Noor", role, None if role == "administrator" else lab)

    async with house.browser() as noor:
        assert (await noor.log_in(email)).path == start.format(lab=lab)
