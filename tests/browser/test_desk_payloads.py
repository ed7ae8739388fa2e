"""500 payloads in every field that somebody who takes part can fill: on every page they are text, and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import insert

from admin.tabs import all_tabs
from locales.catalogue import load
from store.tables import inbox
from tests.admin.house import PASSWORD, House, open_house
from tests.browser.conftest import Watch
from tests.browser.payload_lab import Filled, Filling
from tests.browser.payloads import PAYLOADS, SUM, UNSEEN

pytestmark = pytest.mark.browser

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
    if (["SCRIPT", "STYLE"].includes(one.tagName) && one.textContent.trim()) found.push(`<${one.localName}> with words`);
  }
  const text = document.documentElement.textContent;
  if (text.includes(sum)) found.push("a template ran");
  for (const one of document.querySelectorAll("bdi, option, title, h1"))
    for (const sign of unseen) if (one.textContent.includes(sign)) found.push(`<${one.localName}> hides U+${sign.codePointAt(0).toString(16)}`);
  if (text.includes("‹U+2068›")) found.push("a mark of ours is shown");
  return [...new Set(found)].slice(0, 5);
}"""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path, catalogues=load()) as house:
        yield house


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


def pages_of(at: Filled) -> list[str]:
    """Every page of the menu, and every other one that shows what people wrote."""
    person, lab = f"/admin/people/{at.star}", f"/admin/labs/{at.lab}"
    paths = [f"/admin{tab.path.format(lab=at.lab)}" for tab in all_tabs()]
    paths += [f"/admin/people?page={page}" for page in range(2, 6)]
    paths += [f"/admin/people/said?q={word}" for word in ("p00", "window", "evil")]
    paths += [f"{person}{rest}" for rest in ("", "/facts", "/erase", "/merge", "/merge?q=p0", f"/merge?with={at.other}")]
    paths += [f"{person}/week/2026-05-11", f"/admin/log?person={at.star}", f"/admin/polls?lab={at.lab}"]
    for meeting in at.meetings:
        paths += [f"/admin/meetings/{meeting}{rest}" for rest in ("", "/answers", "/groups", "/needs", "/invite")]
    paths += [f"/admin/polls/{poll}" for poll in at.polls] + [f"{lab}/polls/new?technique=single"]
    paths += [f"/admin/pilots/{at.pilot}", f"/admin/recommendations/1", f"{lab}/recommendations/new", f"{lab}/pilots/new"]
    paths += ["/admin/broadcasts/1", "/admin/broadcasts/2", f"{lab}/broadcasts/new", f"{lab}/calendar?page=2"]
    paths += [f"{lab}/translations?task=1", f"{lab}/export", f"/screen/{at.screen}"]
    return list(dict.fromkeys(paths))


async def amiss(page: Page, watch: Watch, url: str) -> list[str]:
    answer = await page.goto(url, wait_until="load")
    status = answer.status if answer else 0
    found = [f"status {status}"] if status != 200 else []
    found += await page.evaluate(AMISS, [SUM, UNSEEN]) + watch.problems
    watch.problems.clear()
    return [f"{url}: {one}" for one in found]


async def test_whatever_people_write_is_text_and_nothing_else_on_every_page(browser: Browser, house: House) -> None:
    watch, problems = Watch(), []
    import time; t=time.time()
    async with house.brug.database.write() as connection:
        at = await Filling(connection, house, house.clock.now()).fill()
    page = await at_the_desk(browser, house)
    watch.over(page)
    for path in pages_of(at):
        import time
        t=time.time()
        problems += await amiss(page, watch, house.base + path)
        print(round(time.time()-t,2), path, len(await page.content()))
    print("\n".join(problems))
    assert problems == []
