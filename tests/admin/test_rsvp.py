"""Who comes: what somebody said by phone, asking again, and inviting a group."""

from datetime import timedelta

import pytest

from store.groups import add_quota, put_in_groups
from tests.admin.gatherings import a_contact, a_meeting, answers, contacts, invitations, wall
from tests.admin.house import Browser, House


async def test_what_she_said_by_phone_is_written_down_with_who_did_it(house: House, els: Browser) -> None:
    amina, bilal = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, bilal, answer="yes", answered_at=house.clock.now())
    board = f"/admin/meetings/{meeting.id}/answers"

    page = await els.submit(
        board, f"/admin/people/{amina}/meetings/{meeting.id}/answer", answer="no", reason="work", words="night <b>"
    )

    assert page.path == board
    assert "No 1 Amina Work: night <b> written down by Els" in page.words.replace(" :", ":").replace("\u2068", "")
    assert page.words.count("written down by") == 1
    row = (await invitations(house))[amina]
    assert (row.answer, row.reason, row.words) == ("no", "work", "night <b>")


async def test_the_last_seat_goes_to_nobody_twice_and_a_free_one_to_who_waits(house: House, els: Browser) -> None:
    amina, bilal = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    meeting = await a_meeting(house, capacity=1)
    await answers(house, meeting.id, amina, answer="yes")
    board = f"/admin/meetings/{meeting.id}/answers"

    await els.submit(board, f"/admin/people/{bilal}/meetings/{meeting.id}/answer", answer="yes")
    assert (await invitations(house))[bilal].answer == "waiting"

    await els.submit(board, f"/admin/people/{amina}/meetings/{meeting.id}/answer", answer="maybe")
    assert (await invitations(house))[bilal].answer == "offered"


@pytest.mark.parametrize("stands", ["waiting", "offered"])
async def test_who_has_no_seat_yet_keeps_the_place_in_line_when_only_words_are_written_down(
    house: House, els: Browser, stands: str
) -> None:
    bilal, meeting = await house.sign_up("Bilal", house.lab_a), await a_meeting(house, capacity=5)
    await answers(house, meeting.id, bilal, answer=stands, answered_at=house.clock.now())
    board = f"/admin/meetings/{meeting.id}/answers"
    page = await els.get(board)
    assert f'<option value="{stands}" selected>' in page.text
    assert '<option value="yes" >' in page.text

    form = {"csrf": page.csrf, "as_shown": page.field("as_shown"), "answer": stands, "words": "calls back tonight"}
    await els.post(f"/admin/people/{bilal}/meetings/{meeting.id}/answer", form)

    row = (await invitations(house))[bilal]
    assert (row.answer, row.words) == (stands, "calls back tonight")


async def test_an_offer_that_is_over_when_words_are_written_down_is_shown_and_nothing_is_lost(
    house: House, els: Browser
) -> None:
    bilal, meeting = await house.sign_up("Bilal", house.lab_a), await a_meeting(house, capacity=5)
    await answers(house, meeting.id, bilal, answer="offered", answered_at=house.clock.now())
    page = await els.get(f"/admin/meetings/{meeting.id}/answers")
    await answers(house, meeting.id, bilal, answer="maybe")

    form = {"csrf": page.csrf, "as_shown": page.field("as_shown"), "answer": "offered", "words": "calls back"}
    both = await els.post(f"/admin/people/{bilal}/meetings/{meeting.id}/answer", form)
    await els.post(f"/admin/people/{bilal}/meetings/{meeting.id}/answer", both.hidden)

    row = (await invitations(house))[bilal]
    assert (both.status, row.answer, row.words) == (409, "maybe", "calls back")


@pytest.mark.parametrize(("answer", "status"), [("perhaps", 400), ("offered", 400), ("yes", 422)])
async def test_what_cannot_be_written_down(house: House, els: Browser, answer: str, status: int) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    meeting = await a_meeting(house, starts=wall("2026-05-11T08:00"))

    page = await els.submit("/admin/", f"/admin/people/{who}/meetings/{meeting.id}/answer", answer=answer)

    assert page.status == status
    assert await invitations(house) == {}


