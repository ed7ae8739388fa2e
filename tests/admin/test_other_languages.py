"""A title that has no words in the reader's language: every page shows the same one, and says which language it is."""

import re

import pytest
from sqlalchemy import insert, update

from lab.broadcasts import Broadcast
from lab.meetings import Session
from lab.polls import Choice
from store.broadcasts import add_broadcast
from store.tables import lab, person, task
from tests.admin.gatherings import THURSDAY, a_meeting, answers, needs
from tests.admin.house import Browser, House
from tests.admin.polling import drafted
from tests.admin.test_pilots import a_pilot
from tests.admin.test_recommendations import a_recommendation

WORDS = {"uk": "Кафе", "ar": "مقهى", "fr": "Le café"}
IN_FRENCH = '<bdi lang="fr" dir="ltr">Le café</bdi>'
IN_ARABIC = '<bdi lang="ar" dir="rtl">\u2068مقهى\u2069</bdi>'


async def everything(house: House, words: dict[str, str]) -> list[str]:
    """A meeting, a poll, a pilot, a recommendation and a message with this title. The pages that show it."""
    meeting = await a_meeting(house, title=words, sessions=(Session(THURSDAY.time(), "plenary", words),))
    options = tuple(Choice(f"o{place}", words) for place in range(3))
    poll = await drafted(house, words=words, options=options, meeting_id=meeting.id)
    pilot = await a_pilot(house, name=words, goal=words)
    recommendation = await a_recommendation(house, lab_id=house.lab_a, **words)
    async with house.brug.database.write() as connection:
        message = await add_broadcast(connection, Broadcast(0, house.lab_a, words=words), house.clock.now())
    of_one = [f"meetings/{meeting.id}", f"polls/{poll.id}", f"pilots/{pilot.id}", f"broadcasts/{message}"]
    of_one += [f"recommendations/{recommendation}", f"meetings/{meeting.id}/answers", f"meetings/{meeting.id}/invite"]
    return ["meetings", f"labs/{house.lab_a}/polls", "pilots", "recommendations", "broadcasts", *of_one]


@pytest.mark.parametrize(("languages", "shown"), [(["fr", "ar"], IN_FRENCH), (["nl", "ar", "fr"], IN_ARABIC)])
async def test_each_page_shows_it_in_the_first_language_of_the_lab(
    house: House, els: Browser, languages: list[str], shown: str
) -> None:
    async with house.brug.database.write() as connection:
        await connection.execute(update(lab).where(lab.c.id == house.lab_a).values(languages=languages))

    for path in await everything(house, WORDS):
        page = await els.get(f"/admin/{path}")
        assert page.status == 200, path
        assert shown in page.text, path
        assert WORDS["uk"] not in page.text.partition("<main")[2].partition("<form")[0], path


async def test_words_in_the_readers_language_are_not_marked(house: House, els: Browser) -> None:
    for path in await everything(house, WORDS | {"en": "Coffee"}):
        page = await els.get(f"/admin/{path}")
        assert "Coffee" in page.words, path
        assert 'lang="fr"' not in page.text, path


async def test_what_somebody_said_is_marked_with_the_language_that_she_chose(house: House, els: Browser) -> None:
    bilal = await house.sign_up("Bilal", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, bilal, answer="yes", words="متأخر")
    await needs(house, bilal, options=[], words="أنا أصم")
    async with house.brug.database.write() as connection:
        await connection.execute(update(person).where(person.c.id == bilal).values(language="ar"))
        asked = {"lab_id": house.lab_a, "person_id": bilal, "created_at": house.clock.now()}
        rows = [{"kind": "pilot_help", "note": "ساعدونا"}, {"kind": "guardian", "note": "Almaz, 0470"}]
        await connection.execute(insert(task), [one | asked for one in rows])

    pages = {path: (await els.get(path)).text for path in ("/admin/", f"/admin/meetings/{meeting.id}")}
    of_needs, answered = await els.get(f"/admin/meetings/{meeting.id}/needs"), f"/admin/meetings/{meeting.id}/answers"

    today, of_meeting = pages.values()
    assert '<blockquote dir="auto" lang="ar">ساعدونا' in today
    assert '<blockquote dir="auto" >Almaz' in today  # a name and a number: in no language
    for text in (of_meeting, (await els.get(answered)).text):
        assert re.search('<bdi lang="ar">[^<]*متأخر', text)
    for text in (of_meeting, of_needs.text):
        assert re.search('<bdi lang="ar">[^<]*أنا أصم', text)


async def test_an_answer_is_marked_with_its_language(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.write("amina", "Where is it?")
    async with house.brug.database.write() as connection:
        answered = {"done_at": house.clock.now(), "answered_at": house.clock.now(), "answer_language": "fr"}
        await connection.execute(update(task).where(task.c.sort != "").values(answer="À la bibliothèque", **answered))

    page = await els.get(f"/admin/labs/{house.lab_a}/questions")

    assert '<p class="soft" dir="auto" lang="fr">À la bibliothèque' in page.text
