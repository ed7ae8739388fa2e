"""A table by ear: what it is, and on each row whose or what it is about."""

import pytest
from playwright.async_api import Browser

from admin.tabs import all_tabs
from bot.demo.write import Writing
from tests.admin.house import House
from tests.browser.desk_pages import drawn
from tests.conversations import catalogues

pytestmark = pytest.mark.browser

MUTE = """() => [...document.querySelectorAll("table")].flatMap((table) => {
  const labels = (table.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
  const name = table.caption ?? labels.find((one) => one) ?? table.getAttribute("aria-label");
  const bare = [...table.tBodies].flatMap((body) => [...body.rows])
    .filter((row) => !row.hidden && !row.querySelector('th, [role="rowheader"]'));
  const shown = table.innerText.slice(0, 40);
  return [...(name ? [] : [`no name: ${shown}`]), ...(bare.length ? [`${bare.length} rows of nothing: ${shown}`] : [])];
})"""


async def test_each_table_has_a_name_and_each_row_says_what_it_is_about(browser: Browser, house: House) -> None:
    async with house.brug.database.write() as connection:
        made_up = Writing(connection, house.brug.database.keyring, catalogues(), house.clock.now())
        await made_up.write()
    paths = [f"/admin{tab.path.format(lab=made_up.lab.id)}" for tab in all_tabs()]
    paths += [f"/admin/meetings/{made_up.meetings[-1].id}", "/admin/polls/1", f"/admin/texts?lab={made_up.lab.id}"]
    found = {}

    async with house.seat(await house.hire("Ada", "administrator", None)) as ada:
        for path in dict.fromkeys(paths):
            if "<table" not in (await ada.get(path)).text:
                continue
            async with drawn(browser, ada, path) as page:
                if mute := await page.evaluate(MUTE):
                    found[path] = mute

    assert found == {}
