"""Two of the team change one thing: the second sees both texts, and chooses."""

import asyncio
from dataclasses import replace

from admin.clash import as_shown
from flows.signup import INTRO
from store.crypto import fingerprint
from tests.admin.gatherings import a_meeting
from tests.admin.house import Browser, House, Page
from tests.admin.polling import FORM as POLL
from tests.admin.polling import crowd, drafted, opened, the_poll
from tests.admin.test_cadence import RULES
from tests.admin.test_pilots import FORM, a_pilot
from tests.admin.test_recommendations import WORDS, a_recommendation

HELP = {"number_en": "Police: 101"}
TEXT = "{}/texts/" + fingerprint(INTRO)


def mark(page: Page, action: str) -> str:
    """What a form of a page was shown with. The only form of a page may say nothing of where it is sent."""
    form = page.text.partition(f'action="{action}"')[2]
    return replace(page, text=form or page.text).field("as_shown")


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
        (f"{lab}/cadence", RULES, "a_week", "Most messages in a week", ("4", "13")),
        (f"/admin/pilots/{pilot.id}", FORM, "goal_en", "What do we want to reach? · English", ("Ours", "Mine")),
        (
            f"/admin/recommendations/{recommendation}",
            {"source": "poll:1"},
            "words_en",
            "What do we",
            ("Trees", "Shade"),
        ),
    ):
        shown = mark(await els.get(path), path)
        first = await els.submit(path, **{**fields, name: texts[0], "as_shown": shown})
        second = await els.submit(path, **{**fields, name: texts[1], "as_shown": shown})

        assert (first.status, second.status) == (200, 409), f"{path} {first.words}"
        assert label in second.words
        assert all(text in second.words for text in texts)
        assert texts[1] not in (await els.get(path)).words

        assert (await els.post(path, second.hidden)).status == 200
        assert texts[1].replace("<", "&lt;").replace(">", "&gt;") in (await els.get(path)).text


async def test_of_two_who_save_in_one_moment_one_sees_both(house: House, els: Browser) -> None:
    lab = f"/admin/labs/{house.lab_a}"
    await els.submit(f"{lab}/answers", name="Bus", words_en="Line 5")
    step = {"on": "1", "days": "7", "at": "17:30"}
    for page, action, fields, name, texts in (
        (f"{lab}/safety", "", HELP, "number_en", ("112", "113")),
        (f"{lab}/phases", "", {"preparation_last": "2026-06-01"}, "preparation_first", ("2026-05-12", "2026-05-13")),
        (f"{lab}/cadence", "", RULES, "a_week", ("4", "5")),
        (f"{lab}/cadence", f"{lab}/plan/reminder_week#plan", step, "at", ("17:31", "17:32")),
        (f"{lab}/answers/1", "", {"name": "Bus"}, "words_en", ("Line 6", "Line 7")),
        (TEXT.format(lab), TEXT.format(lab) + "/words", {"language": "en"}, "words", ("We {lab} say", "We {lab} ask")),
    ):
        shown = await els.get(page)
        form = {**fields, "csrf": shown.csrf, "as_shown": mark(shown, action or page)}

        pages = await asyncio.gather(*(els.post(action or page, {**form, name: text}) for text in texts))

        assert sorted(one.status for one in pages) == [200, 409], action or page


