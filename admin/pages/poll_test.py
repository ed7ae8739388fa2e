"""A draft sent to one's own chat, before anybody else sees it."""

from dataclasses import replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import way_to
from admin.log import note
from admin.own_test import NO_CHAT, NO_WAY, NO_WORDS, is_a_test, own_entry, row_of_test
from admin.pages.poll import page_of, poll_or_404
from admin.polls_board import reading, technique_of
from admin.polls_preview import asked_for_words, messages_in
from admin.routes import TEAM, post
from admin.visit import Visit
from bot.messages import Outbound
from flows.trying import IT_IS_A_TEST, token_of_test
from lab.polls import Poll
from store.desk import addresses_of
from store.desk_changes import put_in_outbox
from store.labs import Lab
from store.own_chat import own_chat, tries_out


async def send(visit: Visit) -> web.Response:
    async with visit.desk.database.write() as connection:
        poll, lab = await poll_or_404(visit, connection)
        problem, address_id = await _send(visit, connection, poll, lab)
        if not problem:
            await note(visit, connection)
    if problem:
        return await page_of(visit, [visit.say(problem)])
    visit.desk.outbox.wake([address_id])
    return visit.go(f"/admin/polls/{poll.id}?said=tested")


async def _send(visit: Visit, connection: AsyncConnection, poll: Poll, lab: Lab) -> tuple[str, int]:
    """What stands in the way, or where it goes."""
    mine = await own_chat(connection, visit.member.id)
    if mine is None:
        return NO_CHAT, 0
    way = way_to(mine.standing, await addresses_of(connection, mine.id))
    messages = _messages(visit, poll, lab, mine.language)
    if way.refusal or not messages:
        return NO_WAY if way.refusal else NO_WORDS, 0
    for place, message in enumerate(messages):
        await put_in_outbox(connection, row_of_test(visit, mine.id, way.address_id, message, str(place)))
    if mine.language and (technique := technique_of(poll)):
        await tries_out(connection, mine.id, asked_for_words(poll, technique))
    return "", way.address_id


def _messages(visit: Visit, poll: Poll, lab: Lab, language: str) -> list[Outbound]:
    """In the language of her chat, where there are words in it. Its buttons answer nothing."""
    technique = technique_of(poll)
    if technique is None:
        return []
    found = messages_in(visit, poll, technique, language)
    found = found or messages_in(visit, poll, technique, reading(visit, poll, lab))
    dead = [replace(one, buttons=tuple(replace(b, token=token_of_test(b.token)) for b in one.buttons)) for one in found]
    return [is_a_test(visit, IT_IS_A_TEST, language), *dead] if dead else []


async def link(visit: Visit) -> web.Response:
    """A one-time code that makes a chat hers, shown once."""
    async with visit.desk.database.write() as connection:
        _, lab = await poll_or_404(visit, connection)
        own = await own_entry(visit, connection, lab.id)
        await note(visit, connection)
    return await page_of(visit, **own)


ROUTES = (
    post("/polls/{poll:[0-9]{1,18}}/test", send, TEAM),
    post("/polls/{poll:[0-9]{1,18}}/chat", link, TEAM),
)
