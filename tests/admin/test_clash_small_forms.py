"""Two of the team press the same small thing: a choice, a file, a moment. The second learns of the first."""

import io

from aiohttp import FormData

from flows.signup import INTRO
from store.tables import pilot_update
from tests.admin.house import Browser, House, Page
from tests.admin.polling import crowd, opened, the_poll
from tests.admin.test_borders import number_of
from tests.admin.test_clash import mark
from tests.admin.test_look import picture
from tests.admin.test_pilots import a_pilot, a_report, rows
from tests.admin.test_questions import brought_in
from tests.admin.test_texts import OGG, page_of, save


async def test_a_colour_that_a_colleague_chose_meanwhile_is_shown_beside_ones_own(house: House, els: Browser) -> None:
    where = f"/admin/labs/{house.lab_a}/look"
    shown = mark(await els.get(where), where)
    await els.submit(where, colour="#7a1fa2", as_shown=shown)

    second = await els.submit(where, colour="#1f4fa2", as_shown=shown)

    assert second.status == 409
    assert "Colour Saved now #7a1fa2 What you wrote #1f4fa2" in second.words
    assert (await els.post(where, second.hidden)).status == 200
    assert 'value="#1f4fa2"' in (await els.get(where)).text


async def test_the_colour_of_brug_again_is_no_way_around_a_colleague(house: House, els: Browser) -> None:
    where = f"/admin/labs/{house.lab_a}/look"
    await els.submit(where, colour="#7a1fa2")
    shown = mark(await els.get(where), where)
    await els.submit(where, colour="#1f4fa2", as_shown=shown)

    second = await els.submit(where, ours="1", colour="#7a1fa2", as_shown=shown)

    assert "Saved now #1f4fa2 What you wrote #0b5351" in second.words
    assert (await els.post(where, second.hidden)).status == 200
    assert 'value="#0b5351"' in (await els.get(where)).text


async def test_the_logo_of_a_colleague_is_looked_at_before_it_is_replaced_or_removed(
    house: House, els: Browser
) -> None:
    where = f"/admin/labs/{house.lab_a}"
    before = await els.get(f"{where}/look")
    seen = await send_logo(els, where, before, "#204060")

    second = await send_logo(els, where, before, "#402060")
    gone = await els.submit(f"{where}/look", f"{where}/logo/remove", as_shown=mark(before, f"{where}/logo"))

    for page in (second, gone):
        assert page.status == 422
        assert "Somebody else saved something here. Look at it again first." in page.words
        assert logo_in(page) == logo_in(seen), "what a colleague chose stays"
    assert logo_in(await send_logo(els, where, second, "#402060")) not in ("", logo_in(seen))
    await els.submit(f"{where}/look", f"{where}/logo/remove")
    assert logo_in(await els.get(f"{where}/look")) == ""


async def test_the_end_of_a_question_that_a_colleague_moved_is_shown_beside_ones_own(
    house: House, els: Browser
) -> None:
    await crowd(house, 6)
    path = f"/admin/polls/{(await opened(house)).id}"
    shown = mark(await els.get(path), f"{path}/until")
    await els.submit(path, f"{path}/until", closes_at="2026-05-15T18:00", as_shown=shown)

    second = await els.submit(path, f"{path}/until", closes_at="2026-05-13T09:30", as_shown=shown)

    assert second.status == 409
    assert "Closes on Saved now Fri 15 May, 18:00 What you wrote Wed 13 May, 09:30" in second.words
    assert (await els.post(f"{path}/until", second.hidden)).status == 200
    assert "closes Wed 13 May, 09:30" in (await els.get(path)).words


async def test_who_answers_a_question_is_not_changed_over_the_head_of_a_colleague(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "The bus did not come")
    omar = await number_of(house, await house.hire("Omar", "coordinator", house.lab_a))
    page = f"/admin/labs/{house.lab_a}/questions"
    [number] = [row.id for row in await brought_in(house)]
    form = f"{page}/{number}/assign"
    shown = mark(await els.get(page), form)
    await els.submit(page, form, owner=str(omar), sort="idea", as_shown=shown)

    second = await els.submit(page, form, owner="0", sort="signal", as_shown=shown)

    assert second.status == 409
    assert "Who answers Saved now Omar What you wrote Nobody yet" in second.words
    assert "What it is Saved now Idea What you wrote Something is wrong" in second.words
    assert [(row.owner_id, row.sort) for row in await brought_in(house)] == [(omar, "idea")]
    assert (await els.post(form, second.hidden)).status == 200
    assert [(row.owner_id, row.sort) for row in await brought_in(house)] == [(None, "signal")]


