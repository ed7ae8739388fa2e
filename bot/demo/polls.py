"""Two polls of the made-up lab: how people came to the first meeting, closed long ago, and dots for ideas, open now.

As everywhere, an answer has no person, and no word of one stands in a conversation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from hashlib import sha256

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo import poll_words
from bot.demo.conversation import KINDS, SECOND, Talking, Told
from bot.demo.history import Asked, Life, Touch
from bot.messages import Outbound
from bot.packing import pack
from bot.poll_rounds import close_poll
from bot.poll_told import result_in
from bot.poll_words import words_in
from bot.polls import open_poll
from flows.model import Value
from flows.registry import all_techniques
from flows.techniques.asking import THANKS
from lab.meetings import Meeting
from lab.polls import BETWEEN, CHECK_IN, LIFE, Choice, Poll
from lab.wall_time import moment_of, zone_of
from locales.catalogue import Catalogues
from store.ballots import ID_CHARACTERS, Given, cast_ballot, note_participation, pass_words, words_of
from store.contacts import MERGED, SENT
from store.labs import Lab
from store.polls import add_poll, poll_of, salt_of
from store.tables import answer

Results = Mapping[tuple[str, str], Outbound]
"""What was told of a poll, by its reference and a language."""

MADE_BEFORE = timedelta(days=3)
"""So long before its meeting a check-in is made and opened."""
OPEN_SINCE = 2
"""Days: the dots are open for so long."""
OPENED = time(10)
ANSWERING = timedelta(minutes=3)
"""So long it takes at most to answer one message with all that follows."""


async def add_polls(
    connection: AsyncConnection, lab: Lab, first: Meeting, staff_id: int, now: datetime
) -> tuple[Asked, Asked]:
    """As drafts."""
    came = Poll(0, lab.id, "mood_barometer", CHECK_IN, {}, meeting_id=first.id, staff_id=staff_id)
    choices = tuple(Choice(f"o{place}", words) for place, words in enumerate(poll_words.OPTIONS, start=1))
    zone = zone_of(lab.timezone)
    day = now.astimezone(zone).date() - timedelta(days=OPEN_SINCE)
    opens = moment_of(datetime.combine(day, OPENED), zone)
    until = opens + LIFE[BETWEEN]
    ideas = Poll(
        *(0, lab.id, "dot_voting", BETWEEN, poll_words.WHICH_IDEAS, choices, {"dots": 3}),
        closes_at=until,
        staff_id=staff_id,
    )
    made_at = first.starts_at - MADE_BEFORE
    closed = Asked(await add_poll(connection, came, made_at), made_at, first.ends_at)
    return closed, Asked(await add_poll(connection, ideas, opens), opens, until)


async def hold(
    connection: AsyncConnection, lab: Lab, polls: tuple[Asked, Asked], lives: Sequence[Life], people: Mapping[str, int]
) -> None:
    """Each is opened and answered; the first one is closed too. Its contacts are there already.

    At a meeting everybody who came answers: whom the gate did not let ask took the code from the screen.
    """
    came, ideas = polls
    await open_poll(connection, lab, came.poll.id, came.opens)
    there = [one for one in lives if any(touch.contact.kind == "poll_result" for touch in _touches(one, came))]
    faces = [{"face": (one,)} for one in poll_words.FACES]
    await _vote(connection, came, [people[life.figure.name] for life in there], faces)
    await _write(connection, came, {life.figure.language: people[life.figure.name] for life in there})
    await close_poll(connection, came.poll.id, came.closes)
    await _without_chance(connection, came.poll.id)
    await open_poll(connection, lab, ideas.poll.id, ideas.opens)
    replied = [people[one.figure.name] for one in lives if any(t.replied_at for t in _touches(one, ideas))]
    await _vote(connection, ideas, replied, [{"dot": given} for given in poll_words.DOTS])


def _touches(life: Life, asked: Asked) -> list[Touch]:
    return [one for one in life.touches if one.reference == asked.poll.reference]


async def _vote(
    connection: AsyncConnection,
    asked: Asked,
    people: Sequence[int],
    given: Sequence[Mapping[str, tuple[str, ...]]],
) -> None:
    salt, day = await salt_of(connection, asked.poll.id) or "", asked.opens.date()
    for who, parts in zip(people, given, strict=False):
        for part, options in parts.items():
            await cast_ballot(connection, salt, asked.poll.id, who, Given(part, 1, day, options=options))
        await note_participation(connection, asked.poll.id, who, 1)


async def _write(connection: AsyncConnection, asked: Asked, somebody: Mapping[str, int]) -> None:
    """Some wrote a word, and a human has passed it. `somebody`: one person of each language."""
    salt, day = await salt_of(connection, asked.poll.id) or "", asked.closes.date()
    for language, words in poll_words.IN_THEIR_WORDS.items():
        given = Given("more", 1, day, text=words, language=language)
        await cast_ballot(connection, salt, asked.poll.id, somebody[language], given)
    ids = [one.id for one in await words_of(connection, asked.poll.id)]
    await pass_words(connection, asked.poll.id, ids, passed=True)


async def _without_chance(connection: AsyncConnection, poll_id: int) -> None:
    """Closing gave new random ids, by which words are told in an order that says nothing. Nobody said these words, so
    their ids come from the words: the same day makes the same lab.
    """
    for one in await words_of(connection, poll_id):
        fixed = sha256(one.text.encode()).hexdigest()[:ID_CHARACTERS]
        await connection.execute(update(answer).where(answer.c.id == one.id).values(id=fixed))


async def results_of(
    connection: AsyncConnection, catalogues: Catalogues, poll_id: int, languages: Iterable[str]
) -> Results:
    poll = await poll_of(connection, poll_id)
    assert poll is not None
    return {
        (poll.reference, language): await result_in(connection, catalogues, poll, language)
        for language in sorted(set(languages))
    }


def say(talking: Talking, polls: Iterable[Asked], results: Results) -> None:
    """What Brug said to her about these polls. What she answered stands nowhere."""
    for asked in polls:
        for touch in _touches(talking.life, asked):
            if at := _said_at(talking.life, touch):
                _say(talking, asked.poll, touch, at, results)


def _said_at(life: Life, touch: Touch) -> datetime | None:
    """What was merged is said when she is done with what it was merged into."""
    if touch.state == SENT:
        return touch.decided_at
    with_it = (one for one in life.touches if one.state == SENT and one.decided_at == touch.decided_at)
    into = next(with_it, None) if touch.state == MERGED else None
    return into.replied_at + ANSWERING if into and into.replied_at else None


def _say(talking: Talking, poll: Poll, touch: Touch, at: datetime, results: Results) -> None:
    kind, language = KINDS[touch.contact.priority], talking.life.figure.language
    if touch.contact.kind == "poll_result":
        body = pack(results[poll.reference, language])
        talking.told.append(Told(at, own=False, body=body, kind=kind, contact=touch.contact.id))
        return
    step = all_techniques()[poll.technique].flow.steps[0]
    words = words_in(talking.catalogues, poll, all_techniques()[poll.technique], language)
    assert step.ask is not None
    question = replace(step.ask, options=step.ask.options or words.options)
    numbers = {key: str(value) for key, value in poll.settings.items() if isinstance(value, int)}
    more: dict[str, Value] = {**words.values, **numbers}
    talking.we(at, step.say[0], question, touch.about, kind=kind, contact=touch.contact.id, more=more)
    if touch.replied_at:
        talking.we(touch.replied_at + SECOND, THANKS)
