"""What is sent, opened or approved is what somebody saw; and who comes too late to change it keeps her words."""

from tests.admin.house import Browser, House, Page
from tests.admin.polling import FORM as POLL
from tests.admin.polling import crowd as those_who_take_part
from tests.admin.polling import drafted as drafted_poll
from tests.admin.polling import the_poll
from tests.admin.test_broadcast import crowd, drafted, the_row
from tests.admin.test_translations import a_text

LONG = "The library is closed tomorrow.\nWe meet in the school & drink <tea>."


def mark(page: Page, action: str) -> str:
    """What a form of a page was shown with."""
    return Page(200, page.text.partition(f'action="{action}"')[2], page.path, {}).field("as_shown")


def shows(page: Page) -> bool:
    """Whether all that was written is there to be copied."""
    return "We meet in the school &amp; drink &lt;tea&gt;." in page.text


async def test_who_changes_a_message_that_went_out_meanwhile_keeps_her_words(house: House, els: Browser) -> None:
    await crowd(house, 1)
    path = (await drafted(house, els)).path
    await els.submit(path, f"{path}/send", when="now")

    late = await els.submit("/admin/", f"{path}/change", words_en=LONG)

    assert late.status == 422
    assert "This message was sent already" in late.words
    assert "What you wrote is still here" in late.words
    assert shows(late)
    assert f'href="{path}"' in late.text
    assert (await the_row(house)).words == {"en": "The library is closed tomorrow."}


async def test_who_changes_a_question_that_was_opened_meanwhile_keeps_her_words(house: House, els: Browser) -> None:
    await those_who_take_part(house, 1)
    path = f"/admin/polls/{(await drafted_poll(house)).id}"
    await els.submit(path, f"{path}/open")

    late = await els.submit("/admin/", f"{path}/change", **POLL | {"question_en": LONG})

    assert late.status == 422
    assert "This question was opened already" in late.words
    assert shows(late)
    assert (await the_poll(house)).words == {"en": "Where shall we meet?"}


async def test_a_message_that_a_colleague_changed_meanwhile_is_read_again_before_it_goes_out(
    house: House, els: Browser
) -> None:
    await crowd(house, 1)
    path = (await drafted(house, els)).path
    seen = mark(await els.get(path), f"{path}/send")
    await els.submit("/admin/", f"{path}/change", words_en="The library burns.")

    late = await els.submit("/admin/", f"{path}/send", when="later", due_at="2026-05-12T10:00", as_shown=seen)

    assert late.status == 422
    assert "Somebody else saved something here. Look at it again first." in late.words
    assert "The library burns." in late.words
    assert 'value="2026-05-12T10:00"' in late.text
    assert (await the_row(house)).state == "draft"

    again = await els.submit(path, f"{path}/send", when="now", as_shown=mark(late, f"{path}/send"))
    assert "It goes out now" in again.words


async def test_the_second_look_is_at_the_words_that_go_out(house: House, els: Browser) -> None:
    await crowd(house, 60)
    path = (await drafted(house, els)).path
    second = await els.submit(path, f"{path}/send", when="now")
    await els.submit("/admin/", f"{path}/change", words_en="The library burns.")

    late = await els.post(f"{path}/second", {**second.hidden, "people": "60"})

    assert late.status == 422
    assert "Look at it again first." in late.words
    assert "The library burns." in late.words
    assert (await the_row(house)).state == "draft"
    assert "It goes out now" in (await els.post(f"{path}/second", {**late.hidden, "people": "60"})).words


async def test_a_question_that_a_colleague_changed_meanwhile_is_read_again_before_it_opens(
    house: House, els: Browser
) -> None:
    await those_who_take_part(house, 1)
    path = f"/admin/polls/{(await drafted_poll(house)).id}"
    seen = mark(await els.get(path), f"{path}/open")
    await els.submit("/admin/", f"{path}/change", **POLL | {"question_en": "Who goes?"})

    late = await els.submit("/admin/", f"{path}/open", as_shown=seen)

    assert late.status == 422
    assert "Somebody else saved something here. Look at it again first." in late.words
    assert "Who goes?" in late.words
    assert (await the_poll(house)).state == "draft"
    await els.submit("/admin/", f"{path}/open", as_shown=mark(late, f"{path}/open"))
    assert (await the_poll(house)).state == "open"


async def test_of_two_who_put_a_translation_right_the_second_sees_both(house: House, els: Browser) -> None:
    text, path = (await a_text(house, "الخميس")).id, f"/admin/labs/{house.lab_a}/translations"
    shown = await els.get(path)
    seen = mark(shown, f"{path}/{text}/approve")
    await els.submit(path, f"{path}/{text}/approve", words="يوم الخميس", as_shown=seen)

    both = await els.submit("/admin/", f"{path}/{text}/approve", words="الخميس <غدا>", as_shown=seen)

    assert both.status == 409
    assert "Saved now يوم الخميس What you wrote الخميس <غدا>" in both.words
    assert (await els.post(f"{path}/{text}/approve", both.hidden)).status == 200
    assert "الخميس &lt;غدا&gt;" in (await els.get(path)).text


async def test_which_languages_a_message_goes_without_is_not_changed_over_the_head_of_a_colleague(
    house: House, els: Browser
) -> None:
    await crowd(house, 1)
    await crowd(house, 2, "ar")
    path = (await drafted(house, els)).path
    seen = mark(await els.get(path), f"{path}/missing")
    await els.submit(path, f"{path}/missing", save="yes", without="ar", as_shown=seen)

    second = await els.submit(path, f"{path}/missing", save="yes", as_shown=seen)

    assert second.status == 409
    assert "Languages that are left out Saved now العربية What you wrote –" in second.words
    assert (await the_row(house)).segment["without"] == ["ar"]
    assert (await els.post(f"{path}/missing", second.hidden)).status == 200
    assert not (await the_row(house)).segment.get("without")
