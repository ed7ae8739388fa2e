"""What is told around polls: the open question again, a result, and a facilitator's own list."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.abouts import Wanted, look_up
from bot.messages import Outbound
from bot.poll_lists import TODAY
from bot.poll_rounds import close_poll
from bot.poll_told import result_in
from bot.polls import open_poll
from bot.turn import Turn, id_of
from flows.model import ABOUT, Answer, Say, kept
from lab.people import DESK_ROLES
from lab.polls import CLOSED, OPEN
from locales import N_
from store.asked import reference_of
from store.audience import audience
from store.polls import poll_of, polls_of

OPENED = N_("It is open now. People who are asked: {count}.")
SHUT = N_("It is closed now. Everybody who took part hears the result.")
GUIDES = DESK_ROLES | {"facilitator"}
"""Who opens and closes polls in her own chat."""


async def again(connection: AsyncConnection, turn: Turn, _: Mapping[str, str]) -> None:
    """The open question that she has not answered, or else the newest that she may answer anew."""
    who, lab_id, language = turn.visitor.person_id, turn.person["lab_id"] or 0, turn.person["language"]
    polls = await polls_of(connection, lab_id, OPEN)
    wanted = [Wanted(who, lab_id, language, poll.reference) for poll in polls]
    found = [one for one in (await look_up(connection, turn.around, wanted)).values() if one.sayable]
    mine = [one for one in found if not one.needless] + [one for one in found if one.needless == "answered"]
    turn.instead = mine[0].flow if mine else "no_poll"
    turn.begins = mine[0].begins if mine else {}


async def take_up(connection: AsyncConnection, turn: Turn) -> bool:
    """She taps an old button of a poll that is still open: she wants to answer anew. Whether that is so."""
    who, lab_id, language = turn.visitor.person_id, turn.person["lab_id"] or 0, turn.person["language"]
    reference = await reference_of(connection, who, turn.inbound.taps[0])
    poll = await poll_of(connection, id_of(reference)) if reference.startswith("poll:") else None
    if poll is None or poll.state != OPEN:
        return False
    found = await look_up(connection, turn.around, [Wanted(who, lab_id, language, reference)])
    for one in (one for one in found.values() if one.needless in ("", "answered")):
        turn.instead, turn.begins, turn.unkept = one.flow, one.begins, True
    return bool(turn.instead)


async def result(connection: AsyncConnection, turn: Turn, values: Mapping[str, str]) -> None:
    poll = await poll_of(connection, id_of(values["poll"]))
    if poll is not None and poll.lab_id == turn.person["lab_id"]:
        turn.outgoing.append(await result_in(connection, turn.catalogues, poll, turn.person["language"]))


async def polls(connection: AsyncConnection, turn: Turn, values: Mapping[str, str]) -> None:
    """For a facilitator, or who runs the lab. To anybody else, the open question."""
    if turn.person["role"] not in GUIDES:
        await again(connection, turn, values)
        return
    there = await polls_of(connection, turn.person["lab_id"] or 0)
    turn.instead = "polls_list" if any(poll.state != CLOSED for poll in there) else "no_polls"
    turn.begins = {ABOUT: kept(Answer(text=TODAY))}


async def act(connection: AsyncConnection, turn: Turn, values: Mapping[str, str]) -> None:
    """She opens or closes a poll of her own lab."""
    poll, lab = await poll_of(connection, id_of(values["poll"])), turn.lab
    if poll is None or lab is None or poll.lab_id != lab.id or turn.person["role"] not in GUIDES:
        turn.instead = "no_polls"
        return
    if values["act"] == "close":
        await close_poll(connection, poll.id, turn.now)
        turn.outgoing.append(turn.voice().outbound(Say(SHUT)))
        return
    languages = turn.catalogues.languages
    names = {code: language.autonym for code, language in languages.items()}
    texts, language = turn.catalogues, turn.person["language"]
    faults = await open_poll(connection, lab, poll.id, turn.now, names, language)
    for fault in faults:
        said = fault.in_words(lambda text, known: texts.render(language, text, known))
        turn.outgoing.append(Outbound(said, language))
    if not faults:
        count = str(len(await audience(connection, poll)))
        turn.outgoing.append(turn.voice().outbound(Say(OPENED, {"count": count})))
