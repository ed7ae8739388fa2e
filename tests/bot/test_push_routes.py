"""Saying yes, no and no more to notices: who may, what is taken, and whose browser it is afterwards."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.channels.webchat_push import A_MINUTE, MAX_BODY
from lab.people import STOPPED
from store.intake import insert_many
from store.push import BROWSERS_OF_ONE
from store.tables import address, person, push
from tests.bot.page import Page, Site
from tests.bot.telling import is_written_to, looks, notices, offer, opened, says_yes, web_chat
from tests.conversations import catalogues
from tests.fakes.push_service import PushService, push_process, push_service
from tests.fakes.push_texts import words_in

POSTS = ("/chat/push", "/chat/push/here", "/chat/push/off", "/chat/push/no", "/chat/push/elsewhere")


@pytest.fixture
async def brug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    monkeypatch.setenv("BRUG_PUSH_LOOPBACK", "1")
    async with opened(tmp_path / "data", catalogues()) as site:
        yield site


@pytest.fixture(scope="module")
def vendor_url() -> Iterator[str]:
    with push_process() as url:
        yield url


@pytest.fixture
async def vendor(vendor_url: str) -> AsyncIterator[PushService]:
    async with push_service(vendor_url) as service:
        yield service


@pytest.fixture
async def amina(brug: Site) -> AsyncIterator[Page]:
    async with brug.page() as page:
        yield await page.begins()


@pytest.fixture
async def bilal(brug: Site) -> AsyncIterator[Page]:
    async with brug.page() as page:
        yield await page.begins("العربية")


def key(page: Page) -> str:
    found = notices(page).key
    assert found
    return found.public


async def here(page: Page, subscription: dict[str, Any], **more: str) -> dict[str, Any]:
    asked = {"endpoint": subscription["endpoint"], "key": key(page)} | more
    status, told, _ = await page.post("/chat/push/here", asked)
    assert status == 200
    return told


@pytest.mark.parametrize("path", POSTS)
async def test_another_site_or_nobody_cannot_post(brug: Site, amina: Page, vendor: PushService, path: str) -> None:
    subscription = await vendor.browser("amina", key(amina))

    for origin in ("https://evil.example", "null", ""):
        assert (await amina.post(path, subscription, Origin=origin))[0] == 403
    async with brug.page() as stranger:
        assert (await stranger.post(path, subscription))[0] == 403

    assert await amina.home.count(push) == 0


async def test_who_has_not_begun_is_offered_nothing_and_cannot_subscribe(brug: Site, vendor: PushService) -> None:
    async with brug.page() as stranger:
        assert (await offer(stranger))[0] == 403
        await stranger.get("/chat")
        assert (await offer(stranger))[0] == 404

        status, _, _ = await stranger.post("/chat/push", await vendor.browser("stranger", "any"))

    assert (status, await brug.home.count(push)) == (409, 0)


@pytest.mark.parametrize(
    "broken",
    [
        {"endpoint": 7},
        {"endpoint": ""},
        {"endpoint": "https://push.example.com/" + "x" * 1024},
        {"endpoint": "http://10.0.0.1:80/push"},
        {"keys": None},
        {"keys": []},
        {"keys": {"p256dh": "", "auth": ""}},
        {"keys": {"p256dh": "BA" + "A" * 85, "auth": "A" * 22}},
        {"keys": {"p256dh": "é" * 87, "auth": "A" * 22}},
    ],
)
async def test_what_no_browser_gives_is_refused(amina: Page, vendor: PushService, broken: dict[str, Any]) -> None:
    subscription = await vendor.browser("amina", key(amina))

    assert (await amina.post("/chat/push", subscription | broken))[0] == 400
    assert await amina.home.count(push) == 0


@pytest.mark.parametrize("path", POSTS)
async def test_what_does_not_parse_or_is_too_long_is_refused(amina: Page, path: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"{}"

    assert [(await amina.post(path, body))[0] for body in (b"{", b"[]", b"[" * 4000)] == [400] * 3
    assert (await amina.post(path, {"endpoint": "x" * MAX_BODY}))[0] == 413
    assert (await amina.post(path, pieces()))[0] == 413


async def test_who_asks_too_often_is_asked_to_wait(amina: Page) -> None:
    answers = [await amina.post("/chat/push/off", {"endpoint": "x"}) for _ in range(A_MINUTE.amount + 1)]

    assert [status for status, _, _ in answers] == [200] * A_MINUTE.amount + [429]
    assert answers[-1][2]["Retry-After"] == "60"


async def test_somebody_has_at_most_five_browsers_the_newest(amina: Page, vendor: PushService) -> None:
    for number in range(BROWSERS_OF_ONE + 2):
        amina.home.clock.pass_(minutes=1)
        await says_yes(amina, vendor, str(number))

    await is_written_to(amina)

    assert sorted(await vendor.told()) == ["2", "3", "4", "5", "6"]


async def test_saying_yes_twice_is_saying_it_once(amina: Page, vendor: PushService) -> None:
    subscription = await says_yes(amina, vendor)

    assert (await amina.post("/chat/push", subscription))[0] == 200

    assert await amina.home.count(push) == 1
    assert (await here(amina, subscription))["mine"] is True


async def test_a_browser_that_changes_hands_moves_when_the_next_one_says_yes(
    amina: Page, bilal: Page, vendor: PushService
) -> None:
    subscription = await says_yes(amina, vendor)
    assert (await bilal.post("/chat/push", subscription))[0] == 200

    await is_written_to(amina, "to Amina", 0)
    assert await vendor.told() == []
    await is_written_to(bilal, "to Bilal", 1)

    assert [json.loads(told["words"])["lang"] for told in await vendor.pushes()] == ["ar"]


async def test_a_browser_that_changes_hands_tells_the_next_one_nothing_before_he_says_yes(
    amina: Page, bilal: Page, vendor: PushService
) -> None:
    subscription = await says_yes(amina, vendor)

    assert (await here(bilal, subscription))["mine"] is False
    await is_written_to(amina, "to Amina", 0)

    assert (await vendor.knocks(), await amina.home.count(push)) == (0, 0)


async def test_a_browser_that_subscribed_with_an_older_key_of_ours_must_ask_anew(
    amina: Page, vendor: PushService
) -> None:
    subscription = await says_yes(amina, vendor)

    assert (await here(amina, subscription, key="another"))["mine"] is False


async def test_the_notice_follows_her_to_another_language(amina: Page, vendor: PushService) -> None:
    subscription = await says_yes(amina, vendor)
    for text in ("/language", "العربية"):
        await amina.says(text)
    await notices(amina).settled()

    told = await here(amina, subscription)
    await looks(amina)
    await is_written_to(amina)

    assert told["strings"]["off"] == words_in("ar")["Do not tell me about messages"]
    assert json.loads((await vendor.pushes())[-1]["words"])["lang"] == "ar"


async def test_a_browser_whose_maker_gave_it_another_address_stays_hers(amina: Page, vendor: PushService) -> None:
    before = await says_yes(amina, vendor, "before")
    after = await vendor.browser("after", key(amina))
    await amina.post("/chat/push", after | {"replaces": before["endpoint"]})

    await is_written_to(amina)

    assert await vendor.told() == ["after"]


async def test_who_takes_it_back_is_told_no_more(amina: Page, vendor: PushService) -> None:
    subscription = await says_yes(amina, vendor)

    assert (await amina.post("/chat/push/off", {"endpoint": subscription["endpoint"]}))[0] == 200
    await is_written_to(amina)

    assert (await vendor.knocks(), await amina.home.count(push)) == (0, 0)


async def test_a_no_stands_in_this_browser_and_only_for_her(amina: Page, brug: Site) -> None:
    assert (await offer(amina))[1]["ask"] is True
    assert (await amina.post("/chat/push/no", {}))[0] == 200
    assert (await offer(amina))[1]["ask"] is False

    amina.session.cookie_jar.clear(lambda cookie: cookie.key == "brug_chat")
    await amina.begins()

    assert (await offer(amina))[1]["ask"] is True


async def test_nothing_of_a_subscription_is_readable(amina: Page, vendor: PushService) -> None:
    subscription = await says_yes(amina, vendor)
    async with amina.home.brug.database.read() as connection:
        raw = (await connection.exec_driver_sql("SELECT * FROM push")).all()

    for secret in (subscription["endpoint"], subscription["keys"]["auth"], "You have a message"):
        assert secret not in str(raw)


async def test_the_worker_may_serve_the_page_and_is_kept_by_no_browser(amina: Page) -> None:
    status, body, headers = await amina.get("/chat/sw.js")

    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert (headers["Service-Worker-Allowed"], headers["Cache-Control"]) == ("/chat", "no-store")
    assert not any(word in body for word in (b"'fetch'", b"caches"))


async def test_the_page_can_be_kept_on_a_home_screen(amina: Page) -> None:
    status, body, headers = await amina.get("/chat/manifest.webmanifest")
    manifest = json.loads(body)

    assert (status, headers["Content-Type"]) == (200, "application/manifest+json; charset=utf-8")
    assert (manifest["name"], manifest["short_name"]) == ("Samen Sterk", "Brug")
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/chat", "/chat", "standalone")
    for icon in manifest["icons"]:
        status, picture, headers = await amina.get(icon["src"], **{"Accept-Encoding": "identity"})
        width = int.from_bytes(picture[16:20])
        assert (status, headers["Content-Type"], f"{width}x{width}") == (200, "image/png", icon["sizes"])
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


async def test_who_wants_a_messenger_instead_gets_a_link_of_her_own_and_only_where_there_is_one(amina: Page) -> None:
    assert (await offer(amina))[1]["elsewhere"] is False
    assert (await amina.post("/chat/push/elsewhere", {}))[0] == 409

    web_chat(amina.home).push.elsewhere = True
    [she] = await amina.home.rows(person)
    await amina.home.change(person, she.id, standing="active", confirmed_at=amina.home.clock.now())
    status, told, _ = await amina.post("/chat/push/elsewhere", {})

    assert (await offer(amina))[1]["elsewhere"] is True
    assert status == 200
    said = await amina.home.writes("messenger", f"/start {told['url'].removeprefix('/join/')}")
    assert said[0].lang == "en"
    assert await amina.home.count(person) == 1


async def test_who_said_stop_is_not_asked(amina: Page) -> None:
    [she] = await amina.home.rows(person)

    await amina.home.change(person, she.id, standing=STOPPED)

    assert (await offer(amina))[1]["ask"] is False


async def test_who_is_reached_by_a_messenger_is_not_asked(amina: Page) -> None:
    [hers] = await amina.home.rows(address)
    assert (await offer(amina))[1]["ask"] is True

    values = {"channel": "paper", "account": "1", "external": "phone", "lookup": "phone", "person_id": hers.person_id}
    async with amina.home.brug.database.write() as connection:
        [phone] = await insert_many(connection, address, [values | {"created_at": amina.home.clock.now()}])
    assert (await offer(amina))[1]["ask"] is False

    await amina.home.change(address, phone, reachable=False)
    assert (await offer(amina))[1]["ask"] is True, "nothing arrives there any more"