async def test_somebody_of_another_lab_is_no_guest(house: House, administrator: Browser) -> None:
    who, meeting = await house.sign_up("Greta", house.lab_b), await a_meeting(house)

    page = await administrator.submit("/admin/", f"/admin/people/{who}/meetings/{meeting.id}/answer", answer="yes")

    assert page.status == 404


async def test_who_is_silent_is_asked_again_once_a_day(house: House, els: Browser) -> None:
    amina, bilal = await house.sign_up("Amina", house.lab_a), await house.sign_up("Bilal", house.lab_a)
    meeting = await a_meeting(house)
    await answers(house, meeting.id, amina, answer="no")
    await a_contact(house, bilal, meeting_id=meeting.id, reference=f"meeting:{meeting.id}", state="sent")
    board = f"/admin/meetings/{meeting.id}/answers"

    page = await els.submit(board)
    assert "They are asked again" in page.words
    waiting = [one for one in await contacts(house, kind="invitation") if one.state == "planned"]
    assert [(one.person_id, one.due_at) for one in waiting] == [(bilal, house.clock.now())]

    assert "was asked today, or is about to be" in (await els.submit(board)).words


async def test_a_group_is_invited_after_a_look_at_the_balance(house: House, els: Browser) -> None:
    people = [await house.sign_up(name, house.lab_a) for name in ("Amina", "Bilal", "Chen")]
    async with house.brug.database.write() as connection:
        quota = await add_quota(connection, house.lab_a, "migrant", "Newcomers", 10)
        for one in people[:2]:
            await put_in_groups(connection, one, [quota])
    meeting = await a_meeting(house)
    reference = f"meeting:{meeting.id}"
    far = house.clock.now() + timedelta(days=3)
    await a_contact(house, people[0], meeting_id=meeting.id, reference=reference, due_at=far)
    path = f"/admin/meetings/{meeting.id}/invite"

    assert "0 of 3 know of the meeting" in (await els.get(path)).words
    page = await els.get(f"{path}?group={quota}&group=x")
    assert "Invited after that Nothing is sent yet. Newcomers 2 of 2" in page.words
    assert "Invite them now: 2" in page.words
    page = await els.submit(f"{path}?group={quota}", path, group=str(quota))

    assert "Invited now: 2" in page.words
    due = {one.person_id: one.due_at for one in await contacts(house, kind="invitation")}
    assert due == dict.fromkeys(people[:2], house.clock.now())
    assert (await els.submit(path, group="999")).status == 422


async def test_who_asks_for_the_balance_of_no_group_hears_what_to_do(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    path = f"/admin/meetings/{(await a_meeting(house)).id}/invite"
    fresh = await els.get(path)

    looked, sent = await els.get(f"{path}?see=balance"), await els.submit(path)

    assert 'name="see" value="balance"' in fresh.text
    assert "Tick at least one group" not in fresh.words
    assert (looked.status, sent.status) == (200, 422)
    for page in (looked, sent):
        assert "Tick at least one group first." in page.words
        assert "invited already" not in page.words


async def test_what_she_said_herself_meanwhile_is_not_written_over(house: House, els: Browser) -> None:
    amina, meeting = await house.sign_up("Amina", house.lab_a), await a_meeting(house)
    board, form = f"/admin/meetings/{meeting.id}/answers", f"/admin/people/{amina}/meetings/{meeting.id}/answer"
    page = await els.get(board)
    await answers(house, meeting.id, amina, answer="no", words="I am ill", answered_at=house.clock.now())

    stale = await els.post(form, {"csrf": page.csrf, "as_shown": page.field("as_shown"), "answer": "yes"})

    assert stale.status == 409
    assert "Answer Saved now No What you wrote Yes" in stale.words
    assert "I am ill" in stale.words
    assert (await invitations(house))[amina].answer == "no"
    assert (await els.post(form, stale.hidden)).status == 200
    assert (await invitations(house))[amina].answer == "yes"
