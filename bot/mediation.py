"""What Brug begins by itself about translations: it finds what people cannot read yet, asks mediators, and sends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import translated_answers
from bot.poll_handing import hands_on
from flows.registry import all_techniques
from lab.mediation import ASK_LIFE, GIVEN, WAITING, Mediator, Text, nameless, whom_to_ask
from lab.polls import OPEN
from locales.catalogue import Catalogues
from store import contacts, mediation, mediators, pilot_news
from store.audience import languages_asked
from store.ballots import words_of
from store.closing import IDEA
from store.desk_meetings import languages_of
from store.labs import Lab
from store.mediation import Wanted
from store.polls import polls_of
from store.ready_answers import take_translated
from store.tables import task

NEWS_LOOKED_AT = timedelta(days=14)
NOBODY = "no_mediator"
LOOK = "translation_look"
"""Kinds of task: nobody speaks a language; there is something to approve that no mediator can."""
AGAIN_AFTER = timedelta(days=14)


async def plan_translations(connection: AsyncConnection, lab: Lab, catalogues: Catalogues, now: datetime) -> int:
    """All that follows from texts that somebody cannot read; how many contacts were made. Safe to repeat."""
    spoken = (await languages_of(connection, [lab.id])).get(lab.id, {})
    answers = await mediation.unread_answers(connection, lab.id)
    wanted = [
        *translated_answers.wanted(answers),
        *await _news(connection, lab, spoken, now),
        *await _ideas(connection, lab),
    ]
    await ask_for(connection, lab.id, wanted, now)
    await translated_answers.send(connection, lab, answers, catalogues, now)
    await take_translated(connection, lab.id)
    return await _ask_mediators(connection, lab, spoken, now)


async def ask_for(connection: AsyncConnection, lab_id: int, wanted: Sequence[Wanted], now: datetime) -> None:
    """Nobody's name travels along."""
    if not wanted:
        return
    before = await mediation.known(connection, {one.subject for one in wanted})
    names = await mediators.names_in(connection, lab_id)
    for one in wanted:
        without = replace(one, words=nameless(one.words, one.author, names))
        await mediation.ask_for(connection, lab_id, without, before, now)


async def _news(connection: AsyncConnection, lab: Lab, spoken: Mapping[str, int], now: datetime) -> list[Wanted]:
    """Of pilots, after a human passed it."""
    if len(spoken) < 2:
        return []
    found = await pilot_news.to_translate(connection, lab.id, now - NEWS_LOOKED_AT)
    return [Wanted(subject, language, words, frozenset(spoken)) for subject, language, words in found]


async def _ideas(connection: AsyncConnection, lab: Lab) -> list[Wanted]:
    """Those of rounds that are over, in the languages of who builds on them.

    All of a round at once, in the order of their ids: when a row was made must not say when somebody answered.
    """
    techniques, found = all_techniques(), []
    for poll in await polls_of(connection, lab.id, OPEN):
        if poll.technique not in techniques or not hands_on(techniques[poll.technique]):
            continue
        languages = frozenset(await languages_asked(connection, poll))
        if len(languages) > 1:
            over = [one for one in await words_of(connection, poll.id) if one.round < poll.round]
            written = [one for one in over if one.text and one.passed is not False]
            found += [Wanted(IDEA + one.id, one.language, one.text, languages) for one in written]
    return found


async def _ask_mediators(connection: AsyncConnection, lab: Lab, spoken: Mapping[str, int], now: datetime) -> int:
    texts = [await _taken_back(connection, one, now) for one in await mediation.open_heads(connection, lab.id)]
    if not texts:
        return 0
    people = {one.id: one for one in await mediators.mediators(connection, lab.id, texts, now)}
    free = {one.id: one for one in people.values() if one.has_room(now)}
    made = 0
    left: list[Text] = []
    unknown: list[Text] = []
    for text in (one for one in texts if one.is_open()):
        chosen = whom_to_ask(text, free.values(), now)
        if chosen is not None:
            made += await _ask(connection, text, chosen, now)
            del free[chosen.id]  # One text at a time.
        elif not any(one.can(text) for one in people.values()):
            known = text.state == GIVEN or any(one.knows(text) for one in people.values())
            (left if known else unknown).append(text)
    to_look_at = [*left, *(one for one in texts if one.is_for_desk())]
    await _tell_the_team(connection, lab.id, to_look_at, unknown, spoken, now)
    return made


