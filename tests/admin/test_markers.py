"""Progress markers: added, seen, changed and deleted by the team; read by who may read results."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from lab.markers import cycles
from store.tables import marker, observation
from tests.admin.house import Browser, House

COUNCIL = {"actor": "The council", "level": "like", "words": "It asks newcomers before it decides"}


def path(house: House) -> str:
    return f"/admin/labs/{house.lab_a}/markers"


async def rows(house: House, table: Any) -> list[Any]:
    async with house.brug.database.read() as connection:
        return list(await connection.execute(select(table)))


async def test_a_marker_is_added_and_seen_on_a_day(house: House, els: Browser) -> None:
    await els.submit(path(house), **COUNCIL)
    await els.submit(path(house), f"{path(house)}/1/seen", on="2026-05-11", seen="They came to our meeting")

    page = await els.get(path(house))

    assert "We like to see It asks newcomers before it decides" in page.words
    assert "Mon 11 May They came to our meeting · Els" in page.words


async def test_four_months_are_shown_at_a_time(house: House, els: Browser) -> None:
    await els.submit(path(house), **COUNCIL)
    for day, words in (("2025-12-01", "In winter"), ("2026-05-01", "In spring")):
        await els.submit(path(house), f"{path(house)}/1/seen", on=day, seen=words)

    now, before, everything = [await els.get(f"{path(house)}?cycle={one}") for one in ("", "1", "all")]

    assert ("In winter" in now.words, "In spring" in now.words) == (False, True)
    assert ("In winter" in before.words, "In spring" in before.words) == (True, False)
    assert ("In winter" in everything.words, "In spring" in everything.words) == (True, True)


async def test_what_is_wrong_is_said_and_nothing_is_lost(house: House, els: Browser) -> None:
    await els.submit(path(house), **COUNCIL)
    long = "It asks " * 2000

    added = await els.submit(path(house), actor="", level="hope", words=long)
    seen = await els.submit(path(house), f"{path(house)}/1/seen", on="2031-01-01", seen="Tomorrow")

    assert (added.status, seen.status) == (422, 422)
    assert "Write who it is about" in added.words
    assert long.strip() in added.text
    assert "That day has not come yet" in seen.words
    assert "Tomorrow" in seen.text
    assert len(await rows(house, marker)) == 1
    assert await rows(house, observation) == []


async def test_two_who_change_one_marker_see_both_texts(house: House, els: Browser) -> None:
    await els.submit(path(house), **COUNCIL)
    page = await els.get(path(house))
    shown = {"csrf": page.csrf, "as_shown": page.field("as_shown")}

    first = await els.post(f"{path(house)}/1/change", {**shown, **COUNCIL, "words": "First words"})
    second = await els.post(f"{path(house)}/1/change", {**shown, **COUNCIL, "words": "Second words"})

    assert "Saved" in first.words
    assert second.status == 409
    assert "First words" in second.text
    assert "Second words" in second.text


async def test_what_is_deleted_takes_what_was_seen_with_it(house: House, els: Browser) -> None:
    await els.submit(path(house), **COUNCIL)
    for words in ("one", "two"):
        await els.submit(path(house), f"{path(house)}/1/seen", on="2026-05-11", seen=words)

    await els.submit(path(house), f"{path(house)}/1/seen/1/remove")
    left = len(await rows(house, observation))
    page = await els.submit(path(house), f"{path(house)}/1/remove")

    assert left == 1
    assert "Nothing is written down yet" in page.words
    assert await rows(house, observation) == []


async def test_another_lab_has_no_such_marker(house: House, els: Browser, greta: Browser) -> None:
    await els.submit(path(house), **COUNCIL)
    hers = f"/admin/labs/{house.lab_b}/markers"

    for what in ("change", "remove", "seen", "seen/1/remove"):
        assert (await greta.submit(hers, f"{hers}/1/{what}", **COUNCIL)).status == 404
    assert len(await rows(house, marker)) == 1


@pytest.mark.parametrize(
    ("begins", "until", "many"), [("2026-01-31", "2026-05-31", 2), ("2026-01-01", "2026-01-01", 1)]
)
def test_cycles_follow_each_other_without_a_gap(begins: str, until: str, many: int) -> None:
    found = cycles(date.fromisoformat(begins), date.fromisoformat(until))

    assert len(found) == many
    assert found[-1].holds(date.fromisoformat(until))
    for earlier, later in pairwise(found):
        assert later.first - earlier.last == timedelta(days=1)