async def test_the_role_of_somebody_is_not_changed_over_the_head_of_a_colleague(house: House, els: Browser) -> None:
    page = f"/admin/people/{await house.sign_up('Amina', house.lab_a)}"
    shown = mark(await els.get(page), f"{page}/role")
    await els.submit(page, f"{page}/role", role="mediator", as_shown=shown)

    second = await els.submit(page, f"{page}/role", role="outreach_worker", as_shown=shown)

    assert second.status == 409
    assert "Role in the chat Saved now Mediator What you wrote Outreach worker" in second.words
    assert (await els.post(f"{page}/role", second.hidden)).status == 200
    assert 'value="outreach_worker" selected' in (await els.get(page)).text


async def test_a_recording_of_words_that_a_colleague_changed_is_not_kept(house: House, els: Browser) -> None:
    path = page_of(house, INTRO)
    before = await els.get(path)
    await save(house, els, INTRO, "Hello, we are {lab}.")

    second = await send_sound(els, path, before)

    assert second.status == 422
    assert "Somebody else saved something here. Look at it again first." in second.words
    assert (await els.get(f"{path}/sound/en")).status == 404, "people would hear other words than they read"
    words = f"{path}/words#en"
    assert mark(second, words) == mark(await els.get(path), words), "the other form is as it is now"
    assert (await send_sound(els, path, second)).status == 200
    assert (await els.get(f"{path}/sound/en")).status == 200


async def test_a_recording_that_a_colleague_made_meanwhile_is_not_replaced_or_removed_unheard(
    house: House, els: Browser
) -> None:
    path = page_of(house, INTRO)
    before = await els.get(path)
    seen = await send_sound(els, path, before)

    second = await send_sound(els, path, before, OGG + b"another")
    gone = await els.submit(path, f"{path}/sound", language="en", remove="1", as_shown=sound_mark(before, path))

    assert (second.status, gone.status) == (422, 422)
    assert (await els.get(f"{path}/sound/en")).text == OGG.decode("utf-8", "replace")
    await els.submit(path, f"{path}/sound", language="en", remove="1", as_shown=sound_mark(seen, path))
    assert (await els.get(f"{path}/sound/en")).status == 404


async def send_sound(browser: Browser, path: str, page: Page, data: bytes = OGG) -> Page:
    form = FormData({"csrf": page.csrf, "language": "en", "as_shown": sound_mark(page, path)})
    form.add_field("sound", data, filename="recording.ogg", content_type="audio/ogg")
    return await browser.post(f"{path}/sound", form)


def sound_mark(page: Page, path: str) -> str:
    return mark(page, f"{path}/sound#en")


async def test_what_a_colleague_held_back_of_a_report_is_not_passed_from_a_page_of_before(
    house: House, els: Browser
) -> None:
    amina = await house.sign_up("Amina", house.lab_a)
    pilot = await a_pilot(house, amina)
    report = await a_report(house, pilot, amina, words="My neighbour Rosa drinks", media="photo:77")
    page, form = f"/admin/pilots/{pilot.id}", f"/admin/updates/{report}/pass"
    shown = mark(await els.get(page), form)
    await els.submit(page, form, **{"pass": "no"}, as_shown=shown)

    second = await els.submit(page, form, **{"pass": "all"}, as_shown=shown)
    again = await els.submit(page, form, **{"pass": "no"}, as_shown=shown)

    assert second.status == 422
    assert "Somebody else saved something here. Look at it again first." in second.words
    assert again.status == 200, "a double tap says what the first one said"
    assert [row.passed for row in await rows(house, pilot_update)] == [False]


async def test_two_who_begin_the_next_round_begin_one(house: House, els: Browser) -> None:
    await crowd(house, 6)
    path = f"/admin/polls/{(await opened(house, technique='brainwriting', options=())).id}"
    shown = mark(await els.get(path), f"{path}/round")
    await els.submit(path, f"{path}/round", as_shown=shown)

    second = await els.submit(path, f"{path}/round", as_shown=shown)

    assert second.status == 200
    assert "The next round has begun." in second.words
    assert "round 2 of 3" in second.words
    assert (await the_poll(house)).round == 2


async def send_logo(browser: Browser, where: str, page: Page, colour: str) -> Page:
    form = FormData({"csrf": page.csrf, "as_shown": mark(page, f"{where}/logo")})
    form.add_field("logo", io.BytesIO(picture(colour=colour)), filename="logo.png", content_type="image/png")
    return await browser.post(f"{where}/logo", form)


def logo_in(page: Page) -> str:
    return page.text.partition('class="logo" src="')[2].partition('"')[0]
