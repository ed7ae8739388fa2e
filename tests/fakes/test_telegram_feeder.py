"""The feeder must be as stubborn as Telegram, or the tests that kill the service prove nothing."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.fakes.telegram_feeder import SECRET_HEADER, TelegramFeeder
from tests.fakes.telegram_updates import tap_update, text_update


class Service:
    """Answers each first post of an update with the next of `moods`, and then 200."""

    def __init__(self) -> None:
        self.moods: list[int] = []
        self.posts: defaultdict[int, list[int]] = defaultdict(list)
        self.secrets: set[str] = set()

    async def webhook(self, request: web.Request) -> web.Response:
        update = json.loads(await request.read())
        self.secrets.add(request.headers[SECRET_HEADER])
        content = update.get("message") or update["callback_query"]["message"]
        self.posts[content["chat"]["id"]].append(update["update_id"])
        return web.Response(status=self.moods.pop(0) if self.moods else 200)

    async def start(self, port: int) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/", self.webhook)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner


@pytest.fixture
async def service(unused_tcp_port: int) -> AsyncIterator[tuple[Service, str]]:
    service = Service()
    runner = await service.start(unused_tcp_port)
    yield service, f"http://127.0.0.1:{unused_tcp_port}/"
    await runner.cleanup()


async def test_each_chat_is_served_in_order_and_again_until_2xx(service: tuple[Service, str]) -> None:
    seen, url = service
    seen.moods = [503, 500, 401]

    async with TelegramFeeder(url, "secret", connections=1, pause=0.01) as feeder:
        ids = [feeder.put(text_update(7, str(number))) for number in range(3)]
        await feeder.drained(5)

    assert seen.posts[7] == [1, 1, 1, 1, 2, 3]
    assert feeder.acknowledged == ids == [1, 2, 3]
    assert (feeder.attempts, seen.secrets) == (6, {"secret"})


async def test_a_chat_that_is_refused_does_not_hold_up_another(service: tuple[Service, str]) -> None:
    seen, url = service
    seen.moods = [503]

    async with TelegramFeeder(url, "secret", connections=1, pause=0.2) as feeder:
        first = feeder.put(text_update(7, "x"))
        second = feeder.put(tap_update(8, "q1:yes"))
        await feeder.drained(5)

    assert feeder.acknowledged == [second, first]


async def test_a_service_that_is_away_is_asked_again(unused_tcp_port: int) -> None:
    service = Service()

    async with TelegramFeeder(f"http://127.0.0.1:{unused_tcp_port}/", "secret", pause=0.01) as feeder:
        feeder.put(text_update(7, "x"))
        with pytest.raises(TimeoutError):
            await feeder.drained(0.1)
        runner = await service.start(unused_tcp_port)
        await feeder.drained(5)
        await runner.cleanup()

    assert feeder.acknowledged == [1]
