"""A session ends in the middle of a long text: she logs in, and sends what she wrote."""

import re
from datetime import timedelta

import pytest
from aiohttp import FormData

from admin.desk import all_routes
from admin.forms import Form
from admin.kept import SENDING, Kept, unpacked
from admin.sessions import IDLE
from tests.admin.house import PASSWORD, Browser, House
from tests.admin.test_media import drawn
from tests.admin.test_pilots import FORM, a_pilot

LONG = "We meet every Thursday.\r\nWhoever wants to talk comes. <b>Tea</b> & cake, “كعك”. " * 4


def test_what_comes_back_leads_to_the_desk_and_holds_no_secret() -> None:
    kept = Kept("/admin/people/1/answer?x=1", [("text", "Hello"), ("text", "again")])

    assert unpacked(Form({"kept": [kept.packed()]})) == kept
    for strange in (
        "",
        "x",
        "[]",
        "[" * 100_000,
        '["https://elsewhere.example/", []]',
        '["//elsewhere.example/admin/", []]',
        '["/admin/\\\\x\\n", []]',
        '["/admin/", [["a"]]]',
        "[1, []]",
    ):
        assert unpacked(Form({"kept": [strange]})) is None, strange
    assert unpacked(Form({"kept": ['["/admin/", [["csrf", "x"], ["password", "x"], ["a", "b"]]]']})) == Kept(
        "/admin/", [("a", "b")]
    )


def test_what_somebody_wrote_is_told_from_what_a_form_sends_by_itself() -> None:
    hers = ["Welkom", "Line 5", "شاي", "a\nb"]
    its_own = ["", "on", "12", "fa_AF", "Europe/Brussels", "2026-06-01", "18:00", "too-long", "Zx9-_q1", "poll:3"]

    assert Kept("/admin/", [("x", text) for text in [*its_own, *hers]]).words == hers


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("/admin/people/3/answer", "Come at ten.", ("What you wrote is still here", "Do not send it", "Send it now")),
        (
            "/admin/broadcasts/7/send?x=1",
            "It burns!",
            ("What you wrote is still here", "Do not send it", "Send it now"),
        ),
        ("/admin/people/3/notes", "She is ill.", ("What you wrote is still here", "Do not save it", "Save it now")),
        (
            "/admin/people/3/meetings/4/answer",
            "A b.",
            ("What you wrote is still here", "Do not save it", "Save it now"),
        ),
        ("/admin/tasks/9/done", "", ("What you chose is still here", "Cancel", "Go on")),
    ],
)
def test_the_button_of_a_form_that_came_late_says_what_it_does(path: str, text: str, says: tuple[str, ...]) -> None:
    does = Kept(path, [("field", text)]).does

    assert (does.title, does.leave, does.button) == says


def test_every_form_that_is_said_to_send_is_there() -> None:
    known = {re.sub(r"\{[^}]*\}", "#", route.name) for route in all_routes()}

    assert {f"POST {one}" for one in SENDING} <= known


async def test_who_was_away_logs_in_and_sends_the_same_text(house: House) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    email = await house.hire("Els", "coordinator", house.lab_a)
    async with house.seat(email) as els:
        csrf = (await els.get(path)).csrf
        house.clock.move(IDLE)

        late = await els.post(path, {**FORM, "goal_en": LONG, "csrf": csrf})
        wrong = await els.post("/admin/login", {**late.hidden, "email": email, "password": "not this one"})
        inside = await els.post("/admin/login", {**wrong.hidden, "email": email, "password": PASSWORD})

        assert (late.status, wrong.status, inside.status) == (401, 401, 200)
        assert "What you wrote is kept" in late.words
        assert "What you wrote is still here" in inside.words
        assert "Save it now" in inside.words
        assert "Send it now" not in inside.words
        assert "Whoever wants to talk comes." in inside.words
        assert "Whoever wants" not in (await els.get(path)).words

        sent = await els.post(path, inside.hidden)

        assert (sent.status, sent.path) == (200, path)
        assert "<textarea" in sent.text
        assert "&lt;b&gt;Tea&lt;/b&gt; &amp; cake, “كعك”." in sent.text


async def test_whose_rights_changed_meanwhile_sends_in_vain(house: House, els: Browser, greta: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    csrf = (await els.get(path)).csrf
    house.clock.move(IDLE)
    late = await els.post(path, {**FORM, "csrf": csrf})

    inside = await els.post("/admin/login", {**late.hidden, "email": "greta@example.org", "password": PASSWORD})

    assert inside.status == 200
    assert (await els.post(path, inside.hidden)).status == 404


async def test_who_logged_in_anew_in_another_window_sends_with_one_tap(house: House, els: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    old = (await els.get(path)).csrf
    await els.submit("/admin/", "/admin/logout")
    await els.log_in("els@example.org")

    page = await els.post(path, {**FORM, "goal_en": "Written before", "csrf": old})

    assert page.status == 403
    assert "What you wrote is still here" in page.words
    assert "Written before" in (await els.post(path, page.hidden)).text


async def test_a_foreign_page_gets_nothing_kept(house: House, els: Browser) -> None:
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    house.clock.move(timedelta(hours=13))

    for fields, origin in (
        ({"csrf": "x", "goal_en": "Theirs"}, "https://elsewhere.example"),
        ({"goal_en": "x"}, els.base),
    ):
        page = await els.post(path, fields, Origin=origin)

        assert page.status == 403
        assert page.hidden.keys() <= {"csrf"}
        assert "Set-Cookie" not in page.headers


async def test_a_form_as_long_as_one_may_be_survives_too(house: House, els: Browser) -> None:
    path = f"/admin/people/{await house.sign_up('Amina', house.lab_a)}/answer"
    csrf = (await els.get("/admin/")).csrf
    house.clock.move(IDLE)
    text = "“é”\n" * 2800

    late = await els.post(path, {"text": text, "csrf": csrf})
    inside = await els.post("/admin/login", {**late.hidden, "email": "els@example.org", "password": PASSWORD})

    assert (late.status, inside.status) == (401, 200)
    assert inside.hidden["text"].strip() == text.strip()


async def test_a_file_is_asked_for_again_and_goes_with_all_that_stood_beside_it(house: House, els: Browser) -> None:
    lab = f"/admin/labs/{house.lab_a}"
    csrf = (await els.get(f"{lab}/look")).csrf
    house.clock.move(IDLE)

    late = await els.post(f"{lab}/logo", a_form(csrf=csrf, beside="What stood beside it"))
    inside = await els.post("/admin/login", {**late.hidden, "email": "els@example.org", "password": PASSWORD})

    assert (late.status, inside.status) == (401, 200)
    assert "What stood beside it" in inside.words
    assert "Please choose it again" in inside.words
    assert '<input type="file" name="logo" required>' in inside.text
    assert 'enctype="multipart/form-data"' in inside.text

    sent = await els.post(f"{lab}/logo", a_form(**inside.hidden))

    assert (sent.status, sent.path) == (200, f"{lab}/look")


def a_form(**fields: str) -> FormData:
    """With a picture, as a browser sends it."""
    form = FormData()
    for name, value in fields.items():
        form.add_field(name, value)
    form.add_field("logo", drawn(), filename="logo.png", content_type="image/png")
    return form
