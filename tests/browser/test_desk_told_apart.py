"""Buttons with one word on them that stand below each other are told apart by what they are about, also by ear."""

import pytest
from playwright.async_api import Browser

from bot.demo.write import Writing
from bot.mediation import ask_for
from store.mediation import Wanted
from tests.admin.house import House
from tests.browser.desk_pages import drawn
from tests.conversations import catalogues

pytestmark = pytest.mark.browser

ALIKE = """() => {
  const heard = (one) => {
    const about = (one.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
    return [one.getAttribute("aria-label") ?? one.textContent, ...about.map((at) => at?.textContent ?? "")]
      .join(" ").replace(/\\s+/g, " ").trim();
  };
  const does = (one) => one.getAttribute("href") ?? one.form?.getAttribute("action") + one.name + one.value;
  const found = new Map();
  for (const one of document.querySelectorAll("main :is(button, a.button, details > summary, li p > a)")) {
    const to = one.localName === "summary" ? one.parentElement.innerHTML : does(one);
    found.set(heard(one), (found.get(heard(one)) ?? new Set()).add(to));
  }
  return [...found].filter(([, places]) => places.size > 1).map(([words, places]) => `${places.size} x ${words}`);
}"""


@pytest.mark.parametrize("page", ["questions", "translations"])
async def test_no_two_buttons_sound_alike(browser: Browser, house: House, page: str) -> None:
    async with house.brug.database.write() as connection:
        made_up = Writing(connection, house.brug.database.keyring, catalogues(), house.clock.now())
        await made_up.write()
        texts = [Wanted(f"text:{words}", "en", words, frozenset({"ar", "fr"})) for words in ("Soup", "Tea")]
        await ask_for(connection, made_up.lab.id, texts, house.clock.now())
    ada = await house.hire("Ada", "administrator", None)

    async with house.seat(ada) as visitor, drawn(browser, visitor, f"/admin/labs/{made_up.lab.id}/{page}") as shown:
        alike = await shown.evaluate(ALIKE)

    assert alike == []
