"""The channels: does each work, how is one switched on, and a test message to oneself."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.labs import chosen_lab
from admin.log import note
from admin.own_test import NO_CHAT, is_a_test, own_entry, row_of_test
from admin.routes import TEAM, get, post
from admin.tabs import Tab
from admin.visit import Visit
from admin.words import CHANNELS
from flows.trying import IT_IS_A_TEST
from lab.people import STOPPED
from locales import N_
from store.channel_states import channel_states
from store.desk import addresses_of
from store.desk_changes import put_in_outbox
from store.desk_meetings import labs_within
from store.own_chat import own_chat

NOT_THERE = N_("You have no chat of your own on this channel yet. Write something there, then try again.")
HOW = {
    "webchat": N_("It is part of Brug and needs nothing. The chat is at the address below."),
    "telegram": N_("Get a token from @BotFather in Telegram. Whoever runs Brug sets it, and starts Brug again."),
}
"""Beside a made-up one, which nobody switches on."""
VARIABLES = {"telegram": ("BRUG_TELEGRAM_TOKEN", "BRUG_TELEGRAM_MODE", "BRUG_PUBLIC_URL")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One channel as the page says it. `mine`: her own chat is on it, so that a test can go there."""

    name: str
    word: str
    on: bool
    problem: str
    failed_at: datetime | None
    how: str
    variables: tuple[str, ...]
    mine: bool


async def show(visit: Visit) -> web.Response:
    return await _page(visit)


async def _page(visit: Visit, problem: str = "", **values: object) -> web.Response:
    """`values`: a link to a chat of her own, shown once."""
    there = {channel.name: getattr(channel, "problem", None) or "" for channel in visit.desk.channels}
    names = list(dict.fromkeys([*there, *HOW]))
    async with visit.desk.database.read() as connection:
        states = await channel_states(connection, names)
        mine = await own_chat(connection, visit.member.id)
        chats = {one.channel for one in await addresses_of(connection, mine.id)} if mine else set()
    shown = [
        Shown(
            name,
            CHANNELS.get(name, name),
            name in there,
            there.get(name) or states[name].problem,
            states[name].failed_at,
            HOW.get(name, ""),
            VARIABLES.get(name, ()),
            name in chats,
        )
        for name in names
    ]
    return await visit.show(
        "channels.html",
        422 if problem else 200,
        at="channels",
        channels=shown,
        linked=mine is not None,
        base_url=visit.desk.settings.base_url,
        key=token_hex(8),
        problems=[visit.say(problem)] if problem else [],
        tested=visit.query("tested") == "1",
        **values,
    )


async def send(visit: Visit) -> web.Response:
    """A test message to her own chat on that channel."""
    name = visit.form.text("channel", 20)
    if name not in {channel.name for channel in visit.desk.channels}:
        raise web.HTTPBadRequest
    async with visit.desk.database.write() as connection:
        problem, address_id = await _send(visit, connection, name)
        if not problem:
            await note(visit, connection)
    if problem:
        return await _page(visit, problem)
    visit.desk.outbox.wake([address_id])
    return visit.go("/admin/channels?tested=1")


async def _send(visit: Visit, connection: AsyncConnection, name: str) -> tuple[str, int]:
    """What stands in the way, or where it goes."""
    mine = await own_chat(connection, visit.member.id)
    if mine is None:
        return NO_CHAT, 0
    there = [one for one in await addresses_of(connection, mine.id) if one.channel == name and one.reachable]
    if not there or mine.standing == STOPPED:
        return NOT_THERE, 0
    message = is_a_test(visit, IT_IS_A_TEST, mine.language)
    row = row_of_test(visit, mine.id, there[0].id, message, name)
    await put_in_outbox(connection, row)
    return "", there[0].id


async def link(visit: Visit) -> web.Response:
    """A one-time code that makes a chat hers, shown once."""
    async with visit.desk.database.write() as connection:
        lab = chosen_lab(visit, await labs_within(connection, visit.reach))
        if lab is None:
            raise web.HTTPNotFound
        own = await own_entry(visit, connection, lab.id)
        await note(visit, connection)
    return await _page(visit, **own)


TAB = Tab("channels", "set_up", "/channels", N_("Channels"), TEAM, 30)

ROUTES = (
    get("/channels", show, TEAM),
    post("/channels/test", send, TEAM),
    post("/channels/chat", link, TEAM),
)
