"""The result of a poll in one language, from what was published and from words that a human passed."""

from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Outbound
from bot.poll_words import words_in
from flows.registry import all_techniques
from flows.techniques import telling
from flows.techniques.model import Published, Technique
from flows.techniques.telling import Shown
from lab.poll_results import people_in, shift_of, tables_of
from lab.polls import Poll
from locales import N_
from locales.catalogue import Catalogues
from store.ballots import words_of
from store.handing import shown_to

RESULT = N_("Thank you for your answer. This is what the group says:")


async def result_in(connection: AsyncConnection, catalogues: Catalogues, poll: Poll, language: str) -> Outbound:
    """One message for those who took part."""
    technique = all_techniques()[poll.technique]
    render = partial(catalogues.render, language)
    question = words_in(catalogues, poll, technique, language).values["question"]
    told = telling.message(await shown_of(connection, catalogues, poll, language), render)
    return Outbound("\n\n".join(filter(None, (render(RESULT), question, told))), language)


async def shown_of(connection: AsyncConnection, catalogues: Catalogues, poll: Poll, language: str) -> tuple[Shown, ...]:
    """For the message and for the screen. Nothing at all of fewer than five people, words neither."""
    technique = all_techniques()[poll.technique]
    if not people_in(poll):
        return (Shown("", notes=(telling.TOO_FEW,)),)
    passed = [one for one in await words_of(connection, poll.id, passed_only=True) if one.text]
    # Hers first: a message shows few. Then by ids that closing has drawn anew, so that no script comes before another.
    passed.sort(key=lambda one: (one.language != language, one.id))
    in_her_words = await shown_to(connection, passed, language)
    words = {part.name: [in_her_words[one.id] for one in passed if one.part == part.name] for part in technique.parts}
    hers = words_in(catalogues, poll, technique, language)
    ends = (hers.values["low"], hers.values["high"]) if "low" in hers.values else None
    return telling.result_of(technique, _rounds(technique, poll), hers.options, words, shift_of(poll), ends)


def standing_in(catalogues: Catalogues, poll: Poll, technique: Technique, language: str) -> str:
    """How the group stood when the round before ended, one option a line; "" where nothing was told."""
    parts = [part for part in technique.parts if part.both_rounds]
    rounds = _rounds(technique, poll)
    if not parts or not rounds:
        return ""
    own = words_in(catalogues, poll, technique, language).options
    shown = [telling.shown(part, rounds[-1][part.name], own) for part in parts if part.name in rounds[-1]]
    return telling.message(shown, partial(catalogues.render, language))


def _rounds(technique: Technique, poll: Poll) -> Sequence[Mapping[str, Published]]:
    found: list[dict[str, Published]] = [{} for _ in poll.results]
    for part in technique.parts:
        for tables, table in zip(found, tables_of(poll, part.name), strict=False):
            tables[part.name] = table
    return found
