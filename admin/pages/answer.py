"""Answer somebody, oneself or through a mediator. However often the button is pressed, it is sent once."""

import re
from typing import Any

from aiohttp import web
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.answering import LONGEST, Way, way_to
from admin.log import note
from admin.pages.person import page_of, person_or_404
from admin.routes import TEAM, post
from admin.sharing import Sharing, sharing
from admin.visit import Visit
from bot.messages import Outbound
from bot.outbox import pack
from bot.recalling import recalled
from locales import N_
from store.desk import addresses_of, open_tasks_of
from store.desk_changes import close_tasks, hold, put_in_outbox
from store.humans import talk_on
from store.promises import answered, keep_answer, made_questions

EMPTY = N_("Write something first.")
NOTHING_TICKED = N_("A mediator translates answers to a question or an idea. Please tick what this answers.")
TOO_LONG = N_("This is too long for one message. Please make it shorter.")


async def answer(visit: Visit) -> web.Response:
    who = await person_or_404(visit)
    if visit.form.has("put"):
        return await page_of(
            visit, who, text=visit.form.text("text", LONGEST), ready_id=visit.form.number("ready") or 0
        )
    text = visit.form.text("text", LONGEST + 1)
    async with visit.desk.database.read() as connection:
        way = way_to(who.standing, await addresses_of(connection, who.id))
    problem = EMPTY if not text else TOO_LONG if len(text) > LONGEST else ""
    if way.refusal or problem:
        return await page_of(visit, who, text=text[:LONGEST], problem=problem or way.refusal)
    if visit.form.has("translate"):
        if not await _through_a_mediator(visit, who, text):
            return await page_of(visit, who, text=text, problem=NOTHING_TICKED)
        return visit.go(f"/admin/people/{who.id}?said=asked#answer")
    visit.desk.outbox.wake(await _send(visit, who, way, text))
    return visit.go(f"/admin/people/{who.id}?said=sent#answer")


async def _send(visit: Visit, who: Row[Any], way: Way, text: str) -> list[int]:
    """The message to her and to all who asked the same, and what it settles, in one commit. Where something goes."""
    async with visit.desk.database.write() as connection:
        await hold(connection, who.id)
        if await put_in_outbox(connection, _message(visit, who.id, way, text, who.language)):
            await talk_on(connection, who.id, visit.now)
        chosen = await _ticked(visit, connection, who)
        shared = await sharing(connection, who.id, who.language, chosen)
        await _tell_others(visit, connection, shared, text)
        await keep_answer(connection, [*shared.settled, *shared.waiting], text, who.language)
        await answered(connection, shared.settled, visit.member.id, visit.now)
        await close_tasks(connection, visit.reach, chosen, visit.member.id, visit.now)
        await note(visit, connection)
    return [way.address_id, *(theirs.address_id for _, theirs in shared.others.values())]


async def _through_a_mediator(visit: Visit, who: Row[Any], text: str) -> bool:
    """It is kept as the answer, and goes out when a mediator has put it into her language. False: to nothing."""
    async with visit.desk.database.write() as connection:
        chosen = await _ticked(visit, connection, who)
        await made_questions(connection, chosen)
        shared = await sharing(connection, 0, visit.language, chosen)
        if who.id not in shared.untranslated:
            return False
        await _tell_others(visit, connection, shared, text)
        await keep_answer(connection, [*shared.settled, *shared.waiting], text, visit.language)
        await answered(connection, shared.settled, visit.member.id, visit.now)
        await note(visit, connection)
    visit.desk.outbox.wake([theirs.address_id for _, theirs in shared.others.values()])
    return True


async def _ticked(visit: Visit, connection: AsyncConnection, who: Row[Any]) -> set[int]:
    """What this answers: of hers, and open."""
    hers = {task.id for task in await open_tasks_of(connection, visit.reach, who.id)}
    return hers.intersection(visit.form.numbers("settles"))


async def _tell_others(visit: Visit, connection: AsyncConnection, shared: Sharing, text: str) -> None:
    for row, theirs in shared.others.values():
        message = _message(visit, row.person_id, theirs, _recalled(visit, row, text), row.language)
        await put_in_outbox(connection, message)


def _message(visit: Visit, person_id: int, way: Way, text: str, language: str) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "address_id": way.address_id,
        "kind": "coordinator",
        "body": pack(Outbound(text=text, lang=language)),
        "state": "queued",
        "due_at": visit.now,
        "key": _key(visit, person_id, text),
        "staff_id": visit.member.id,
        "created_at": visit.now,
    }


def _recalled(visit: Visit, row: Row[Any], text: str) -> str:
    """Somebody who asked the same days ago is told what this answers, in her language."""
    return recalled(visit.desk.catalogues, row.language, row.note or "", text)


def _key(visit: Visit, person_id: int, text: str) -> str:
    """One for each form and what was written in it: a corrected text from a page gone back to is a new message."""
    form = re.sub(r"[^A-Za-z0-9_-]", "", visit.form.text("key", 64))
    return f"coordinator:{form}:{visit.desk.database.keyring.lookup('answer', f'{person_id}:{text}')[:20]}"


ROUTES = (post("/people/{id:[0-9]{1,18}}/answer", answer, TEAM),)
