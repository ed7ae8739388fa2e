"""aiogram's finite state machine with its memory store and ten states, behind its own aiohttp webhook.

`SimpleRequestHandler` as its documentation shows it: it answers 200 at once and handles the update in a task
(`handle_in_background`, the default). State and answers live in memory only: a restart forgets every
conversation, and what was answered 200 and not yet handled is lost when the process dies.
"""

import argparse
from collections.abc import Awaitable, Callable

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.conversation import REPLIES

SECRET = "bench-secret"
PATH = "/webhook"
POOL = 256
"""Connections to the Bot API, as for the others; its own default is 100."""

STATES = [State(f"question_{number}", group_name="TenQuestions") for number in range(1, len(REPLIES))]
"""`STATES[n]`: question n + 1 is open."""


async def begin(message: Message, state: FSMContext) -> None:
    await state.set_data({})
    await state.set_state(STATES[0])
    await message.answer(REPLIES[0])


def answered(number: int) -> Callable[[Message, FSMContext], Awaitable[None]]:
    async def take(message: Message, state: FSMContext) -> None:
        await state.update_data({str(number): message.text})
        if number < len(STATES):
            await state.set_state(STATES[number])
        else:
            await state.clear()
        await message.answer(REPLIES[number])

    return take


def dispatcher() -> Dispatcher:
    dispatch = Dispatcher(storage=MemoryStorage())
    dispatch.message.register(begin, CommandStart())
    for number, state in enumerate(STATES, start=1):
        dispatch.message.register(answered(number), StateFilter(state))
    return dispatch


def build(provider: str, port: int) -> web.Application:
    session = AiohttpSession(api=TelegramAPIServer.from_base(provider), limit=POOL)
    bot = Bot("123456:bench", session=session)
    dispatch = dispatcher()

    async def announce() -> None:
        await bot.set_webhook(f"http://127.0.0.1:{port}{PATH}", secret_token=SECRET)

    dispatch.startup.register(announce)
    app = web.Application()
    SimpleRequestHandler(dispatch, bot, secret_token=SECRET).register(app, path=PATH)
    setup_application(app, dispatch, bot=bot)
    return app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--provider", required=True)
    args = parser.parse_args()
    web.run_app(build(args.provider, args.port), host="127.0.0.1", port=args.port, access_log=None, print=None)


if __name__ == "__main__":
    main()
