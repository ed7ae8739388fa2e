"""What the desk says itself runs as the page does, and is joined as people write in that language."""

from sqlalchemy import update

from admin.language import say
from store.tables import lab
from tests.admin.house import Browser, House
from tests.admin.test_set_up import choose
from tests.conversations import catalogues


async def test_a_sentence_of_ours_runs_as_the_page_does_though_it_may_begin_with_a_name(
    house: House, els: Browser
) -> None:
    path = f"/admin/labs/{house.lab_a}/cadence"

    refused = await els.submit(path, path, max_per_week="many")

    assert "Nothing is saved yet." in refused.words
    problems = refused.text.partition('id="problems"')[2].partition("</ul>")[0]
    assert "<li>" in problems
    assert "dir=" not in problems


async def test_what_is_missing_is_joined_with_the_comma_of_the_reader(house: House, els: Browser) -> None:
    async with house.brug.database.write() as connection:
        await connection.execute(update(lab).where(lab.c.id == house.lab_a).values(languages=["en", "ar"]))
    path = f"/admin/labs/{house.lab_a}/report"
    await els.submit(path, path, lang="en", asked="How?", wanted="Pay.")

    await choose(els, path, "ar")
    page = await els.get(f"{path}?lang=ar")

    assert "words are missing for: What was asked، What we ask from you" in page.words


def test_a_day_in_numbers_is_not_turned_around_in_arabic() -> None:
    assert "\u20682026-05-14\u2069" in say(catalogues(), "ar", "Write the day, like 2026-05-14.")
    assert "\u2068" not in say(catalogues(), "nl", "Write the day, like 2026-05-14.")
