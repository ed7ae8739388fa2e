"""A draft sent to one's own chat, or to those of the team who are ticked, before anybody else sees it."""

from collections.abc import Sequence
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import way_to
from admin.broadcast_preview import message_in
from admin.log import note
from admin.own_test import NO_CHAT, NO_WAY, NO_WORDS, TEAM_TEST, is_a_test, own_entry, row_of_test
from admin.pages.broadcast import ONE, broadcast_or_404, page_of
from admin.routes import TEAM, post
from admin.visit import Visit
from bot.broadcasts import completed
from bot.messages import Outbound
from flows.trying import IT_IS_A_TEST
from lab.broadcasts import NOBODY, Broadcast
from store.desk import addresses_of
from store.desk_changes import put_in_outbox
from store.labs import Lab
from store.own_chat import own_chat, team_chats

TEAM_TOO = "team"


async def send(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        stored, lab = await broadcast_or_404(visit, connection)
        one = await completed(connection, stored)
        chats = await _chats(visit, connection, lab)
        woken = await _send(visit, connection, one, lab, chats)
        if woken:
            await note(visit, connection)
    if not woken:
        problem = NO_WORDS if not one.words else NO_WAY if chats else NOBODY if _to_team(visit) else NO_CHAT
        return await page_of(visit, [visit.say(problem)])
    visit.desk.outbox.wake(woken)
    return visit.go(f"/admin/broadcasts/{one.id}?said=tested&count={len(woken)}#test")


async def _chats(visit: Visit, connection: AsyncConnection, lab: Lab) -> Sequence[Row[Any]]:
    if _to_team(visit):
        ticked = visit.form.numbers("who")
        return [one for one in await team_chats(connection, lab.id) if one.staff_id in ticked]
    mine = await own_chat(connection, visit.member.id)
    return [mine] if mine else []


def _to_team(visit: Visit) -> bool:
    return visit.form.text("to") == TEAM_TOO


async def _send(
    visit: Visit, connection: AsyncConnection, one: Broadcast, lab: Lab, chats: Sequence[Row[Any]]
) -> list[int]:
    """Each in the language of that chat, where there are words in it; else in another one. The addresses."""
    found = []
    for chat in chats:
        code = chat.language if chat.language in one.words else next(iter(one.words), "")
        way = way_to(chat.standing, await addresses_of(connection, chat.id))
        if way.refusal or not code:
            continue
        found.append(way.address_id)
        for place, message in enumerate(_messages(visit, one, lab, code, chat.language)):
            await put_in_outbox(connection, row_of_test(visit, chat.id, way.address_id, message, str(place)))
    return found


def _messages(visit: Visit, one: Broadcast, lab: Lab, code: str, reads: str) -> list[Outbound]:
    says = TEAM_TEST if _to_team(visit) else IT_IS_A_TEST
    return [is_a_test(visit, says, reads), Outbound(message_in(visit, one, lab, code), code)]


async def link(visit: Visit) -> web.Response:
    """A one-time code that makes a chat hers, shown once."""
    async with visit.desk.database.write() as connection:
        _, lab = await broadcast_or_404(visit, connection)
        own = await own_entry(visit, connection, lab.id)
        await note(visit, connection)
    return await page_of(visit, **own)


ROUTES = (
    post(f"{ONE}/test", send, TEAM),
    post(f"{ONE}/chat", link, TEAM),
)
