"""What a live screen shows of a poll in one language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.poll_chart import Chart, charts
from bot.poll_told import shown_of
from bot.poll_words import words_in
from flows.model import Option, Value
from flows.registry import all_techniques
from flows.techniques.model import WORDS, Technique
from flows.techniques.telling import ANSWERED, ANSWERED_OF, Render, Shown, label_of, ways_shown
from lab.disclosure import K
from lab.poll_results import people_in
from lab.polls import CLOSED, OPEN, Poll
from locales import N_
from locales.catalogue import Catalogues, MissingText
from store.audience import how_many_asked
from store.ballots import how_many

WAITING = N_("Waiting for the first answers")
JOIN = N_("Take part with your phone")
ROUND = N_("Round {number}")
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class View:
    """`answered` is "" before five people have. A sentence of ours that is missing in this language is "".

    `choices`: icon and words of each, while there is nothing else to show.
    """

    question: str
    open: bool
    waiting: str
    answered: str
    round: str
    join: str
    choices: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...]
    direction: str


async def view_of(connection: AsyncConnection, catalogues: Catalogues, poll: Poll, language: str) -> View:
    technique = all_techniques()[poll.technique]
    people = await how_many(connection, poll.id, poll.round) if poll.state == OPEN else people_in(poll)
    enough = people >= K
    asked = await how_many_asked(connection, poll) if poll.state == OPEN and enough else 0

    def render(text: str, values: Mapping[str, Value]) -> str:
        return _or_nothing(catalogues, language, text, values)

    words = words_in(catalogues, poll, technique, language)
    drawn = tuple(charts(await _published(connection, catalogues, poll, language), render))
    return View(
        words.values["question"],
        poll.state == OPEN,
        "" if enough or poll.state == CLOSED else render(WAITING, {}) or "…",
        _answered(render, people, asked) if enough else "",
        render(ROUND, {"number": str(poll.round)}) if technique.rounds > 1 and poll.state == OPEN else "",
        render(JOIN, {}) if poll.state == OPEN else "",
        tuple(_choices(technique, words.options, render)) if poll.state == OPEN and not drawn else (),
        drawn,
        catalogues.direction(language),
    )


def _answered(render: Render, people: int, asked: int) -> str:
    """Beside how many are `asked` (0: nobody knows now), unless the few that are left would be looked at."""
    if asked == people or asked >= people + K:
        return render(ANSWERED_OF, {"count": str(people), "all": str(asked)}) or str(people)
    return render(ANSWERED, {"people": str(people)}) or str(people)


def _choices(technique: Technique, own: Sequence[Option], render: Render) -> Iterator[tuple[str, str]]:
    """What can be answered, where it is one question. Steps that are only numbers say nothing on a wall."""
    asked = [part for part in technique.parts if part.kind != WORDS]
    for option in (asked[0].options or own) if len(asked) == 1 else ():
        if not option.literal or not asked[0].options:
            yield option.icon, label_of(option, render)


async def _published(connection: AsyncConnection, catalogues: Catalogues, poll: Poll, language: str) -> list[Shown]:
    """While it is open, the round before; words only after it has closed, when they have lost their order."""
    if poll.state == OPEN and not people_in(poll):
        return []
    shown = await shown_of(connection, catalogues, poll, language)
    if poll.state == CLOSED:
        return [replace(one, words=one.words[:MOST_WORDS]) for one in shown]
    return [replace(one, words=()) for one in shown if one.rows]


def languages_of(catalogues: Catalogues, poll: Poll, wanted: Iterable[str]) -> list[str]:
    """Those in which all of a poll and of its result can be said: the wanted ones first."""
    technique = all_techniques().get(poll.technique)
    order = dict.fromkeys([*wanted, *poll.words, *catalogues.languages])
    return [code for code in order if technique and _is_whole(catalogues, poll, technique, code)]


def _is_whole(catalogues: Catalogues, poll: Poll, technique: Technique, language: str) -> bool:
    if language not in catalogues.languages:
        return False
    ways = [way for part in technique.parts for way in ways_shown(part, ())]
    labels = [option.label for way in ways for option in way if not option.literal]
    headings = [part.heading for part in technique.parts if part.heading]
    said = all(_or_nothing(catalogues, language, text, {}) for text in (*labels, *headings))
    return said and words_in(catalogues, poll, technique, language).complete


def _or_nothing(catalogues: Catalogues, language: str, text: str, values: Mapping[str, Value]) -> str:
    try:
        return catalogues.render(language, text, values)
    except MissingText:
        return ""
