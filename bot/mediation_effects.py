"""What a mediator says: her languages lead to a text, a text to words, and words to the yes of somebody else."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.turn import Turn, id_of
from flows.effects import Approve, Open, Translate
from flows.model import ABOUT, Answer, kept
from lab.mediation import GIVEN, WAITING, Mediator, Text, next_for
from store import contacts, mediation
from store.mediators import MEDIATOR, speaks
from store.passing import forget_handed_to


async def open_translation(connection: AsyncConnection, turn: Turn, _: Open) -> None:
    """The next text for her, at once: she asked for it."""
    person = turn.person
    known = speaks(person["language"], person["facts"])
    if person["role"] != MEDIATOR:
        turn.instead = "no_mediator"
    elif not known:
        turn.instead = "speaks"
    else:
        texts = await mediation.open_texts(connection, person["lab_id"] or 0)
        found = next_for(Mediator(turn.visitor.person_id, known), texts)
        if found is None or not await mediation.give_to(connection, found, turn.visitor.person_id, turn.now):
            turn.instead = "no_translation"
        else:
            await contacts.drop(
                connection, turn.now, "superseded", person_id=turn.visitor.person_id, kinds=("translation",)
            )
            _begin(turn, flow_of(found), found)


def flow_of(text: Text) -> str:
    return "translation" if text.state == WAITING else "translation_check"


def _begin(turn: Turn, flow: str, text: Text) -> None:
    turn.instead, turn.begins = flow, {ABOUT: kept(Answer(text=text.reference))}


async def _translate(connection: AsyncConnection, turn: Turn, said: Translate) -> None:
    who = turn.visitor.person_id
    text = (await mediation.texts_by_id(connection, [id_of(said.translation)])).get(id_of(said.translation))
    if said.unsure:
        if text and text.state == GIVEN and text.mediator_id == who:
            await mediation.doubt(connection, text)
    elif text is None or not text.is_with(who):
        turn.instead = "translation_over"
    elif said.skip:
        await mediation.pass_over(connection, text, who)
        await forget_handed_to(connection, who)
    elif said.words.strip():
        await mediation.keep_words(connection, text, said.words.strip(), turn.now)
        await forget_handed_to(connection, who)
    else:
        _begin(turn, "translation_written", text)


async def _approve(connection: AsyncConnection, turn: Turn, said: Approve) -> None:
    text = (await mediation.texts_by_id(connection, [id_of(said.translation)])).get(id_of(said.translation))
    if text is None or text.state != GIVEN or not text.is_with(turn.visitor.person_id):
        turn.instead = "translation_over"
    elif said.right:
        await mediation.approve(connection, text, text.words, turn.now)
    else:
        await mediation.refuse(connection, text)
    await forget_handed_to(connection, turn.visitor.person_id)


OPEN = {"translation": open_translation}
"""What an effect `Open` may ask for here."""
Perform = Callable[[AsyncConnection, Turn, Any], Awaitable[None]]
PERFORM: Mapping[type, Perform] = cast(Mapping[type, Perform], {Translate: _translate, Approve: _approve})