async def test_a_third_one_who_saves_meanwhile_is_noticed_too(house: House, els: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    shown = mark(await els.get(path), path)
    await els.submit(path, **{**FORM, "goal_en": "Ours", "as_shown": shown})
    mine = await els.submit(path, **{**FORM, "goal_en": "Mine", "as_shown": shown})
    await els.submit(path, **{**FORM, "goal_en": "Theirs"})

    again = await els.post(path, mine.hidden)

    assert again.status == 409
    assert "Saved now Theirs What you wrote Mine" in again.words


async def test_who_wrote_the_same_has_nothing_to_choose(house: House, els: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    shown = mark(await els.get(path), path)
    await els.submit(path, **{**FORM, "goal_en": "Ours", "as_shown": shown})

    assert (await els.submit(path, **{**FORM, "goal_en": "Ours", "as_shown": shown})).status == 200


async def test_the_meeting_of_a_question_is_part_of_what_two_may_change(house: House, els: Browser) -> None:
    meeting, path = await a_meeting(house), f"/admin/polls/{(await drafted(house)).id}/change"
    shown = mark(await els.get(path), path)
    await els.submit(path, **POLL, meeting=str(meeting.id), as_shown=shown)

    both = await els.submit(path, **POLL, question_nl="Waar?", as_shown=shown)

    assert both.status == 409
    assert "De Krook" in both.words or "Thu 4 Jun" in both.words
    assert (await the_poll(house)).meeting_id == meeting.id


async def test_ticks_of_options_count_for_the_list_that_was_seen(house: House, els: Browser) -> None:
    path = f"/admin/polls/{(await drafted(house)).id}"
    page = await els.get(path)
    shown = mark(page, f"{path}/join")
    await els.submit(f"{path}/change", **POLL | {"options_en": "Park\nSchool\nLibrary"})

    late = await els.post(f"{path}/join", [("csrf", page.csrf), ("same", "o1"), ("same", "o2"), ("as_shown", shown)])

    assert (late.status, "Somebody else saved something here" in late.words) == (422, True)
    assert len((await the_poll(house)).options) == 3


async def test_what_a_recommendation_grew_from_is_part_of_what_two_may_change(house: House, els: Browser) -> None:
    await crowd(house, 1)
    poll = await opened(house)
    path = f"/admin/recommendations/{await a_recommendation(house)}"
    shown = mark(await els.get(path), path)
    await els.submit(path, words_en="Classes", source=f"poll:{poll.id}", as_shown=shown)

    both = await els.submit(path, **WORDS, as_shown=shown)

    assert both.status == 409
    assert "Where shall we meet?" in both.words
    assert 'name="source" value="poll:1" checked' in (await els.get(path)).text


async def test_two_who_say_at_once_what_became_of_a_recommendation_tell_people_once(house: House, els: Browser) -> None:
    path = f"/admin/recommendations/{await a_recommendation(house)}"
    shown = mark(await els.get(path), f"{path}/change")
    await els.submit(path, f"{path}/change", state="adopted", reason_en="The council agrees", as_shown=shown)

    both = await els.submit(path, f"{path}/change", state="declined", reason_en="No money", as_shown=shown)

    assert (both.status, both.hidden["reason_en"]) == (409, "No money")
    assert "Saved now adopted by the city What you wrote declined" in both.words
    assert "adopted by the city" in (await els.get(path)).words


async def test_two_who_put_people_in_a_team_see_both_teams(house: House, els: Browser) -> None:
    [first, second] = await crowd(house, 2)
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    shown = mark(await els.get(path), f"{path}/team")
    await els.submit(path, f"{path}/team", person=str(first), as_shown=shown)

    both = await els.submit(path, f"{path}/team", person=str(second), as_shown=shown)

    assert both.status == 409
    assert "Saved now Person 1 What you wrote Person 2" in both.words


async def test_two_who_change_one_step_see_both_and_a_wrong_one_stands_in_its_own_form(
    house: House, els: Browser
) -> None:
    path, step = f"/admin/pilots/{(await a_pilot(house)).id}", "/admin/steps/1"
    page = await els.submit(path, f"{path}/steps", words_en="A first evening")
    shown = mark(page, step)
    await els.submit(path, step, words_en="Ours", as_shown=shown)

    both = await els.submit(path, step, words_en="Mine", due_on="2026-06-01", as_shown=shown)
    wrong = await els.submit(path, step, words_en="Mine", due_on="soon", as_shown=shown)

    assert (both.status, "Mon 1 Jun" in both.words) == (409, True)
    assert wrong.text.count('value="Mine"') == 1
    assert mark(wrong, step) == shown
    assert mark(wrong, path) == mark(page, path)
