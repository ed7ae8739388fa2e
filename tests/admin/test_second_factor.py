"""A second factor beside the password: set up, asked at the door, given again before something grave."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from admin.one_time import PERIOD, digits_at, new_codes, new_secret, plain_code, step_of
from admin.sessions import HALF_IN, IDLE
from admin.stepping import FRESH
from tests.admin.house import MONDAY, PASSWORD, Browser, House, Page, asks_first, open_house
from tests.admin.test_pilots import FORM, a_pilot

ACCOUNT = "/admin/account"
HALF_A_MINUTE = timedelta(seconds=PERIOD)


@pytest.fixture
async def outside(tmp_path: Path) -> AsyncIterator[House]:
    """Reached from outside, where coordinators need a second factor."""
    async with open_house(tmp_path / "outside", public_url="https://brug.example") as house:
        yield house


def digits(house: House, secret: str) -> str:
    """What her phone shows now."""
    return digits_at(secret, int(house.clock.now().timestamp()) // PERIOD)


async def switch_on(house: House, browser: Browser) -> tuple[str, list[str]]:
    """Her secret, and the codes for a lost phone. Half a minute later, so that new digits are there."""
    page = await browser.get(ACCOUNT)
    secret = page.field("secret")
    done = await browser.post(ACCOUNT, {"csrf": page.csrf, "secret": secret, "digits": digits(house, secret)})
    assert "The second factor is switched on" in done.words
    house.clock.move(HALF_A_MINUTE)
    return secret, [line for line in done.words.split() if plain_code(line)]


async def at_the_door(browser: Browser, page: Page, typed: str) -> Page:
    return await browser.post("/admin/second-factor", {**page.hidden, "factor": typed})


def test_digits_are_right_half_a_minute_early_and_late_and_no_longer() -> None:
    secret, now = new_secret(), MONDAY
    right = digits_at(secret, int(now.timestamp()) // PERIOD)

    fits = {away: step_of(secret, right, now + away * HALF_A_MINUTE) for away in range(-2, 3)}

    assert [away for away, step in fits.items() if step is not None] == [-1, 0, 1]
    assert len({step for step in fits.values() if step is not None}) == 1
    assert step_of(secret, f"{right[:3]} {right[3:]}", now) is not None
    for wrong in ("", "12345", "١٢٣٤٥٦", right + "0", "x" * 10_000):
        assert step_of(secret, wrong, now) is None


@pytest.mark.parametrize("hers", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"], ids=["Arabic", "Persian"])
def test_digits_are_right_in_the_digits_of_her_keyboard(hers: str) -> None:
    secret, typed = new_secret(), str.maketrans("0123456789", hers)
    right = digits_at(secret, int(MONDAY.timestamp()) // PERIOD)

    assert step_of(secret, right.translate(typed), MONDAY) is not None
    assert plain_code("ab2cd-9fghj".translate(typed)) == "ab2cd9fghj"


def test_codes_for_a_lost_phone_are_read_however_they_were_written_down() -> None:
    codes = new_codes()

    assert len(set(codes)) == 8
    assert plain_code(codes[0].upper().replace("-", " ")) == plain_code(codes[0]) != ""
    assert plain_code("") == plain_code("123456") == plain_code("é" * 10) == ""


async def test_on_this_machine_it_is_offered_and_outside_it_is_needed(
    outside: House, house: House, els: Browser
) -> None:
    assert (await els.get("/admin/")).path == "/admin/"
    async with outside.browser() as browser:
        page = await browser.log_in(await outside.hire("Els", "coordinator", outside.lab_a))

        assert page.path == ACCOUNT
        assert "You need it to work here" in page.words
        assert (await browser.get("/admin/people")).path == ACCOUNT

        await switch_on(outside, browser)
        assert (await browser.get("/admin/people")).path == "/admin/people"


async def test_who_has_to_set_it_up_first_loses_nothing(outside: House) -> None:
    path = f"/admin/pilots/{(await a_pilot(outside)).id}"
    async with outside.browser() as browser:
        page = await browser.log_in(await outside.hire("Els", "coordinator", outside.lab_a))

        asked = await browser.post(path, {**FORM, "goal_en": "Written before", "csrf": page.csrf})
        shown = {name: asked.field(name) for name in ("csrf", "secret", "kept")}
        done = await browser.post(ACCOUNT, {**shown, "digits": digits(outside, shown["secret"])})

        assert (asked.status, done.status) == (403, 200)
        assert "Written before" in (await browser.post(path, done.hidden)).text


async def test_a_reader_does_not_need_one(outside: House) -> None:
    async with outside.browser() as browser:
        assert (await browser.log_in(await outside.hire("Robin", "reader", outside.lab_a))).path != ACCOUNT


async def test_at_the_door_the_digits_come_after_the_password_and_work_once(house: House, els: Browser) -> None:
    secret, _ = await switch_on(house, els)
    async with house.browser() as phone, house.browser() as another:
        page = await phone.log_in("els@example.org")
        assert "write the six digits" in page.words
        assert (await phone.get("/admin/people")).path == "/admin/login"

        now = digits(house, secret)
        assert (await at_the_door(phone, page, "000000")).status == 401
        assert (await at_the_door(phone, page, now)).path == "/admin/"

        seen = await another.log_in("els@example.org")
        assert (await at_the_door(another, seen, now)).status == 401


async def test_between_password_and_digits_there_are_ten_minutes_and_five_tries(house: House, els: Browser) -> None:
    secret, _ = await switch_on(house, els)
    async with house.browser() as browser:
        page = await browser.log_in("els@example.org")
        tries = [(await at_the_door(browser, page, "000000")).status for _ in range(5)]
        assert tries == [401] * 5
        refused = await at_the_door(browser, page, digits(house, secret))
        assert refused.status == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 60
    async with house.browser() as browser:
        await browser.log_in("els@example.org")
        house.clock.move(HALF_IN)
        assert (await browser.get("/admin/second-factor")).path == "/admin/login"


async def test_without_the_phone_a_code_opens_once(house: House, els: Browser) -> None:
    _, codes = await switch_on(house, els)
    assert len(codes) == 8
    for status in (200, 401):
        async with house.browser() as browser:
            page = await browser.log_in("els@example.org")
            assert (await at_the_door(browser, page, codes[0].upper())).status == status

    assert "Codes for a lost phone that still work: 7" in (await els.get(ACCOUNT)).words


async def test_a_new_password_alone_does_not_open_the_door(house: House, els: Browser) -> None:
    """Who can read her mail has the link, and not her phone."""
    await switch_on(house, els)
    token = await house.invite_again("els@example.org")
    async with house.browser() as browser:
        page = await browser.submit(f"/admin/setup/{token}", password=PASSWORD, again=PASSWORD)

        assert "write the six digits" in page.words
        assert (await browser.get("/admin/people")).path == "/admin/login"


async def test_what_was_written_is_kept_over_both_steps(house: House, els: Browser) -> None:
    secret, _ = await switch_on(house, els)
    path = f"/admin/pilots/{(await a_pilot(house)).id}"
    csrf = (await els.get(path)).csrf
    house.clock.move(IDLE)

    late = await els.post(path, {**FORM, "goal_en": "Written before", "csrf": csrf})
    door = await els.post("/admin/login", {**late.hidden, "email": "els@example.org", "password": PASSWORD})
    inside = await at_the_door(els, door, digits(house, secret))

    assert "Written before" in (await els.post(path, inside.hidden)).text


async def test_digits_are_asked_for_with_the_keys_of_a_phone_and_a_code_with_its_letters(
    house: House, els: Browser
) -> None:
    _, codes = await switch_on(house, els)
    house.clock.move(FRESH)
    grave = f"/admin/people/{await house.sign_up('Amina', house.lab_a)}/erase"
    async with house.browser() as browser:
        door = await browser.log_in("els@example.org")

        for page in (door, await els.submit(grave)):
            six_digits, code = re.findall(r'<input name="factor"[^>]*>', page.text)
            for given in ("autofocus", 'inputmode="numeric"', 'autocomplete="one-time-code"'):
                assert given in six_digits, given
            assert "inputmode" not in code
            assert code in page.text.partition("<summary>Without your phone</summary>")[2]

        assert (await at_the_door(browser, door, codes[0])).status == 200


async def test_before_something_grave_she_is_asked_again_and_her_form_goes_on(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    path = f"/admin/people/{who}/erase"
    house.clock.move(FRESH)

    asked = await els.post(path, {"csrf": (await els.get(path)).csrf}, Referer=house.base + path)
    wrong = await els.post(path, {**asked.hidden, "factor": "not my password"})
    assert (asked.status, wrong.status) == (403, 422)
    assert f'href="{path}">Cancel' in wrong.text
    assert (await els.get(f"/admin/people/{who}")).status == 200

    done = await els.post(path, {**wrong.hidden, "factor": PASSWORD})

    assert done.path == "/admin/people"
    assert (await els.get(f"/admin/people/{who}")).status == 404


async def test_with_a_second_factor_the_password_is_not_enough_for_that(house: House, els: Browser) -> None:
    who = await house.sign_up("Amina", house.lab_a)
    secret, _ = await switch_on(house, els)
    path = f"/admin/people/{who}/erase"
    house.clock.move(FRESH)

    asked = await els.submit(path)

    assert (await els.post(path, {**asked.hidden, "factor": PASSWORD})).status == 422
    assert (await els.post(path, {**asked.hidden, "factor": digits(house, secret)})).path == "/admin/people"


async def test_it_can_be_switched_off_where_it_is_only_offered(house: House, els: Browser) -> None:
    await switch_on(house, els)

    await els.submit(ACCOUNT, f"{ACCOUNT}/off")

    async with house.browser() as browser:
        assert (await browser.log_in("els@example.org")).path == "/admin/"


async def test_before_somebody_elses_is_switched_off_she_is_asked_and_told_what_follows(
    house: House, els: Browser
) -> None:
    await switch_on(house, els)
    async with house.seat(await house.hire("Omar", "coordinator", house.lab_a)) as omar:
        shown = await omar.get("/admin/staff")
        path = re.findall(r'href="(/admin/staff/\d+)"', shown.text)[0]

        page = await omar.get(path)

        assert page.words.count("Els") > 0
        assert asks_first(page, f"{path}/factor")
        assert "From then on the password alone opens the desk" in page.words
        assert "The second factor is off." in (await omar.submit(path, f"{path}/factor")).words
