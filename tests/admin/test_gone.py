"""Somebody deletes a thing while a colleague works on it: what she wrote comes back to her."""

from tests.admin.house import Browser, House
from tests.admin.polling import FORM as POLL
from tests.admin.polling import drafted
from tests.admin.test_pilots import a_pilot
from tests.admin.test_set_up import choose

LONG = "We meet on Thursday.\nBring tea & <b>cake</b>, “كعك”."


async def test_words_for_a_thing_that_is_gone_are_shown_in_full(house: House, els: Browser) -> None:
    lab, pilot = f"/admin/labs/{house.lab_a}", f"/admin/pilots/{(await a_pilot(house)).id}"
    poll = f"/admin/polls/{(await drafted(house)).id}"
    await els.submit(f"{lab}/answers", name="Bus", words_en="Line 5")
    await els.submit(pilot, f"{pilot}/steps", words_en="The first evening")
    await els.submit(f"{lab}/markers", actor="City", level="expect", words="It listens")
    for deletes, saves, fields in (
        ("/admin/steps/1/remove", "/admin/steps/1", {"words_en": LONG, "due_on": "2026-06-01"}),
        (f"{lab}/answers/1/delete", f"{lab}/answers/1", {"name": "Bus", "words_en": LONG}),
        (f"{lab}/markers/1/remove", f"{lab}/markers/1/change", {"actor": "City", "level": "like", "words": LONG}),
        (f"{poll}/drop", f"{poll}/change", {**POLL, "question_en": LONG}),
    ):
        await els.submit("/admin/", deletes)

        page = await els.submit("/admin/", saves, **fields, as_shown="0123456789abcdef")

        assert page.status == 404, saves
        assert "What you wrote is still here" in page.words, saves
        assert "not saved" in page.words
        assert "We meet on Thursday.\nBring tea &amp; &lt;b&gt;cake&lt;/b&gt;, “كعك”." in page.text
        assert "0123456789abcdef" not in page.words
        assert page.words.endswith(" Today ")
        assert 'class="button main"' not in page.text


async def test_the_way_back_leads_to_a_page_that_is_there(house: House, els: Browser) -> None:
    pilot = f"/admin/pilots/{(await a_pilot(house)).id}"
    csrf = (await els.get(pilot)).csrf
    back = f'<a class="button main" href="{pilot}">'

    from_there = await els.post("/admin/steps/9", {"csrf": csrf, "words_en": LONG}, Referer=els.base + pilot)
    gone_itself = await els.post(
        "/admin/pilots/9", {"csrf": csrf, "goal_en": LONG}, Referer=f"{els.base}/admin/pilots/9"
    )

    assert back in from_there.text
    assert "/admin/pilots/9" not in gone_itself.text.partition("<main")[2]


async def test_a_thing_of_another_lab_looks_like_one_that_never_was(house: House, greta: Browser) -> None:
    pilot = (await a_pilot(house)).id
    foreign, never = [await greta.submit("/admin/", f"/admin/pilots/{number}", goal_en=LONG) for number in (pilot, 999)]

    assert (foreign.status, foreign.words) == (never.status, never.words)


async def test_where_nothing_was_written_the_page_only_says_that_it_is_not_there(house: House, els: Browser) -> None:
    page = await els.submit("/admin/", "/admin/steps/9/remove")

    assert page.status == 404
    assert "Not here" in page.words


async def test_what_is_not_there_is_said_in_the_language_of_whoever_looks(els: Browser, stranger: Browser) -> None:
    await choose(els, "/admin/set-up", "ar")

    for path in ("/admin/nothing", "/admin/meetings/999"):
        page = await els.get(path)
        assert page.status == 404
        assert '<html lang="ar"' in page.text, path
    assert '<html lang="en"' in (await stranger.get("/admin/nothing")).text
