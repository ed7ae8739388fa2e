"""Polls at the desk: prepared, opened, watched, closed; and what nobody gets to see."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from flows.trying import IT_IS_A_TEST
from lab.polls import Choice
from store import polls
from store.groups import add_quota
from store.tables import answer, contact, inbox, outbox, staff, task
from tests.admin.gatherings import a_meeting, contacts
from tests.admin.house import Browser, House, asks_first
from tests.admin.polling import FORM, answered, crowd, drafted, opened, the_poll
from tests.admin.test_clash import mark

TWO = {"options_en": "Library\nSchool"}


async def test_a_poll_is_prepared_opened_closed_and_its_result_shown(house: House, els: Browser) -> None:
    people = await crowd(house, 11)
    listed = await els.get(f"/admin/labs/{house.lab_a}/polls")
    assert "There is no poll yet" in listed.words

    page = await els.submit(f"/admin/labs/{house.lab_a}/polls/new?technique=single", **FORM | TWO)
    assert "Saved." in page.words
    assert "People who get it: 11" in page.words
    page = await els.submit(page.path, f"{page.path}/open")
    assert "The question is open" in page.words
    assert [row.person_id for row in await contacts(house, kind="poll")] == people

    await answered(house, people[:4], "o1")
    watched = await els.get(page.path)
    assert "Fewer than 5 of 11 answered" in watched.words
    await answered(house, people[4:6], "o1")
    await answered(house, people[6:10], "o2")
    await answered(house, people[5:6], "o2")
    assert "10 of 11 people answered" in (await els.get(page.path)).words
    assert "Library" not in (await els.get(page.path)).words
    assert asks_first(watched, f"{page.path}/close")
    page = await els.submit(page.path, f"{page.path}/close")

    assert "It is closed now" in page.words
    assert "Library 5 of 10" in page.words
    assert "School 5 of 10" in page.words
    assert page.text.count('width="50"') == 2
    assert "Person 11" in page.words.partition("Who is not heard")[2]
    again = await els.submit(page.path, f"{page.path}/close")
    assert (again.status, "not open any more" in again.words) == (422, True)


async def test_ways_of_asking_are_offered_by_moment(house: House, els: Browser) -> None:
    page = await els.get(f"/admin/labs/{house.lab_a}/polls/new")

    assert "To begin together" in page.words
    assert "Dot voting" in page.words
    assert len(re.findall(r"new\?technique=", page.text)) == 18


async def test_a_draft_is_kept_though_a_language_is_missing_but_does_not_open(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    await house.sign_up("Bilal", house.lab_a, language="العربية")

    page = await els.submit(f"/admin/labs/{house.lab_a}/polls/new?technique=single", **FORM)

    assert "missing in" in page.words
    assert "(people who read it: 1)" in page.words
    refused = await els.submit(page.path, f"{page.path}/open")
    assert refused.status == 422
    assert (await the_poll(house)).state == "draft"
    assert await contacts(house, kind="poll") == []


async def test_options_that_look_the_same_are_refused_with_the_pair(house: House, els: Browser) -> None:
    page = await els.submit(f"/admin/labs/{house.lab_a}/polls/new?technique=single", **FORM | {"options_en": "OK\nΟΚ"})

    assert "“OK” and “ΟΚ”" in page.words


@pytest.mark.parametrize(
    ("technique", "wrong", "sentence"),
    [
        ("dot_voting", {"set_dots": "99"}, "must be a number from 2 to 6"),
        ("dot_voting", {"set_dots": "many"}, "must be a number from 2 to 6"),
        ("single", {"closes_at": "tomorrow"}, "cannot be read"),
        ("single", {"options_en": "\n".join(f"Place {n}" for n in range(30))}, "Options: 30."),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_lost(
    house: House, els: Browser, technique: str, wrong: dict[str, str], sentence: str
) -> None:
    path = f"/admin/labs/{house.lab_a}/polls/new"

    page = await els.submit(f"{path}?technique={technique}", path, **FORM | {"technique": technique} | wrong)

    assert page.status == 422
    assert sentence in page.words
    assert "Where shall we meet?" in page.text
    async with house.brug.database.read() as connection:
        assert await polls.polls_of(connection, house.lab_a) == []


async def test_a_draft_is_changed_and_stands_in_its_form_as_it_was(house: House, els: Browser) -> None:
    made = await drafted(house, technique="dot_voting", settings={"dots": 4})
    form = await els.get(f"/admin/polls/{made.id}/change")
    assert form.field("set_dots") == "4"
    assert "Library\nSchool\nPark" in html.unescape(form.text)

    page = await els.submit(
        f"/admin/polls/{made.id}/change", **FORM | {"options_en": "Library\nPark", "set_dots": "2", "moment": "now"}
    )

    assert "Saved." in page.words
    changed = await the_poll(house)
    assert [(one.id, one.words["en"]) for one in changed.options] == [("o1", "Library"), ("o2", "Park")]
    assert (changed.settings, changed.moment) == ({"dots": 2}, "now")


async def test_what_was_opened_is_not_changed_any_more(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    made = await opened(house)

    for path in ("change", "drop", "open"):
        page = await els.submit(f"/admin/polls/{made.id}", f"/admin/polls/{made.id}/{path}", **FORM)
        assert page.status == 422, path
    assert (await els.get(f"/admin/polls/{made.id}/change")).status == 422
    assert (await the_poll(house)).words == {"en": "Where shall we meet?"}


async def test_a_draft_is_thrown_away(house: House, els: Browser) -> None:
    made = await drafted(house)

    page = await els.submit(f"/admin/polls/{made.id}", f"/admin/polls/{made.id}/drop")

    assert "The draft is gone" in page.words
    assert (await els.get(f"/admin/polls/{made.id}")).status == 404


async def test_each_option_stays_on_its_line_where_a_language_has_no_words_for_the_first(
    house: House, els: Browser
) -> None:
    lists = {"options_en": "Library\n", "options_ar": "\nمدرسة"}
    await els.submit(f"/admin/labs/{house.lab_a}/polls/new?technique=single", **FORM | lists)

    page = await els.get("/admin/polls/1/change")

    assert [page.box(name) for name in lists] == list(lists.values())


async def test_options_that_mean_the_same_become_one_and_keep_their_ideas(house: House, els: Browser) -> None:
    options = [Choice(f"o{n}", {"en": word}, (f"i{n}",)) for n, word in enumerate(("Bus", "A bus", "Park"), start=1)]
    made = await drafted(house, options=tuple(options))
    token = (await els.get(f"/admin/polls/{made.id}")).csrf

    page = await els.post(f"/admin/polls/{made.id}/join", [("csrf", token), ("same", "o1"), ("same", "o2")])

    assert "These options are one now" in page.words
    [bus, park] = (await the_poll(house)).options
    assert (bus.words["en"], bus.sources, park.words["en"]) == ("Bus", ("i1", "i2"), "Park")


async def test_it_is_shown_as_each_channel_will_show_it(house: House, els: Browser) -> None:
    await crowd(house, 1, "ar")
    labels = [*(f"Place {n}" for n in range(1, 12)), "The large hall behind the station"]
    options = tuple(Choice(f"o{n}", {"en": label}) for n, label in enumerate(labels, start=1))
    made = await drafted(house, options=options)

    page = await els.get(f"/admin/polls/{made.id}")

    assert "Tap your answer" in page.words
    assert "The next page of the list" in page.words
    assert "Too long for a button of WhatsApp (24 letters): The large hall behind the station" in page.words
    assert "العربية · people: 1 · Words are missing" in page.words


async def test_whoever_tries_it_links_her_own_chat_and_gets_it_there(house: House, els: Browser) -> None:
    made = await drafted(house)
    path = f"/admin/polls/{made.id}"
    refused = await els.submit(path, f"{path}/test", key="one")
    assert (refused.status, "You have no chat of your own" in refused.words) == (422, True)
    linked = await els.submit(path, f"{path}/chat")
    code = re.search(r"/join/([\w-]+)", linked.text)
    assert code is not None
    await house.write("els", f"/start {code[1]}")

    await els.submit(path, f"{path}/test", key="two")
    page = await els.submit(path, f"{path}/test", key="two")

    assert "on its way to your own chat" in page.words
    async with house.brug.database.read() as connection:
        hers = select(outbox.c.body).join(staff, staff.c.person_id == outbox.c.person_id)
        sent = [row.body for row in await connection.execute(hers.where(outbox.c.key.like("test:%")))]
    assert [one["text"].partition("\n")[0] for one in sent][:2] == [
        "This is a test. Only you see it, and nothing is counted.",
        "Where shall we meet?",
    ]
    buttons = [button["token"] for one in sent for button in one.get("buttons", ())]
    assert all(button.startswith("q0:") for button in buttons)

    await house.write("els", "", tap=buttons[0])

    async with house.brug.database.read() as connection:
        [newest] = (await connection.execute(hers.order_by(outbox.c.id.desc()).limit(1))).scalars()
        given = (await connection.execute(select(answer.c.id))).all()
    assert newest["text"].startswith("This is a test. Only you see it, and nothing is counted.")
    assert given == []


async def test_words_that_answer_a_test_are_not_for_the_team_and_count_nowhere(house: House, els: Browser) -> None:
    made = await drafted(house, technique="hopes_and_fears", options=())
    path = f"/admin/polls/{made.id}"
    code = re.search(r"/join/([\w-]+)", (await els.submit(path, f"{path}/chat")).text)
    assert code is not None
    await house.write("els", f"/start {code[1]}")
    await house.write("els", "English")
    await els.submit(path, f"{path}/test", key="one")

    for words in ("That we stay", "That we must go", "Where is the key?"):
        await house.write("els", words)

    async with house.brug.database.read() as connection:
        hers = select(outbox.c.body).join(staff, staff.c.person_id == outbox.c.person_id).order_by(outbox.c.id)
        texts = [one["text"].partition("\n")[0] for one in (await connection.execute(hers)).scalars()]
        given = (await connection.execute(select(answer.c.id))).all()
        told = [row.note for row in await connection.execute(select(task.c.note).where(task.c.kind == "message"))]
        kept = [body for body in (await connection.execute(select(inbox.c.body))).scalars() if body]
    assert texts.count(IT_IS_A_TEST) == 3
    assert (given, told) == ([], ["Where is the key?"])
    assert "That we stay" not in str(kept)


async def test_words_are_passed_without_a_name_when_five_have_answered(house: House, els: Browser) -> None:
    people = await crowd(house, 5)
    made = await opened(house, technique="open", options=())
    path = f"/admin/polls/{made.id}"
    await answered(house, people[:4], text="More <b>light</b>", part="words")
    assert "light" not in (await els.get(path)).words
    await answered(house, people[4:], text="A bench", part="words")

    page = await els.get(path)
    assert "More <b>light</b>" in page.words
    assert "Person" not in page.words.partition("Words to look at")[2].partition("Who is not heard")[0]
    first, *others = re.findall(r'name="answer" value="(\w+)"', page.text)
    passed = await els.submit(path, f"{path}/words", answer=first, **{"pass": "yes"})
    assert "The group may read these words" in passed.words
    held = await els.submit(path, f"{path}/words", answer=others[0], **{"pass": "no"})
    assert "not shown to the group" in held.words
    async with house.brug.database.read() as connection:
        rows = {row.id: row.passed for row in await connection.execute(select(answer))}
    assert (rows[first], rows[others[0]], rows[others[1]]) == (True, False, None)
    assert len(re.findall(r'name="answer"', held.words + held.text.partition("Words that you looked at")[2])) == 2


async def test_a_voice_note_is_written_down_before_the_group_reads_it(house: House, els: Browser) -> None:
    people = await crowd(house, 5)
    made = await opened(house, technique="open", options=())
    await answered(house, people, sound=b"OggS a voice", mime="audio/ogg", part="words")
    path = f"/admin/polls/{made.id}"
    id_ = (await els.get(path)).field("answer")

    async with els.session.get(f"{els.base}{path}/sound?answer={id_}") as heard:
        assert (heard.status, await heard.read()) == (200, b"OggS a voice")
    silent = await els.submit(path, f"{path}/words", answer=id_, written="", **{"pass": "yes"})
    assert (silent.status, "Write down first" in silent.words) == (422, True)
    await els.submit(path, f"{path}/words", answer=id_, written="More light", **{"pass": "yes"})

    async with house.brug.database.read() as connection:
        [row] = await connection.execute(select(answer).where(answer.c.id == id_))
    assert (row.text, row.passed) == ("More light", True)


async def test_a_draft_is_thrown_away_after_one_question(house: House, els: Browser) -> None:
    path = f"/admin/polls/{(await drafted(house)).id}"

    asks = re.search(r"<details><summary>Throw the draft away…</summary><form[^>]*>", (await els.get(path)).text)

    assert asks
    assert f'action="{path}/drop"' in asks[0]


async def test_of_two_who_write_down_one_voice_note_the_second_sees_both(house: House, els: Browser) -> None:
    people = await crowd(house, 5)
    made = await opened(house, technique="open", options=())
    await answered(house, people, sound=b"OggS a voice", mime="audio/ogg", part="words")
    path = f"/admin/polls/{made.id}"
    page = await els.get(path)
    seen = {"csrf": page.csrf, "answer": page.field("answer"), "as_shown": mark(page, f"{path}/words"), "pass": "yes"}
    await els.post(f"{path}/words", {**seen, "written": "More light"})

    both = await els.post(f"{path}/words", {**seen, "written": "More <lights>"})

    assert both.status == 409
    assert "What is said Saved now More light What you wrote More <lights>" in both.words
    await els.post(f"{path}/words", both.hidden)
    async with house.brug.database.read() as connection:
        [row] = await connection.execute(select(answer).where(answer.c.id == seen["answer"]))
    assert (row.text, row.passed) == ("More <lights>", True)


async def test_a_result_is_told_by_group_where_all_numbers_are_large_enough(house: House, els: Browser) -> None:
    people = await crowd(house, 20)
    async with house.brug.database.write() as connection:
        await add_quota(connection, house.lab_a, "migrant", "", 12)
    made = await opened(house, technique="yes_no", options=())
    for place, (said, group) in enumerate((s, g) for s in ("yes", "no") for g in ("migrant", "")):
        await answered(house, people[5 * place : 5 * place + 5], said, group=group)

    page = await els.submit(f"/admin/polls/{made.id}", f"/admin/polls/{made.id}/close")

    told = page.words.partition("The same by group")[2]
    assert "In no group" in told
    assert "Newcomers" in told
    assert "Yes 5 of 10 5 of 10" in told
    assert "No 5 of 10 5 of 10" in told


async def test_dots_and_a_hidden_number_are_no_part_of_the_people(house: House, els: Browser) -> None:
    people = await crowd(house, 20)
    dots = await opened(house, technique="dot_voting")
    for place, option in enumerate(("o1", "o1", "o2", "o3")):
        await answered(house, people[5 * place : 5 * place + 5], option, part="dot")
    page = await els.submit(f"/admin/polls/{dots.id}", f"/admin/polls/{dots.id}/close")
    assert "Library 10 " in page.words.partition("Result")[2]

    single = await opened(house)
    await answered(house, people[:11], "o1")
    await answered(house, people[11:17], "o2")
    await answered(house, people[17:], "o3")
    page = await els.submit(f"/admin/polls/{single.id}", f"/admin/polls/{single.id}/close")

    assert "Library 11 of 20" in page.words
    assert page.words.count("not shown") == 2 + len(["Small numbers are not shown"])
    assert page.words.count(" of 20") == len(["the people who answered", "Library"])


async def test_the_next_round_shows_how_the_group_stood(house: House, els: Browser) -> None:
    people = await crowd(house, 20)
    made = await opened(house, technique="temperature", options=())
    for place, step in enumerate(("5", "3", "1")):
        await answered(house, people[5 * place : 5 * place + 5], step, part="place")
    path = f"/admin/polls/{made.id}"
    assert "round 1 of 2" in (await els.get(path)).words

    page = await els.submit(path, f"{path}/round")

    assert "The next round has begun" in page.words
    assert "round 2 of 2" in page.words
    assert "I agree" in page.words.partition("Result")[2]
    for place, step in enumerate(("5", "3", "1", "1")):
        await answered(house, people[5 * place : 5 * place + 5], step, part="place")
    page = await els.submit(path, f"{path}/round")
    assert "It is closed now" in page.words
    assert "10 of 20 before: 5 of 15" in page.words


async def test_ideas_that_were_passed_become_options(house: House, els: Browser) -> None:
    people = await crowd(house, 5)
    made = await opened(house, technique="brainwriting", options=())
    await answered(house, people, text="A language café", part="idea", language="en")
    path = f"/admin/polls/{made.id}"
    await els.submit(path, f"{path}/close")
    id_ = (await els.get(path)).field("answer")
    await els.submit(path, f"{path}/words", answer=id_, **{"pass": "yes"})

    new = f"/admin/labs/{house.lab_a}/polls/new"
    form = await els.get(f"{new}?technique=dot_voting")
    assert "A language café" in form.words
    await els.submit(f"{new}?technique=dot_voting", new, **FORM | {"technique": "dot_voting", "idea": id_})

    voted = await the_poll(house)
    assert [(one.id, one.words["en"]) for one in voted.options][-1] == ("o4", "A language café")
    assert voted.options[-1].sources == (id_,)
    page = await els.submit(f"/admin/polls/{voted.id}/change", **FORM | {"options_en": "Park\nA language café"})
    assert "Saved." in page.words
    assert [one.sources for one in (await the_poll(house)).options] == [(), (id_,)]


async def test_a_poll_belongs_to_a_meeting_of_its_lab_only(house: House, els: Browser) -> None:
    ours, theirs = await a_meeting(house), await a_meeting(house, lab_id=house.lab_b)
    new = f"/admin/labs/{house.lab_a}/polls/new"
    values = FORM | {"technique": "yes_no", "moment": "check_in"}

    await els.submit(f"{new}?technique=yes_no", new, **values | {"meeting": str(theirs.id)})
    assert (await the_poll(house)).meeting_id is None
    page = await els.submit(f"{new}?technique=yes_no", new, **values | {"meeting": str(ours.id)})
    assert (await the_poll(house)).meeting_id == ours.id
    assert "When a meeting begins" in page.words


async def test_a_poll_of_another_lab_is_not_there(house: House, greta: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    made = await opened(house)

    assert "Where shall we meet?" not in (await greta.get("/admin/polls")).words
    for path in (
        f"/admin/polls/{made.id}",
        f"/admin/polls/{made.id}/sound?answer=x",
        f"/admin/labs/{house.lab_a}/polls",
    ):
        assert (await greta.get(path)).status == 404, path
    for word in ("open", "close", "round", "words", "test", "chat", "change", "join", "drop"):
        page = await greta.submit("/admin/", f"/admin/polls/{made.id}/{word}", **FORM)
        assert page.status == 404, word
    assert (await the_poll(house)).state == "open"


async def test_a_poll_that_is_prepared_from_a_meeting_belongs_to_it(house: House, els: Browser) -> None:
    meeting = await a_meeting(house)
    page = await els.get(f"/admin/meetings/{meeting.id}")
    assert f"/admin/labs/{house.lab_a}/polls/new?meeting={meeting.id}" in page.text

    chosen = await els.get(f"/admin/labs/{house.lab_a}/polls/new?meeting={meeting.id}")
    assert f"polls/new?technique=single&amp;meeting={meeting.id}" in chosen.text
    form = await els.get(f"/admin/labs/{house.lab_a}/polls/new?technique=single&meeting={meeting.id}")

    assert f'<option value="{meeting.id}" selected>' in form.text


async def test_the_same_question_is_shown_from_one_time_to_the_next(house: House, els: Browser) -> None:
    people = await crowd(house, 12)
    times = f"/admin/labs/{house.lab_a}/polls/times?technique=yes_no"
    assert "There is no result yet" in (await els.get(times)).words
    for yes in (5, 7):
        poll = await opened(house, technique="yes_no", options=())
        await answered(house, people[:yes], "yes", part="choice")
        await answered(house, people[yes:], "no", part="choice")
        await els.submit(f"/admin/polls/{poll.id}", f"/admin/polls/{poll.id}/close")

    page = await els.get(times)

    assert re.findall(r'data-label="[^"]+">([^<]+)<', page.text) == ["7 of 12", "5 of 12", "5 of 12", "7 of 12"]
    assert (await els.get(f"/admin/labs/{house.lab_a}/polls/times?technique=dot_voting")).status == 404
    assert (await els.get(f"/admin/labs/{house.lab_b}/polls/times?technique=yes_no")).status == 404


async def test_where_all_numbers_of_the_same_question_are_small_that_is_said(house: House, els: Browser) -> None:
    people = await crowd(house, 8)
    poll = await opened(house, technique="yes_no", options=())
    await answered(house, people[:4], "yes", part="choice")
    await answered(house, people[4:], "no", part="choice")
    await els.submit(f"/admin/polls/{poll.id}", f"/admin/polls/{poll.id}/close")

    page = await els.get(f"/admin/labs/{house.lab_a}/polls/times?technique=yes_no")

    assert "Small numbers are not shown" in page.words
    assert "There is no result yet" not in page.words


async def test_an_open_question_gets_more_time_and_who_was_not_asked_yet_still_can_be(
    house: House, els: Browser, greta: Browser
) -> None:
    await crowd(house, 1)
    poll = await opened(house)
    path = f"/admin/polls/{poll.id}"
    later = (house.clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")

    page = await els.submit(path, f"{path}/until", closes_at=later)

    assert "Saved." in page.words
    assert page.text.count(f'value="{later}"') == 1
    until = (await the_poll(house)).closes_at
    async with house.brug.database.read() as connection:
        [ends] = (await connection.execute(select(contact.c.expires_at))).scalars().all()
    assert ends == until
    for nonsense in ("", "soon", "2020-01-01T00:00"):
        refused = await els.submit(path, f"{path}/until", closes_at=nonsense)
        assert (refused.status, "Choose a later one" in refused.words) == (422, True)
    assert (await greta.submit("/admin/polls", f"{path}/until", closes_at=later)).status == 404
    assert (await the_poll(house)).closes_at == until
