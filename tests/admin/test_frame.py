"""What stands around every page: the labs to choose from, kept in mind; the way past the menu."""

import re

from admin.desk import TEMPLATES
from tests.admin.house import Browser, House


async def test_whoever_has_one_lab_is_not_asked_which(els: Browser) -> None:
    page = await els.get("/admin/people")

    assert 'class="labs"' not in page.text
    assert 'href="#content"' in page.text


async def test_another_lab_is_one_tap_away_on_the_same_page(house: House, administrator: Browser) -> None:
    page = await administrator.get(f"/admin/labs/{house.lab_a}/groups")

    assert f'href="/admin/labs/{house.lab_b}/groups?lab={house.lab_b}"' in page.text


async def test_the_chosen_lab_stays_chosen(house: House, administrator: Browser) -> None:
    await administrator.get(f"/admin/?lab={house.lab_b}")

    assert f"/admin/labs/{house.lab_b}/phases" in (await administrator.get("/admin/meetings")).text


async def test_a_lab_of_others_is_not_chosen(house: House, els: Browser) -> None:
    els.session.cookie_jar.update_cookies({"brug_lab": str(house.lab_b)})

    page = await els.get(f"/admin/meetings?lab={house.lab_b}")

    assert f"/admin/labs/{house.lab_b}/" not in page.text


def test_every_sound_has_a_name_for_who_does_not_see_it() -> None:
    sounds = [tag for page in TEMPLATES.glob("*.html") for tag in re.findall(r"<audio[^>]*>", page.read_text())]

    assert len(sounds) > 2
    assert [tag for tag in sounds if "aria-label" not in tag] == []
