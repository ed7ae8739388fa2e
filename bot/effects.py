"""What a flow asked for is done here and nowhere else, inside the transaction of the turn."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.mediation_effects import OPEN as OPEN_TRANSLATION
from bot.mediation_effects import PERFORM as MEDIATION
from bot.meeting_effects import PERFORM as MEETINGS
from bot.pilot_effects import OPEN as OPEN_PILOT
from bot.pilot_effects import PERFORM as PILOTS
from bot.poll_effects import PERFORM as POLLS
from bot.promise_effects import PERFORM as PROMISES
from bot.tellings import TELLINGS, Desk
from bot.turn import Turn
from flows.contributing import QUESTION
from flows.effects import Open
from flows.model import (
    Become,
    Consent,
    Effect,
    Forget,
    Join,
    Pause,
    Record,
    Register,
    Say,
    SetLanguage,
    Task,
    Tell,
)
from flows.phones import ANY_TIME
from flows.signup import CONSENT
from flows.with_a_human import REPLY
from lab.people import ACTIVE, STOPPED, UNCONFIRMED_LIFE, UNDER_AGE, WAITING_GUARDIAN, comes_back_as
from lab.promises import end_of
from locales.catalogue import MissingText
from store.broadcast_sending import heard_last
from store.crypto import fingerprint
from store.humans import adds_to_reply, waits_already
from store.people import cancel_queued, count, forget, register

BROUGHT_IN = ("message", "question")
"""Tasks that hold what somebody wrote to the team: a question, until she says that it is something else."""
HUMAN = "human"
OWN_COLUMNS = frozenset({"name", "age_band", "place"})


async def perform(connection: AsyncConnection, turn: Turn, effects: tuple[Effect, ...], desk: Desk) -> None:
    """In order, until one that could not take place leads elsewhere (`Turn.instead`)."""
    for effect in effects:
        if turn.instead:
            return
        if elsewhere := _ELSEWHERE.get(type(effect)):
            await elsewhere(connection, turn, effect)
        else:
            await _PERFORM[type(effect)](connection, turn, effect, desk)


async def _say(_: AsyncConnection, turn: Turn, say: Say, __: Desk) -> None:
    """Language fails closed: without a text in her language nothing is said, and a human hears of it."""
    file, turn.enclosed = turn.enclosed, None
    try:
        message = turn.voice().outbound(say, turn.inbound.tapped_message)
        turn.outgoing.append(replace(message, file=file) if file else message)
        if say.names_rights and turn.visitor.line_id is not None:
            turn.outgoing.append(turn.voice().outbound(Say(ANY_TIME)))
    except MissingText:
        turn.add("task", **_task(turn, "translation", say.text))


async def _record(_: AsyncConnection, turn: Turn, record: Record, __: Desk) -> None:
    _told_by_herself(turn, record.name)
    if record.name in OWN_COLUMNS:
        turn.person[record.name] = record.value
        return
    facts = dict(turn.person["facts"] or {})
    before = facts.pop(record.name, None)
    value = sorted({*(before or ()), *record.value}) if record.adds else record.value
    turn.person["facts"] = facts if value is None else facts | {record.name: value}


def _told_by_herself(turn: Turn, key: str) -> None:
    turn.add("fact_change", person_id=turn.visitor.person_id, key=key, at=turn.now)


async def _set_language(_: AsyncConnection, turn: Turn, chosen: SetLanguage, __: Desk) -> None:
    if chosen.language != turn.person["language"]:
        _told_by_herself(turn, "language")
    turn.person["language"] = chosen.language


async def _consent(_: AsyncConnection, turn: Turn, consent: Consent, __: Desk) -> None:
    language = turn.person["language"]
    turn.add(
        "consent",
        person_id=turn.visitor.person_id,
        kind=consent.kind,
        given=consent.given,
        text_version=_version(turn, consent.text, language),
        language=language,
        how=consent.how,
        assisted_by=turn.person["worker_id"],
        at=turn.now,
    )
    if consent.kind == "participation" and consent.given:
        turn.person.update({"confirmed_at": turn.now, "expires_at": None})


def _version(turn: Turn, text: str, language: str) -> str:
    """Names the wording that she saw, in her language."""
    try:
        return fingerprint(turn.catalogues(language, text))
    except MissingText:
        return fingerprint(text)


async def _hand_over(connection: AsyncConnection, turn: Turn, task: Task, __: Desk) -> None:
    sort = QUESTION if task.promise and task.kind in BROUGHT_IN else ""
    if task.kind == REPLY and await adds_to_reply(connection, turn.visitor.person_id, task.words, task.media):
        return
    if task.kind == HUMAN and await waits_already(connection, turn.visitor.person_id, HUMAN):
        return  # To ask again is no second thing to do, and the date that was promised stays.
    row = _task(turn, task.kind, task.words, task.media, promise=task.promise)
    heard = await heard_last(connection, turn.visitor.person_id, turn.now) if sort else None
    turn.add("task", **row, sort=sort, language=turn.person["language"], broadcast_id=heard)
    if task.kind == "message":
        turn.person["handed_over_at"] = turn.now


def _task(turn: Turn, kind: str, note: str = "", media: str = "", *, promise: bool = False) -> dict[str, Any]:
    due = end_of(turn.answer_by) if promise else None
    return {
        "lab_id": turn.person["lab_id"],
        "person_id": turn.visitor.person_id,
        "kind": kind,
        "note": note or None,
        "media": media or None,
        "created_at": turn.now,
        "answer_by": due,
    }


async def _tell(connection: AsyncConnection, turn: Turn, tell: Tell, desk: Desk) -> None:
    await TELLINGS[tell.what](connection, turn, tell.values, desk)


async def _become(connection: AsyncConnection, turn: Turn, become: Become, _: Desk) -> None:
    turn.person["standing"] = become.state
    if become.state == ACTIVE:
        await _ask_the_guardian(connection, turn)
    if become.state == STOPPED:
        await cancel_queued(connection, turn.visitor.person_id, "the person said stop")
        if turn.person["confirmed_at"] is None:
            turn.person["expires_at"] = turn.now + UNCONFIRMED_LIFE
    else:
        turn.person["paused_until"] = None


async def _ask_the_guardian(connection: AsyncConnection, turn: Turn) -> None:
    """Stop and hello are no way around the guardian's yes."""
    agreed = turn.person["guardian_agreed_at"] is not None
    turn.person["standing"] = comes_back_as(turn.person["age_band"], guardian_agreed=agreed)
    if turn.person["standing"] == WAITING_GUARDIAN and not await waits_already(
        connection, turn.visitor.person_id, "guardian"
    ):
        turn.add("task", **_task(turn, "guardian"))


