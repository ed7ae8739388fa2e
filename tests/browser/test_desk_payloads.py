"""500 payloads in every field that somebody who takes part can fill: on every page they are text, and nothing else."""

import gc
import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from playwright.async_api import Error as PlaywrightError
from sqlalchemy import insert, select

from admin.tabs import all_tabs
from admin.visible import visible
from bot.demo.nowhere import ACCOUNT, NAME
from store.tables import inbox, person, task
from tests.admin.house import PASSWORD, House, open_house
from tests.browser.conftest import Watch
from tests.browser.payload_lab import Filled, Filling
from tests.browser.payloads import ALL, PAYLOADS, SUM, UNSEEN
from tests.conversations import catalogues

pytestmark = pytest.mark.browser

PEOPLE = tuple(f"/admin/people?page={page}" for page in range(2, 7))
LISTEN = """window.__reports = [];
document.addEventListener("securitypolicyviolation", (event) => window.__reports.push(
  `policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""
AMISS = """([sum, unseen]) => {
  const words = ["value", "alt", "title", "aria-label", "content", "placeholder", "label"];
  const isText = (name) => words.includes(name) || (name.startsWith("data-") && name !== "data-pwn");
  const acts = (one) => !isText(one.name) && /__hit|evil\\.example|data-pwn/.test(one.name + "=" + one.value);
  const found = [...window.__reports];
  if (window.__hit) found.push("a payload ran");
  const roots = [document, ...[...document.querySelectorAll("template")].map((one) => one.content)];
  for (const one of roots.flatMap((root) => [...root.querySelectorAll("*")])) {
    const bad = [...one.attributes].find(acts);
    if (bad) found.push(`<${one.localName}> ${bad.name}=${bad.value}`.slice(0, 120));
    if (["SCRIPT", "STYLE"].includes(one.tagName) && one.textContent.trim()) found.push(`<${one.localName}> has words`);
  }
  const text = document.documentElement.textContent;
  if (text.includes(sum)) found.push("a template ran");
  for (const one of document.querySelectorAll("bdi, option, title, h1")) {
    const sign = [...unseen].find((sign) => one.textContent.includes(sign));
    if (sign) found.push(`<${one.localName}> hides ${escape(sign)}`);
  }
  if (text.includes("‹U+2068›")) found.push("a mark of ours is shown");
  return { found: [...new Set(found)].slice(0, 5), text };
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, catalogues=catalogues()) as house:
        yield house
    with warnings.catch_warnings():
        # aiohttp's server for tests cancels what a page asked for when the page goes: a query's connection is dropped.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


async def at_the_desk(browser: Browser, house: House) -> Page:
    context = await browser.new_context(viewport={"width": 1180, "height": 900}, locale="en-GB")
    await context.add_init_script(LISTEN)
    page = await context.new_page()
    email = await house.hire("Ada", "administrator", None)
    await page.goto(f"{house.base}/admin/login")
    await page.locator("input[name=email]").fill(email)
    await page.locator("input[name=password]").fill(PASSWORD)
    await page.locator("main button.main").click()
    await page.wait_for_url("**/admin/")
    return page


def answers_of(at: Filled) -> list[str]:
    """All who answered: the board itself names the first only."""
    return [f"/admin/meetings/{meeting}/answers?q=p{hundred}" for meeting in at.meetings for hundred in range(5)]


