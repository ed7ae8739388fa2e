"""The funder's table: one line for each number, with what it counts and what it is a part of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.meeting_words import kind_of_contact
from admin.pages.voices import divisions_of, outreach_of
from admin.tongues import any_of
from admin.visit import Visit
from admin.voices_tables import WAYS, Bar, promise_bars
from lab.phases import NAMES as PHASE_NAMES
from lab.pilots import STATES as PILOT_STATES
from lab.recommendations import STATES as RECOMMENDATION_STATES
from lab.spreadsheet import Row, Value
from locales import N_
from store import report as stored
from store import voices as counted
from store.labs import Lab
from store.pilots import pilots_of
from store.recommendations import recommendations_of

HEADINGS = (N_("Part"), N_("Divided by"), N_("What"), N_("Number"), N_("Of"))
HIDDEN = N_("not shown: fewer than five people")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines below one name. `by`: what they are divided by."""

    name: str
    by: str
    bars: Iterable[Bar]


async def funder_table(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Row]:
    """With its headings, in the reader's language."""
    parts = [
        *await _voices(visit, connection, lab),
        *await _meetings(visit, connection, lab),
        *await _outreach(visit, connection, lab),
        *await _work(visit, connection, lab),
    ]
    return [[visit.say(text) for text in HEADINGS], *(line for part in parts for line in _lines(visit, part))]


def _lines(visit: Visit, part: Part) -> Iterator[Row]:
    for what, number, whole, note in part.bars:
        value: Value = visit.say(HIDDEN) if number is None and not note else number
        yield [visit.say(part.name), visit.say(part.by) if part.by else "", what, note or value, whole]


async def _voices(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Part]:
    divisions = (await divisions_of(visit, connection, lab)).values()
    answered = await counted.response(connection, lab.id)
    came = await counted.attendance(connection, lab.id, visit.now)
    return [
        *(Part(N_("Who takes part"), WAYS[one.way], one.who()) for one in divisions if one.people),
        *(Part(N_("Who answers"), WAYS[one.way], one.bars(answered[one.way])) for one in divisions),
        *(Part(N_("Who comes"), WAYS[one.way], one.bars(came[one.way])) for one in divisions),
    ]


async def _meetings(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Part]:
    """Each meeting on its day. How many came stands with the phases: beside these, a number for each meeting would
    tell those that are hidden."""
    held = await stored.held(connection, lab.id, visit.now)
    bars: list[Bar] = [(row.starts[:10], None, None, visit.say(PHASE_NAMES.get(row.phase, row.phase))) for row in held]
    return [Part(N_("Meetings"), "", bars)]


async def _outreach(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Part]:
    places, _ = await outreach_of(visit, connection, lab)
    steps = (("registered", N_("Written down")), ("confirmed", N_("Said yes")), ("came", N_("Came to a meeting")))
    bars = [
        (f"{one.key} · {visit.say(word)}", getattr(one, field), None, "") for one in places for field, word in steps
    ]
    return [Part(N_("Which outreach works"), N_("Place"), bars)]


async def _work(visit: Visit, connection: AsyncConnection, lab: Lab) -> list[Part]:
    pilots = [
        (any_of(visit, one.name, lab), None, None, visit.say(PILOT_STATES[one.state]))
        for one in await pilots_of(connection, lab.id)
    ]
    asked_for = [
        (any_of(visit, one.words, lab), None, None, visit.say(RECOMMENDATION_STATES[one.state]))
        for one in await recommendations_of(connection, lab.id)
    ]
    sent = await stored.contacts_sent(connection, lab.id)
    return [
        Part(
            N_("Questions and promises"), "", promise_bars(visit, await counted.promises(connection, lab.id, visit.now))
        ),
        Part(N_("Pilots"), "", pilots),
        Part(N_("Recommendations"), "", asked_for),
        Part(
            N_("Messages by the program"),
            "",
            [(kind_of_contact(visit, kind), number, None, "") for kind, number in sent.items()],
        ),
    ]
