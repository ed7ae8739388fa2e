"""What a member tells of a pilot, what others say to it, and which of her pilots she means. Inside the turn."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Wanted
from bot.abouts.pilot import beginning
from bot.abouts.update import hers as news_for
from bot.messages import Outbound
from bot.pilots import HELP, LOOK, SILENT, raise_pilot_task, settle_pilot_task
from bot.turn import Turn, id_of
from flows.effects import Open, React, Report
from flows.model import ABOUT, Answer, kept
from flows.pilot import ALL_OF_HERS, SIGNS
from lab.pilots import HEARD_AGAIN, TOLD_OF, News, Pilot
from lab.promises import end_of
from store import pilot_news, pilots
from store.tables import task

MOST_FILES = 3
"""So many pictures and voice notes come with one message of news."""


async def open_pilot(connection: AsyncConnection, turn: Turn, wanted: Open) -> None:
    """Where she is in one team only, she is not asked which."""
    mine = [one for one in await _pilots(connection, turn) if one.state in TOLD_OF]
    chosen = [one for one in mine if str(one.id) == wanted.choice] or mine
    if not chosen:
        turn.instead = "no_pilot"
    elif len(chosen) > 1:
        turn.instead, turn.begins = "pilot_choice", {ABOUT: kept(Answer(text=ALL_OF_HERS))}
    else:
        about = {ABOUT: kept(Answer(text=f"pilot:{chosen[0].id}"))}
        tapped = await pilot_news.signs(connection, [chosen[0].id], turn.now - HEARD_AGAIN)
        turn.instead, turn.begins = "pilot_report", about | dict(beginning(tapped.get(chosen[0].id, {})))


async def _pilots(connection: AsyncConnection, turn: Turn) -> list[Pilot]:
    who = turn.visitor.person_id
    return (await pilots.pilots_of_person(connection, [who])).get(who, [])


async def report(connection: AsyncConnection, turn: Turn, said: Report) -> None:
    """Kept at once, a part at a time. The team is not silent any more; who needs something gets a human."""
    mine = next((one for one in await _pilots(connection, turn) if one.id == id_of(said.pilot)), None)
    if mine is None:
        turn.instead = "no_pilot"
        return
    media = "" if said.need else said.media
    told = {"how": said.how, "words": said.words, "media": media, "need": said.need}
    who, language = turn.visitor.person_id, turn.person["language"]
    await pilot_news.report(connection, mine.id, who, language, turn.now, told)
    await pilots.note_heard(connection, mine.id, turn.now)
    await settle_pilot_task(connection, mine, SILENT, turn.now)
    if said.how == "stuck" or said.need:
        await _ask_for_help(connection, turn, said)
    if said.words or media or said.how == "done":
        await raise_pilot_task(connection, mine, LOOK, turn.now)


async def _ask_for_help(connection: AsyncConnection, turn: Turn, said: Report) -> None:
    """What she needs is added to the task that began when she said that they are stuck."""
    who = turn.visitor.person_id
    begun = (task.c.person_id == who, task.c.kind == HELP, task.c.done_at.is_(None), task.c.note.is_(None))
    promised = end_of(cast(date, turn.values()["answer_by"]))
    words = {"note": said.need or None, "media": said.media or None, "answer_by": promised}
    open_one = (await connection.execute(select(task.c.id).where(*begun).order_by(task.c.id.desc()))).scalar()
    if open_one is not None:
        await connection.execute(update(task).where(task.c.id == open_one).values(words))
        return
    values = {"lab_id": turn.person["lab_id"], "person_id": who, "kind": HELP, "created_at": turn.now} | words
    await connection.execute(insert(task).values(values))


async def react(connection: AsyncConnection, turn: Turn, tapped: React) -> None:
    """Only under what her lab was told."""
    update_id, lab_id = id_of(tapped.update), turn.person["lab_id"]
    news = (await pilot_news.told(connection, [update_id])).get(lab_id, ())
    if any(one.id == update_id for one in news) and tapped.sign in {sign.id for sign in SIGNS}:
        await pilot_news.react(connection, update_id, turn.visitor.person_id, tapped.sign)


async def tell_files(connection: AsyncConnection, turn: Turn, values: Mapping[str, str]) -> None:
    """Pictures that were passed, and voice notes in her own language, each under the name of its pilot."""
    reference, who = values["update"], turn.visitor.person_id
    wanted = Wanted(who, turn.person["lab_id"] or 0, turn.person["language"], reference)
    news = (await pilot_news.told(connection, [id_of(reference)])).get(wanted.lab_id, [])
    heard = (await pilot_news.heard(connection, [who])).get(who, [])
    files = [one for one in news_for(news, wanted, heard) or () if _may_have(one, wanted.language)]
    for one in files[-MOST_FILES:]:
        await _tell_file(connection, turn, one)


def _may_have(one: News, language: str) -> bool:
    kind, _, ref = one.media.partition(":")
    return ref.isdecimal() and (kind == "photo" or one.language == language)


async def _tell_file(connection: AsyncConnection, turn: Turn, one: News) -> None:
    kind, _, ref = one.media.partition(":")
    copy = await pilot_news.copy_for(connection, int(ref), one.id, turn.visitor.person_id, turn.now)
    if copy is not None:
        language = turn.person["language"]
        caption = Outbound(one.pilot_name[language], language)
        turn.outgoing.append(replace(caption, picture=copy) if kind == "photo" else replace(caption, sound=copy))


OPEN = {"pilot": open_pilot}
"""What an effect `Open` may ask for here."""
Perform = Callable[[AsyncConnection, Turn, Any], Awaitable[None]]
PERFORM: Mapping[type, Perform] = cast(Mapping[type, Perform], {Report: report, React: react})