def pages_of(at: Filled) -> list[str]:
    """Every page of the menu, and every other one that shows what people wrote."""
    person, lab = f"/admin/people/{at.star}", f"/admin/labs/{at.lab}"
    paths = [f"/admin/?lab={at.lab}", *(f"/admin{tab.path.format(lab=at.lab)}" for tab in all_tabs())]
    paths += [*PEOPLE, "/admin/people/said?q=p00", f"{person}?why={quote(PAYLOADS[4])}", f"/admin/people/{at.other}"]
    paths += [f"{person}{rest}" for rest in ("/facts", "/erase", "/merge", "/merge?q=p0", f"/merge?with={at.other}")]
    paths += [f"{person}/week/2026-05-11", f"/admin/codes/{at.code}", f"{lab}/translations?task=1"]
    paths += [f"/admin/meetings/{meeting}{rest}" for meeting in at.meetings for rest in ("", "/answers")]
    paths += answers_of(at)
    paths += [f"/admin/meetings/{at.meetings[-1]}{rest}" for rest in ("/groups", "/needs", "/invite")]
    paths += [f"/admin/polls/{poll}" for poll in at.polls] + [f"{lab}/polls/new?technique=single"]
    paths += [f"/admin/pilots/{at.pilot}", "/admin/recommendations/1", f"{lab}/recommendations/new"]
    paths += ["/admin/broadcasts/1", "/admin/broadcasts/2", f"{lab}/broadcasts/new", f"{lab}/calendar?page=2"]
    return [
        *dict.fromkeys(paths),
        f"{lab}/export",
        f"/screen/{at.screen}",
        "/admin/log",
        f"/admin/log?person={at.star}",
    ]


@dataclass
class Round:
    """One walk over all pages. `text`: what stands on each."""

    page: Page
    base: str
    watch: Watch = field(default_factory=Watch)
    problems: list[str] = field(default_factory=list)
    text: dict[str, str] = field(default_factory=dict)

    async def look(self, path: str) -> None:
        answer = await self.page.goto(self.base + path, wait_until="load")
        if answer is None or answer.status != 200:
            self.problems.append(f"{path}: {answer and answer.status}")
        await self.note(path)

    async def note(self, path: str) -> None:
        """What is wrong with the page as it stands there now."""
        try:
            seen = await self.page.evaluate(AMISS, [SUM, UNSEEN])
        except PlaywrightError as error:  # a payload took us somewhere else
            seen = {"found": [error.message], "text": ""}
        self.text[path] = seen["text"]
        self.problems += [f"{path}: {one}" for one in (*seen["found"], *self.watch.problems)]
        self.watch.problems.clear()

    def lacks(self, *paths: str, name: str | None = None) -> list[str]:
        """Payloads that cannot be read on these pages: as they were written or, after a `name`, made visible."""
        text = "".join(self.text[path] for path in paths)
        return [one for one in PAYLOADS if (one if name is None else visible(name + one)) not in text]


async def writes(house: House, who: int, words: str) -> None:
    """While somebody looks at the page."""
    house.clock.move(timedelta(seconds=1))
    now = house.clock.now()
    row = {
        "channel": NAME,
        "account": ACCOUNT,
        "event_id": "live",
        "person_id": who,
        "body": {"text": words, "taps": []},
    }
    task_row = {"person_id": who, "kind": "left", "note": words, "created_at": now, "answer_by": now}
    async with house.brug.database.write() as connection:
        lab_id = (await connection.execute(select(person.c.lab_id).where(person.c.id == who))).scalar_one()
        await connection.execute(insert(inbox).values(row | {"sent_at": now, "received_at": now}))
        await connection.execute(insert(task).values(task_row | {"lab_id": lab_id, "sort": ""}))


async def test_whatever_people_write_is_text_and_nothing_else_on_every_page(browser: Browser, house: House) -> None:
    async with house.brug.database.write() as connection:
        at = await Filling(connection, house, house.clock.now()).fill()
    walk, talk = Round(await at_the_desk(browser, house), house.base), f"/admin/people/{at.star}"
    walk.watch.over(walk.page)
    for path in pages_of(at):
        await walk.look(path)

    await walk.look(talk)
    await expect(walk.page.locator("#company")).to_be_attached()
    await writes(house, at.star, f"live {ALL}")
    await expect(walk.page.locator("#said .hers").get_by_text("live p000")).to_be_visible()
    await walk.note(f"{talk} live")

    assert walk.problems == []
    assert walk.lacks("/admin/people", *PEOPLE, name="أمينة ") == []
    assert walk.lacks(talk) == []
    assert walk.lacks(f"{talk} live") == []
    for poll in at.polls:
        assert walk.lacks(f"/admin/polls/{poll}") == []
    assert walk.lacks(*answers_of(at), name="") == []
    assert walk.lacks(f"/admin/labs/{at.lab}/translations") == []
    await walk.page.context.close()
