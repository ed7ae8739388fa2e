"""One phone, several people: whose turn an input is. Where that is not clear she is asked, and the input waits."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Inbound, Media, Outbound
from bot.phone_questions import is_it_you, the_message_waits, who_is_writing
from bot.turn import NAMELESS, Surroundings, Turn
from flows.commands import START, command_of
from flows.phones import COMMAND, Choice, Sharer, choice_in, is_still_she, written
from lab.codes import is_token, looks_spoken
from lab.door import PREFIX
from store import phones
from store.intake import Visitor
from store.media import claim_media
from store.phones import Phone
from store.push import CHANNEL as WEB_CHAT

MOST_WAITING = 20
"""So many inputs are asked about; what comes after them waits too, and nobody is asked again."""
LONGEST_WAY_IN = 40
"""No keyword of a lab is longer."""


async def sort_out(connection: AsyncConnection, turn: Turn) -> Sequence[Turn]:
    """The turns that take the place of this one. Nearly always it is she whose phone it is."""
    turns = await _turns(connection, turn)
    for one in turns:
        if one.visitor.line_id is not None and not one.asked:
            await _claim(connection, one)
    return turns


async def _claim(connection: AsyncConnection, turn: Turn) -> None:
    """The voice note or picture that a page sent before anybody knew whose it is."""
    sent = turn.inbound.media if turn.inbound.channel == WEB_CHAT else None
    if sent:
        await claim_media(connection, int(sent.ref), turn.visitor.person_id)


async def _turns(connection: AsyncConnection, turn: Turn) -> Sequence[Turn]:
    line_id, choice = turn.visitor.line_id, choice_in(turn.inbound.taps)
    if line_id is None and choice is None and not _may_be_another(turn):
        return (turn,)
    if line_id is None:
        phone = Phone(None, (turn.visitor,), turn.visitor)
    else:
        phone = await phones.phone_of(connection, line_id, turn.visitor.caller, turn.now)
        if not turn.visitor.reachable:
            await phones.is_open_again(connection, line_id)
    if choice is None and _is_answering(turn, phone):
        choice = written(turn.inbound.text, _sharers(phone))
    if choice is not None:
        return await _chosen(connection, turn, phone, choice)
    return await _from_somebody(connection, turn, phone)


def _may_be_another(turn: Turn) -> bool:
    """A way in on the phone of somebody who is in already: perhaps it is not she who opened it."""
    text = turn.inbound.text
    if not text or turn.person["confirmed_at"] is None:
        return False
    command = command_of(text)
    if command.name:
        code = command.said.strip()
        comes_in = command.name == START and is_token(code) and not code.startswith(PREFIX)
        return comes_in or command.name == COMMAND
    return len(text) <= LONGEST_WAY_IN and (looks_spoken(text) or turn.around.is_keyword(text))


def _is_answering(turn: Turn, phone: Phone) -> bool:
    return phone.speaker is None and len(phone.members) > 1 and bool(turn.inbound.text)


async def _from_somebody(connection: AsyncConnection, turn: Turn, phone: Phone) -> Sequence[Turn]:
    if phone.line_id is None:
        return (await _ask(connection, turn, phone),)
    if not phone.members:
        return await _chosen(connection, turn, phone, Choice(0))
    who = await _writer(connection, turn, phone)
    if who is None:
        return (await _ask(connection, turn, phone),)
    hers = Turn(turn.inbound, who, turn.around)
    if _may_be_another(hers):
        return (await _ask(connection, turn, phone),)
    if who is not phone.speaker:
        hers.released = await _let_speak(connection, phone.line_id, hers)
    return (hers,)


async def _writer(connection: AsyncConnection, turn: Turn, phone: Phone) -> Visitor | None:
    """Who wrote this, without asking. A button is of her to whom it went."""
    if len(phone.members) == 1:
        return phone.members[0]
    if turn.inbound.taps:
        tapped = turn.inbound.tapped_message
        to = await phones.recipient_of(connection, phone, tapped) if tapped else None
        return to or phone.speaker
    who = phone.speaker
    if who is None or who.person["last_in_at"] is None:
        return who
    heard = await phones.another_heard(connection, phone, who)
    return who if is_still_she(who.person["last_in_at"], turn.now, another_heard=heard) else None


async def _chosen(connection: AsyncConnection, turn: Turn, phone: Phone, choice: Choice) -> Sequence[Turn]:
    """She said who she is: what came before takes effect now, as hers."""
    who = phone.member(choice.address_id)
    if choice.address_id and who is None:
        return (turn,) if phone.line_id is None else (await _ask(connection, turn, phone, keep=False),)
    if choice.later:
        return (await _not_now(connection, turn, phone, who),)
    waits_at = phone.line_id or turn.visitor.address_id
    waiting = [_inbound(row, turn.inbound) for row in await phones.take_waiting(connection, waits_at)]
    line_id = phone.line_id
    if who is None:
        line_id = line_id or await phones.open_line(connection, turn.visitor, turn.now)
        mine = turn.visitor
        who = await phones.join_line(connection, line_id, mine.caller, turn.now, waiting=mine.waiting)
    first = Turn(turn.inbound, who, turn.around, settled=True, unkept=True)
    first.released = bool(line_id and await _let_speak(connection, line_id, first))
    if not waiting and not first.released:
        return (Turn(replace(turn.inbound, text=f"/{START}", taps=(), media=None), who, turn.around),)
    return (first, *_played(waiting, who, turn.around))


async def _let_speak(connection: AsyncConnection, line_id: int, turn: Turn) -> bool:
    who = turn.visitor
    await phones.speaks(connection, line_id, who.address_id, turn.now)
    who.person["last_in_at"] = turn.now
    released = await phones.release(connection, who.address_id, turn.now)
    who.waiting = who.waiting or released
    return released


async def _not_now(connection: AsyncConnection, turn: Turn, phone: Phone, absent: Visitor | None) -> Turn:
    """What waits for her waits on. If another is talking with us, it is still that one who tapped."""
    who = phone.speaker
    if who and who is not absent and is_still_she(who.person["last_in_at"], turn.now, another_heard=False):
        await phones.still_speaks(connection, who, turn.now)
    return _says(turn, the_message_waits(turn, phone.members), keep=False)


async def _ask(connection: AsyncConnection, turn: Turn, phone: Phone, *, keep: bool = True) -> Turn:
    """From now on what comes in waits until she has said who she is."""
    waiting = await phones.waiting_at(connection, turn.visitor.address_id)
    keep = keep and command_of(turn.inbound.text).name != COMMAND
    if phone.line_id is not None:
        await phones.speaks(connection, phone.line_id, None, turn.now)
    if waiting >= MOST_WAITING or (waiting and not turn.inbound.text and not turn.inbound.taps):
        return Turn(turn.inbound, turn.visitor, turn.around, asked=True, unkept=not keep)
    said = is_it_you(turn) if phone.line_id is None else who_is_writing(turn, phone.members, _sharers(phone))
    return _says(turn, said, keep=keep)


def _sharers(phone: Phone) -> list[Sharer]:
    return [Sharer(one.address_id, one.person["name"] or NAMELESS) for one in phone.members]


def _says(turn: Turn, said: Outbound, *, keep: bool) -> Turn:
    return Turn(turn.inbound, turn.visitor, turn.around, asked=True, unkept=not keep, outgoing=[said])


def _played(waiting: Iterable[Inbound], who: Visitor, around: Surroundings) -> Iterable[Turn]:
    """In the order in which they came. Who opened the same link again and again did it once."""
    last = {one.text: one.event_id for one in waiting if one.text.startswith("/")}
    for one in waiting:
        again = last.get(one.text, one.event_id) != one.event_id
        yield Turn(one, who, around, settled=again, unkept=again)


def _inbound(row: Row[Any], tap: Inbound) -> Inbound:
    """What waited, as it came."""
    body = row.body
    media = Media(body["kind"], body["media"], body.get("mime", "")) if body.get("media") else None
    taps = tuple(body.get("taps", ()))
    return replace(
        tap, event_id=row.event_id, text=body["text"], taps=taps, media=media, sent_at=row.sent_at, tapped_message=None
    )
