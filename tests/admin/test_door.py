"""Coming in: the one-time link, the password, the throttle, and all the ways in which a session ends."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from admin.passwords import Passwords
from admin.sessions import COOKIE, IDLE, LONGEST
from store.tables import staff
from tests.admin.house import PASSWORD, QUICK, Browser, House


async def test_the_first_administrator_chooses_her_name_and_is_in(house: House, stranger: Browser) -> None:
    token = await house.invite("Administrator", None, "administrator", None)

    page = await stranger.submit(
        f"/admin/setup/{token}", name="Ada", email="ada@example.org", password=PASSWORD, again=PASSWORD
    )

    assert page.path == "/admin/"
    assert "Ada" in page.words


async def test_a_link_works_once_however_often_it_is_looked_at(house: House, stranger: Browser) -> None:
    link = f"/admin/setup/{await house.invite('Els', 'els@example.org', 'coordinator', house.lab_a)}"

    assert (await stranger.get(link)).status == 200
    assert (await stranger.get(link)).status == 200
    csrf = (await stranger.get(link)).csrf
    fields = {"csrf": csrf, "password": PASSWORD, "again": PASSWORD}
    assert (await stranger.post(link, fields)).path == "/admin/"

    async with house.browser() as another:
        assert (await another.get(link)).status == 404
        page = await another.get("/admin/login")
        assert (await another.post(link, {**fields, "csrf": page.csrf})).status == 404


async def test_a_wrong_an_old_and_a_used_link_look_the_same(house: House, stranger: Browser) -> None:
    old = await house.invite("Els", "els@example.org", "coordinator", house.lab_a)
    house.clock.move(timedelta(days=15))

    pages = [await stranger.get(f"/admin/setup/{token}") for token in (old, "wrong", "x" * 5000)]

    assert {page.status for page in pages} == {404}
    assert len({page.words for page in pages}) == 1


async def test_a_password_is_long_and_written_twice_the_same(house: House, stranger: Browser) -> None:
    link = f"/admin/setup/{await house.invite('Els', 'els@example.org', 'coordinator', house.lab_a)}"

    short = await stranger.submit(link, password="elevenchars", again="elevenchars")
    different = await stranger.submit(link, password=PASSWORD, again=PASSWORD + "!")

    assert (short.status, different.status) == (422, 422)
    assert short.words.count("12 characters or more") == 2
    assert "not the same" in different.words


async def test_an_address_that_another_one_has_is_refused(house: House, stranger: Browser) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)
    token = await house.invite("Administrator", None, "administrator", None)

    page = await stranger.submit(
        f"/admin/setup/{token}", name="Ada", email=f" {email.upper()} ", password=PASSWORD, again=PASSWORD
    )

    assert page.status == 422
    assert "here already" in page.words


async def test_the_address_may_be_written_in_capitals(house: House, stranger: Browser) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)

    assert (await stranger.log_in(f" {email.upper()} ")).path == "/admin/"


async def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(house: House, stranger: Browser) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)

    wrong = await stranger.log_in(email, "another password")
    unknown = await stranger.log_in("nobody@example.org", "another password")

    assert (wrong.status, unknown.status) == (401, 401)
    assert wrong.words == unknown.words


async def test_who_tries_too_often_waits_even_with_the_right_password(house: House, stranger: Browser) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)

    tries = [(await stranger.log_in(email, "a wrong password")).status for _ in range(6)]

    assert tries == [401] * 5 + [429]
    refused = await stranger.log_in(email)
    assert refused.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60


async def test_who_tries_on_and_on_is_told_to_wait_until_the_hour_is_over(house: House, stranger: Browser) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)

    tries = [await stranger.log_in(email, "a wrong password") for _ in range(21)]

    assert 60 < int(tries[-1].headers["Retry-After"]) <= 3600


async def test_many_addresses_from_one_place_are_stopped_too(stranger: Browser) -> None:
    tries = [(await stranger.log_in(f"n{n}@example.org", "x")).status for n in range(21)]

    assert tries == [401] * 20 + [429]


async def test_links_cannot_be_guessed_at_speed(stranger: Browser) -> None:
    tries = [await stranger.get(f"/admin/setup/guess-{n}") for n in range(21)]

    assert [page.status for page in tries] == [404] * 20 + [429]
    assert "Too many tries" in tries[-1].words
    assert 0 < int(tries[-1].headers["Retry-After"]) <= 60


async def test_logging_in_often_with_the_right_password_is_fine(house: House, stranger: Browser) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)

    for _ in range(7):
        async with house.browser() as browser:
            assert (await browser.log_in(email)).path == "/admin/"


async def test_the_cookie_is_for_the_desk_alone_and_out_of_reach_of_scripts(stranger: Browser) -> None:
    cookie = (await stranger.get("/admin/login")).headers["Set-Cookie"]

    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/admin", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


async def test_nothing_of_the_desk_is_kept_by_a_browser_or_framed(els: Browser) -> None:
    for path in ("/admin/", "/admin/people", "/admin/nothing"):
        headers = (await els.get(path)).headers

        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


async def test_logging_out_ends_the_sessions_on_all_devices(house: House) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)
    async with house.seat(email) as phone, house.seat(email) as laptop:
        await phone.submit("/admin/", "/admin/logout")

        assert (await phone.get("/admin/people")).path == "/admin/login"
        assert (await laptop.get("/admin/people")).path == "/admin/login"


async def test_a_session_ends_after_an_idle_hour_and_does_not_wake_up(house: House, els: Browser) -> None:
    house.clock.move(IDLE)

    assert (await els.get("/admin/people")).path == "/admin/login"
    assert (await els.get("/admin/people")).path == "/admin/login"


async def test_who_has_to_log_in_again_comes_to_the_page_that_was_asked_for(house: House, els: Browser) -> None:
    await house.sign_up("Amina", house.lab_a)
    house.clock.move(IDLE)

    door = await els.get("/admin/people?q=Amina&state=active")
    wrong = await els.post("/admin/login", {**door.hidden, "email": "els@example.org", "password": "not this one"})
    inside = await els.post("/admin/login", {**wrong.hidden, "email": "els@example.org", "password": PASSWORD})

    assert "What you wrote is kept" not in door.words
    assert inside.path == "/admin/people"
    assert 'value="Amina"' in inside.text


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/chat", "/admin/\n", "x"])
async def test_the_door_leads_to_pages_of_the_desk_only(house: House, elsewhere: str) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)
    async with house.browser() as browser:
        csrf = (await browser.get("/admin/login")).csrf
        fields = {"csrf": csrf, "then": elsewhere, "email": email, "password": PASSWORD}

        inside = await browser.post("/admin/login", fields, follow=False)

        assert inside.headers["Location"] == "/admin/"


async def test_who_goes_on_working_stays_in_for_twelve_hours_at_most(house: House, els: Browser) -> None:
    pace = timedelta(minutes=50)
    for _ in range(int(LONGEST / pace)):
        house.clock.move(pace)
        assert (await els.get("/admin/people")).path == "/admin/people"

    house.clock.move(pace)

    assert (await els.get("/admin/people")).path == "/admin/login"


async def test_a_session_ends_at_once_when_the_role_changes_or_the_password_is_taken_away(house: House) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)
    for change in ({"epoch": staff.c.epoch + 1}, {"password_hash": None}):
        async with house.seat(email) as els:
            async with house.brug.database.write() as connection:
                await connection.execute(update(staff).values(change))

            assert (await els.get("/admin/")).path == "/admin/login"


async def test_a_cookie_that_is_broken_is_no_cookie(house: House) -> None:
    for value in ("nonsense", "\u00ff", "gAAAAA" + "A" * 200):
        async with house.browser(Cookie=f"{COOKIE}={value}") as browser:
            assert (await browser.get("/admin/")).path == "/admin/login"


async def test_who_works_in_the_chat_is_told_so(house: House) -> None:
    async with house.browser() as farid:
        page = await farid.log_in(await house.hire("Farid", "mediator", house.lab_a))

        assert page.status == 403
        assert "Your work is in the chat" in page.words
        assert "You translate in the chat" in page.words
        assert (await farid.get("/admin/people")).status == 403


async def test_a_password_of_older_days_is_hashed_anew_at_the_next_login(house: House, stranger: Browser) -> None:
    email = await house.hire("Els", "coordinator", house.lab_a)
    weak = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(PASSWORD)
    async with house.brug.database.write() as connection:
        await connection.execute(update(staff).values(password_hash=weak))

    await stranger.log_in(email)

    async with house.brug.database.read() as connection:
        stored = (await connection.execute(select(staff.c.password_hash))).scalar()
    assert stored
    assert not QUICK.check_needs_rehash(stored)
    async with house.seat(email) as again:
        assert (await again.get("/admin/")).status == 200


async def test_a_password_is_hashed_as_argon2_s_own_library_advises() -> None:
    stored = await Passwords().hash(PASSWORD)

    assert stored.startswith("$argon2id$")
    assert not PasswordHasher().check_needs_rehash(stored)


async def test_a_password_that_a_keyboard_writes_another_way_is_the_same(house: House, stranger: Browser) -> None:
    link = f"/admin/setup/{await house.invite('Els', 'els@example.org', 'coordinator', house.lab_a)}"
    await stranger.submit(link, password="caf\u00e9 au lait noir", again="caf\u00e9 au lait noir")

    async with house.browser() as another:
        page = await another.log_in("els@example.org", "cafe\u0301 au lait noir")

    assert page.path == "/admin/"
