"""A lab's colour and logo: readable, drawn anew, and on the pages that people see."""

import io
import re

from aiohttp import FormData
from PIL import Image

from tests.admin.house import Browser, House, Page, asks_first


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300), note: str = "", colour: str = "#c04080") -> bytes:
    drawn = io.BytesIO()
    extra = {"comment": note} if note else {}
    Image.new("RGB", size, colour).save(drawn, kind, **extra)
    return drawn.getvalue()


async def upload(browser: Browser, house: House, data: bytes) -> Page:
    where = f"/admin/labs/{house.lab_a}/look"
    form = FormData({"csrf": (await browser.get(where)).csrf})
    form.add_field("logo", io.BytesIO(data), filename="logo.svg", content_type="image/svg+xml")
    return await browser.post(f"/admin/labs/{house.lab_a}/logo", form)


async def test_a_colour_reaches_the_desk_as_a_style_sheet_of_variables(house: House, els: Browser) -> None:
    where = f"/admin/labs/{house.lab_a}/look"

    page = await els.submit(where, colour="#7A1FA2")

    assert "Saved." in page.words
    sheet = await els.get(f"/look/{house.lab_a}.css?v=7a1fa2")
    assert f"/look/{house.lab_a}.css?v=7a1fa2" in page.text
    assert "--accent: #7a1fa2" in sheet.text
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "immutable" not in (await els.get(f"/look/{house.lab_a}.css?v=1")).headers["Cache-Control"]


async def test_a_pale_colour_is_refused_with_the_nearest_good_one(house: House, els: Browser) -> None:
    where = f"/admin/labs/{house.lab_a}/look"

    page = await els.submit(where, colour="#ffee00")

    offered = re.search(r"(#[0-9a-f]{6}) is the nearest", page.words)
    assert page.status == 422
    assert offered
    assert f'value="{offered[1]}"' in page.text
    assert (await els.submit(where, colour=offered[1])).status == 200
    assert (await els.submit(where, ours="1")).status == 200
    assert (await els.get(f"/look/{house.lab_a}.css")).status == 404


async def test_what_is_no_colour_is_said(house: House, els: Browser) -> None:
    page = await els.submit(f"/admin/labs/{house.lab_a}/look", colour="red; } body { display: none")

    assert page.status == 422


async def test_a_logo_is_drawn_anew_and_served_to_anybody(house: House, els: Browser, stranger: Browser) -> None:
    page = await upload(els, house, picture("JPEG", note="taken at home"))

    found = re.search(rf"/look/{house.lab_a}\.png\?v=\w+", page.text)
    assert found
    async with stranger.session.get(house.base + found[0]) as answer:
        data = await answer.read()
        assert answer.content_type == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"taken at home" not in data
    assert Image.open(io.BytesIO(data)).size == (320, 107)


async def test_a_logo_stands_on_the_page_for_councillors_too(house: House, els: Browser) -> None:
    address = f"/admin/labs/{house.lab_a}/report/pdf"
    async with els.session.get(f"{els.base}{address}") as before:
        assert b"/Subtype/Image" not in await before.read()

    await upload(els, house, picture())

    async with els.session.get(f"{els.base}{address}") as after:
        assert b"/Subtype/Image" in await after.read()


async def test_what_is_no_picture_is_refused_kindly(house: House, els: Browser) -> None:
    for data in (b"<svg onload='alert(1)'></svg>", b"", picture()[:60], b"\xff" * (3 * 1024 * 1024)):
        page = await upload(els, house, data)

        assert page.status == 422
        assert "We cannot use this file" in page.words


async def test_a_logo_can_be_taken_down(house: House, els: Browser) -> None:
    await upload(els, house, picture())

    assert asks_first(await els.get(f"/admin/labs/{house.lab_a}/look"), f"/admin/labs/{house.lab_a}/logo/remove")
    page = await els.submit(f"/admin/labs/{house.lab_a}/look", f"/admin/labs/{house.lab_a}/logo/remove")

    assert "The logo is gone." in page.words
    assert (await els.get(f"/look/{house.lab_a}.png")).status == 404


async def test_public_pages_show_it_only_where_there_is_one_lab(house: House, els: Browser, stranger: Browser) -> None:
    await els.submit(f"/admin/labs/{house.lab_a}/look", colour="#7a1fa2")

    for path in ("/join/some-code-or-other", "/"):
        assert "/look/" not in (await stranger.get(path)).text


async def test_another_lab_is_not_hers(house: House, els: Browser) -> None:
    where = f"/admin/labs/{house.lab_b}/look"

    assert (await els.get(where)).status == 404
    assert (await els.submit(f"/admin/labs/{house.lab_a}/look", where, colour="#7a1fa2")).status == 404
