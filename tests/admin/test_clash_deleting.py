"""What a colleague changed meanwhile is looked at before it is thrown away: that cannot be undone."""

from datetime import date

from store import pilots
from store.tables import broadcast, marker, milestone, poll, ready_answer
from tests.admin.house import Browser, House
from tests.admin.polling import FORM as POLL
from tests.admin.polling import drafted as drafted_poll
from tests.admin.test_broadcast import drafted
from tests.admin.test_clash import mark
from tests.admin.test_pilots import a_pilot, rows

AGAIN = "Somebody else saved something here. Look at it again first."


async def stays(house: House, els: Browser, page: str, form: str, change: str, fields: dict[str, str]) -> None:
    """Shown, changed by a colleague, thrown away as it was shown: refused. As it is now: done."""
    seen = mark(await els.get(page), form)
    assert seen, form
    assert (await els.submit(page, change, **fields)).status == 200

    refused = await els.submit(page, form, as_shown=seen)

    assert refused.status == 422
    assert AGAIN in refused.words
    assert (await els.submit(page, form, as_shown=mark(await els.get(page), form))).status == 200


async def test_a_draft_of_a_message(house: House, els: Browser) -> None:
    page = (await drafted(house, els)).path

    await stays(house, els, page, f"{page}/drop", f"{page}/change", {"words_en": "The library is open."})

    assert await rows(house, broadcast) == []


async def test_a_draft_of_a_question(house: House, els: Browser) -> None:
    page = f"/admin/polls/{(await drafted_poll(house)).id}"

    await stays(house, els, page, f"{page}/drop", f"{page}/change", POLL | {"question_en": "Where do we eat?"})

    assert await rows(house, poll) == []


async def test_a_step_of_a_pilot(house: House, els: Browser) -> None:
    pilot = await a_pilot(house)
    async with house.brug.database.write() as connection:
        step = await pilots.add_milestone(connection, pilot.id, {"en": "A room"}, date(2026, 6, 1))
    page, form = f"/admin/pilots/{pilot.id}", f"/admin/steps/{step}/remove"

    await stays(house, els, page, form, f"/admin/steps/{step}", {"words_en": "A room with chairs"})

    assert await rows(house, milestone) == []


async def test_a_ready_answer(house: House, els: Browser) -> None:
    new = f"/admin/labs/{house.lab_a}/answers"
    await els.submit(new, name="Thanks", words_en="Thank you")
    page = f"{new}/{(await rows(house, ready_answer))[0].id}"

    await stays(house, els, page, f"{page}/delete", page, {"name": "Thanks", "words_en": "Thank you very much"})

    assert await rows(house, ready_answer) == []


async def test_a_marker_with_what_was_seen_of_it(house: House, els: Browser) -> None:
    page = f"/admin/labs/{house.lab_a}/markers"
    await els.submit(page, actor="The city", level="expect", words="It listens")
    one = f"{page}/{(await rows(house, marker))[0].id}"

    await stays(house, els, page, f"{one}/remove", f"{one}/seen", {"on": "2026-05-10", "seen": "Somebody came"})

    assert await rows(house, marker) == []
