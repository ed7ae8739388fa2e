"""Two of the team change one thing: the second sees both texts, and chooses."""

from admin.clash import as_shown
from tests.admin.house import Browser, House
from tests.admin.test_cadence import RULES
from tests.admin.test_pilots import FORM, a_pilot
from tests.admin.test_recommendations import a_recommendation

HELP = {"number_en": "Police: 101"}


def test_the_mark_of_a_form_does_not_change_with_order_or_empty_fields() -> None:
    assert as_shown({"name": "One", "goal": "Two"}) == as_shown({"goal": "Two", "name": "One", "budget": ""})
    assert as_shown({"name": "One\r\ntwo"}) == as_shown({"name": "One\ntwo"})
    assert as_shown({"name": "One"}) != as_shown({"name": "Two"})


async def test_of_two_who_change_one_thing_the_second_sees_both_and_nothing_is_lost(house: House, els: Browser) -> None:
    lab = f"/admin/labs/{house.lab_a}"
    pilot, recommendation = await a_pilot(house), await a_recommendation(house)
    for path, fields, name, label, texts in (
        (f"{lab}/safety", HELP, "number_en", "Help numbers, as people read them · English", ("112 now", "113 <now>")),
        (f"{lab}/phases", {"preparation_last": "2026-06-01"}, "preparation_first", "", ("2026-05-12", "2026-05-13")),
        (f"{lab}/cadence", RULES, "a_week", "Most messages in a week", ("4", "5")),
        (f"/admin/pilots/{pilot.id}", FORM, "goal_en", "What do we want to reach? · English", ("Ours", "Mine")),
        (
            f"/admin/recommendations/{recommendation}",
            {"source": "poll:1"},
            "words_en",
            "What do we",
            ("Trees", "Shade"),
        ),
    ):
        mark = (await els.get(path)).field("as_shown")
        first = await els.submit(path, **{**fields, name: texts[0], "as_shown": mark})
        second = await els.submit(path, **{**fields, name: texts[1], "as_shown": mark})

        assert (first.status, second.status) == (200, 409), f"{path} {first.words}"
        assert label in second.words
        assert all(text in second.words for text in texts)
        assert texts[1] not in (await els.get(path)).words

        assert (await els.post(path, second.hidden)).status == 200
        assert texts[1].replace("<", "&lt;").replace(">", "&gt;") in (await els.get(path)).text


async def test_a_third_one_who_saves_meanwhile_is_noticed_too(house: House, els: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    mark = (await els.get(path)).field("as_shown")
    await els.submit(path, **{**FORM, "goal_en": "Ours", "as_shown": mark})
    mine = await els.submit(path, **{**FORM, "goal_en": "Mine", "as_shown": mark})
    await els.submit(path, **{**FORM, "goal_en": "Theirs"})

    again = await els.post(path, mine.hidden)

    assert again.status == 409
    assert "Saved now Theirs What you wrote Mine" in again.words


async def test_who_wrote_the_same_has_nothing_to_choose(house: House, els: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    mark = (await els.get(path)).field("as_shown")
    await els.submit(path, **{**FORM, "goal_en": "Ours", "as_shown": mark})

    assert (await els.submit(path, **{**FORM, "goal_en": "Ours", "as_shown": mark})).status == 200
