"""Each channel with its state, and a test message to oneself."""

from tests.admin.house import Browser, House

PAGE = "/admin/channels"


async def with_own_chat(house: House, els: Browser) -> None:
    page = await els.submit(PAGE, "/admin/channels/chat")
    code = page.text.partition("/join/")[2].partition('"')[0]
    for words in (f"/start {code}", "English"):
        await house.write("els", words)


async def test_each_channel_says_how_it_is(els: Browser) -> None:
    page = await els.get(PAGE)

    assert "Web chat works" in page.words
    assert "Telegram Not switched on." in page.words
    assert "BRUG_TELEGRAM_TOKEN" in page.words


async def test_without_a_chat_of_her_own_she_is_helped_to_one(els: Browser) -> None:
    page = await els.get(PAGE)

    assert "Make a link to my own chat" in page.words
    assert (await els.submit(PAGE, "/admin/channels/test", channel="webchat", key="a1")).status == 422


async def test_a_test_goes_to_her_own_chat_once(house: House, els: Browser) -> None:
    await with_own_chat(house, els)

    for _ in range(2):
        page = await els.submit(PAGE, "/admin/channels/test", channel="webchat", key="abc123")
    await house.settled()

    assert "on its way to your own chat" in page.words
    assert "Send a test message to me" in page.words


async def test_a_channel_that_is_not_there_is_refused(els: Browser) -> None:
    assert (await els.submit(PAGE, "/admin/channels/test", channel="pigeon", key="a1")).status == 400
