"""What the page of a poll shows: how it goes, what came of it, whose words wait, and who is not heard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from admin.clash import as_shown
from admin.group_names import group_name
from admin.meeting_words import said, title_of, when_of
from admin.polls_compared import options_compared
from admin.polls_form import typed_of
from admin.polls_groups import by_groups
from admin.polls_preview import Preview, preview_of
from admin.tongues import any_of
from admin.visit import Visit
from bot.poll_chart import Chart, charts
from bot.poll_rounds import rounds_of
from bot.poll_told import shown_of
from bot.polls import faults_to_open
from bot.screen_view import languages_of
from flows.registry import all_techniques
from flows.techniques.model import Technique
from flows.techniques.telling import ANSWERED_OF
from lab.disclosure import K
from lab.poll_results import people_in
from lab.polls import CLOSED, DRAFT, OPEN, Poll
from locales import N_
from store.audience import Unheard, how_many_asked, languages_asked, unheard
from store.ballots import Written, how_many, words_of
from store.groups import groups_in
from store.labs import Lab
from store.meetings import meeting_of
from store.own_chat import own_chat

STATES = {DRAFT: N_("Draft"), OPEN: N_("Live now"), CLOSED: N_("Closed")}
FEW_OF = N_("Fewer than 5 of {all} answered")
SILENT_SHOWN = 30
"""Names of one group and language on a page."""
NO_GROUP = N_("In no group")


@dataclass(frozen=True, slots=True)
class Heading:
    """Of words that wait: which part they answer."""

    heading: str
    words: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Silent:
    """People of one group and one language who have not answered: so `many`, and the first of them."""

    group: str
    language: str
    many: int
    people: tuple[tuple[int, str], ...]


def technique_of(poll: Poll) -> Technique | None:
    return all_techniques().get(poll.technique)


def name_of(visit: Visit, poll: Poll, lab: Lab) -> str:
    """Its question in words of the reader, or another language; else what it is called."""
    technique = technique_of(poll)
    ours = visit.say(technique.prompt or technique.name) if technique else poll.technique
    return any_of(visit, poll.words, lab) or ours


def reading(visit: Visit, poll: Poll, lab: Lab) -> str:
    """The language in which the reader sees options and words: her own, where the poll has it."""
    offered = languages_of(visit.desk.catalogues, poll, lab.languages)
    return visit.language if visit.language in offered or not offered else offered[0]


def names_of(visit: Visit) -> dict[str, str]:
    return {code: one.autonym for code, one in visit.desk.catalogues.languages.items()}


def counted_in_words(visit: Visit, answered: int, asked: int) -> str:
    """From five on: before that the number would say who."""
    text = ANSWERED_OF if answered >= K else FEW_OF
    return visit.say(text, count=str(answered), all=str(asked))


async def board(visit: Visit, connection: AsyncConnection, poll: Poll, lab: Lab) -> dict[str, Any]:
    """All that the template needs of this state of it."""
    technique = technique_of(poll)
    meeting = await meeting_of(connection, poll.meeting_id) if poll.meeting_id else None
    values: dict[str, Any] = {
        "technique": technique,
        "meeting": (meeting.id, title_of(visit, meeting, lab), when_of(visit, meeting)) if meeting else None,
        "rounds": rounds_of(poll, technique) if technique else 1,
    }
    if technique is None:
        return values
    if poll.state == DRAFT:
        return values | await _draft(visit, connection, poll, lab, technique)
    return values | await _under_way(visit, connection, poll, lab, technique)


async def _draft(
    visit: Visit, connection: AsyncConnection, poll: Poll, lab: Lab, technique: Technique
) -> dict[str, Any]:
    people = await languages_asked(connection, poll)
    faults = await faults_to_open(connection, lab, poll, visit.now, names_of(visit), visit.language)
    return {
        "faults": [said(visit, fault) for fault in faults],
        "people": sum(people.values()),
        "previews": _previews(visit, poll, technique, lab, people),
        "linked": await own_chat(connection, visit.member.id) is not None,
        "options": list(options_compared(visit, poll, lab).items()),
        "as_shown": as_shown(typed_of(poll, lab.timezone)),
        "options_shown": as_shown(options_compared(visit, poll, lab)),
    }


def _previews(visit: Visit, poll: Poll, technique: Technique, lab: Lab, people: Mapping[str, int]) -> list[Preview]:
    known = visit.desk.catalogues.languages
    codes = dict.fromkeys([*lab.languages, *people, *poll.words])
    return [preview_of(visit, poll, technique, code, people.get(code, 0)) for code in codes if code in known]


async def _under_way(
    visit: Visit, connection: AsyncConnection, poll: Poll, lab: Lab, technique: Technique
) -> dict[str, Any]:
    asked = await how_many_asked(connection, poll)
    answered = await how_many(connection, poll.id, poll.round) if poll.state == OPEN else people_in(poll)
    enough = poll.state == CLOSED or await how_many(connection, poll.id) >= K
    words = await words_of(connection, poll.id) if enough else []
    page = visit.page
    silent = await unheard(connection, poll, page, SILENT_SHOWN)
    if page > 1 and not silent:
        page, silent = 1, await unheard(connection, poll, 1, SILENT_SHOWN)
    named = await _group_names(visit, connection, lab)
    return {
        "counted": counted_in_words(visit, answered, max(asked, answered)),
        "charts": await charts_of(visit, connection, poll, lab),
        "grouped": by_groups(visit, poll, technique, reading(visit, poll, lab), named),
        "waiting": _by_part(technique, [one for one in words if one.passed is None]),
        "looked_at": [one for one in words if one.passed is not None and one.text],
        "silent": _silent(visit, named, silent),
        "page": page,
        "more_silent": any(one.many > page * SILENT_SHOWN for one in silent),
        "nothing_shown": as_shown({}),
        "takes_words": any(part.kind == "words" for part in technique.parts),
        "enough": enough,
    }


async def charts_of(visit: Visit, connection: AsyncConnection, poll: Poll, lab: Lab) -> list[Chart]:
    """What was published: nothing else is a result."""
    if poll.state == OPEN and not people_in(poll):
        return []
    shown = await shown_of(connection, visit.desk.catalogues, poll, reading(visit, poll, lab))
    return charts(shown, lambda text, values: visit.say(text, **values))


def _by_part(technique: Technique, words: Iterable[Written]) -> list[Heading]:
    found: dict[str, list[Written]] = {}
    for one in words:
        found.setdefault(one.part, []).append(one)
    named = {part.name: part.heading for part in technique.parts}
    return [Heading(named.get(part, ""), tuple(theirs)) for part, theirs in found.items()]


async def _group_names(visit: Visit, connection: AsyncConnection, lab: Lab) -> dict[str, str]:
    groups = await groups_in(connection, lab.id)
    names = {one.key: group_name(visit, one) for one in groups}
    return names | {"": visit.say(NO_GROUP)}


def _silent(visit: Visit, named: Mapping[str, str], found: Iterable[Unheard]) -> list[Silent]:
    languages = names_of(visit)
    return [
        Silent(named.get(one.group, one.group), languages.get(one.language, one.language), one.many, one.people)
        for one in found
    ]