async def _pause(_: AsyncConnection, turn: Turn, pause: Pause, __: Desk) -> None:
    turn.person["paused_until"] = turn.now + timedelta(days=pause.days)


async def _forget(connection: AsyncConnection, turn: Turn, effect: Forget, _: Desk) -> None:
    """Erase her; the goodbye goes out to the bare address, which is erased once it is sent."""
    lab_id, place = turn.person["lab_id"], turn.person["place"] or ""
    await forget(connection, turn.visitor.person_id, turn.visitor.address_id, turn.now)
    if effect.count and lab_id:
        await count(connection, lab_id, effect.count, place)
    turn.forgotten = True
    turn.rows.clear()


async def _join(_: AsyncConnection, turn: Turn, join: Join, __: Desk) -> None:
    turn.person["lab_id"] = int(join.lab)


async def _register(connection: AsyncConnection, turn: Turn, new: Register, desk: Desk) -> None:
    person_id = await register(
        connection,
        lab_id=turn.person["lab_id"],
        worker_person_id=turn.visitor.person_id,
        place=turn.person["place"],
        name=new.name,
        language=new.language,
        age_band=new.age_band,
        how=new.how,
        text_version=_version(turn, CONSENT, new.language),
        now=turn.now,
    )
    if not new.how:
        await TELLINGS["invitation"](connection, turn, {"person": str(person_id)}, desk)
    elif new.age_band == UNDER_AGE:
        turn.add("task", **_task(turn, "guardian") | {"person_id": person_id})
    else:
        turn.add("task", **_task(turn, "welcome") | {"person_id": person_id})


async def _open(connection: AsyncConnection, turn: Turn, wanted: Open) -> None:
    await _OPEN[wanted.what](connection, turn, wanted)


_OPEN = {**OPEN_PILOT, **OPEN_TRANSLATION}
_ELSEWHERE: Mapping[type, Callable[[AsyncConnection, Turn, Any], Awaitable[None]]] = {
    **MEETINGS,
    **PROMISES,
    **POLLS,
    **PILOTS,
    **MEDIATION,
    Open: _open,
}
Perform = Callable[[AsyncConnection, Turn, Any, Desk], Awaitable[None]]
_PERFORM: Mapping[type, Perform] = cast(
    Mapping[type, Perform],
    {
        Say: _say,
        Record: _record,
        SetLanguage: _set_language,
        Consent: _consent,
        Task: _hand_over,
        Tell: _tell,
        Become: _become,
        Pause: _pause,
        Forget: _forget,
        Join: _join,
        Register: _register,
    },
)