async def _taken_back(connection: AsyncConnection, text: Text, now: datetime) -> Text:
    """Who says nothing for days is not waited for."""
    holder = text.mediator_id if text.state == WAITING else text.second_id
    if text.asked_at is None or holder is None or now - text.asked_at < ASK_LIFE:
        return text
    await mediation.pass_over(connection, text, holder)
    return (await mediation.texts_by_id(connection, [text.id]))[text.id]


async def _ask(connection: AsyncConnection, text: Text, chosen: Mediator, now: datetime) -> int:
    if not await mediation.give_to(connection, text, chosen.id, now):
        return 0
    row = contacts.row_of(
        *(text.lab_id, chosen.id, "translation", now, now + ASK_LIFE, now),
        reference=text.reference,
        slot=f"{text.state} {now:%y%m%d%H%M}",
    )
    return await contacts.plan(connection, [row])


async def _tell_the_team(
    connection: AsyncConnection,
    lab_id: int,
    to_look_at: Sequence[Text],
    unknown: Sequence[Text],
    spoken: Mapping[str, int],
    now: datetime,
) -> None:
    """One task for all there is to look at, and one for each language that nobody speaks."""
    if to_look_at:
        await _raise_once(connection, lab_id, LOOK, [""], now)
    languages = sorted({one.language for one in unknown})
    if languages:
        many = {code: _how_many([one for one in unknown if one.language == code], spoken) for code in languages}
        await _raise_once(connection, lab_id, NOBODY, [f"{code} {many[code]}" for code in languages], now)


def _how_many(texts: Sequence[Text], spoken: Mapping[str, int]) -> int:
    """Of one language."""
    if all(mediation.is_for_one(one.subject) for one in texts):
        return len(texts)
    return max(spoken.get(texts[0].language, 0), 1)


def how_many_wait(text: Text, spoken: Mapping[str, int]) -> int:
    """An answer is waited for by one, and so is what the team wants to read; the rest by all who read its language."""
    return 1 if mediation.is_for_one(text.subject) else spoken.get(text.language, 0)


async def settle_look(connection: AsyncConnection, lab_id: int, staff_id: int | None, now: datetime) -> None:
    """Where nothing is left to look at, the task is done."""
    left = await mediation.open_texts(connection, lab_id)
    if not any(one.state == GIVEN or one.is_for_desk() for one in left):
        mine = (task.c.lab_id == lab_id, task.c.kind == LOOK, task.c.done_at.is_(None))
        await connection.execute(update(task).where(*mine).values(done_at=now, done_by=staff_id))


async def _raise_once(connection: AsyncConnection, lab_id: int, kind: str, notes: Iterable[str], now: datetime) -> None:
    """Unless one like it is open. That a language has no mediator is not said again for a while."""
    known = {"lab": lab_id, "kind": kind, "since": now if kind == LOOK else now - AGAIN_AFTER}
    have = {(row.note or "").partition(" ")[0] for row in await connection.execute(_RAISED, known)}
    for note in notes:
        if note.partition(" ")[0] not in have:
            values = {"lab_id": lab_id, "kind": kind, "note": note or None, "created_at": now}
            await connection.execute(insert(task).values(values))


_RAISED = select(task.c.note).where(
    task.c.lab_id == bindparam("lab"),
    task.c.kind == bindparam("kind"),
    or_(task.c.done_at.is_(None), task.c.created_at > bindparam("since")),
)
