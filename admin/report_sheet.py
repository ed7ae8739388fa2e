"""Puts the page for councillors together, in one language of the city, from what is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from babel import Locale
from babel.dates import format_date
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from admin.dates import SPOKEN
from admin.group_names import USUAL
from admin.language import say
from admin.task_kinds import FOUND
from admin.visit import Visit
from admin.voices_tables import OTHERS
from lab import report
from lab.disclosure import K
from lab.pilots import STATES as PILOT_STATES
from lab.pilots import Pilot
from lab.recommendations import STATES as RECOMMENDATION_STATES
from lab.recommendations import Recommendation
from lab.report import Section, Sheet, Words
from lab.voices import composition, small_together, together_in
from locales.catalogue import isolated, listed
from store import report as stored
from store import voices as counted
from store.groups import Group, groups_in
from store.labs import Lab
from store.pilots import pilots_of
from store.recommendations import recommendations_of
from store.voices import GROUP, LANGUAGE


@dataclass(frozen=True, slots=True)
class Facts:
    """All there is to tell, before it is put into a language."""

    words: Words
    people: Mapping[str, Mapping[str, int]]
    groups: Mapping[str, Group]
    came: int
    held: Sequence[Row[Any]]
    pilots: Sequence[Pilot]
    recommendations: Sequence[Recommendation]
    changed: Mapping[int, datetime]


async def facts_of(visit: Visit, connection: AsyncConnection, lab: Lab) -> Facts:
    pilots = [one for one in await pilots_of(connection, lab.id) if one.state in report.TRIED]
    asked_for = [one for one in await recommendations_of(connection, lab.id) if one.state in report.RECOMMENDED]
    return Facts(
        await stored.words_of(connection, lab.id),
        await counted.composition(connection, lab.id),
        {one.key: one for one in await groups_in(connection, lab.id)},
        await stored.took_part(connection, lab.id),
        await stored.held(connection, lab.id, visit.now),
        pilots,
        asked_for,
        await stored.changed_at(connection, lab.id),
    )


class Telling:
    """The facts in one language. What has no words in it is left out, and `missing` says so."""

    def __init__(self, visit: Visit, lab: Lab, facts: Facts, language: str) -> None:
        self.catalogues = visit.desk.catalogues
        self.lab, self.facts, self.language = lab, facts, language
        self.rtl = self.catalogues.direction(language) == "rtl"
        self.today = visit.dates(lab.timezone).today
        self.dates = visit.dates(lab.timezone)

    def say(self, text: str, **values: str | date) -> str:
        return say(self.catalogues, self.language, text, values)

    @cached_property
    def sheet(self) -> Sheet:
        words = self.facts.words
        sections = [
            Section(self.say(report.ASKED), words.asked.get(self.language, "")),
            self._who(),
            Section(self.say(report.TRIED_HEADING), "", self._pilots()),
            Section(self.say(report.RECOMMENDED_HEADING), "", self._recommendations()),
            Section(self.say(report.WANTED), words.wanted.get(self.language, "")),
        ]
        return Sheet(
            self.language,
            self.rtl,
            isolated(self.lab.name, rtl=self.rtl),
            self.say(report.FOR_COUNCIL, city=self.lab.city),
            [one for one in sections if one.words or one.lines],
            [
                self.say(report.NOBODY_NAMED, lab=self.lab.name),
                self.say(report.MADE_ON, day=self._date(self.today)),
            ],
        )

    def _who(self) -> Section:
        groups, languages = self._groups(), self._languages()
        lines = [(name, self._of_everybody(number)) for name, number in groups]
        lines += [(self._listed_languages(languages), "")] if languages else []
        return Section(
            self.say(report.WHO), "\n".join(self._sentences(hidden=len(groups) < len(self._group_people))), lines
        )

    def _sentences(self, *, hidden: bool) -> Iterable[str]:
        meetings = str(len(self.facts.held))
        if self.facts.came >= K:
            yield self.say(report.TOOK_PART, count=str(self.facts.came), meetings=meetings)
        elif self.facts.held:
            yield self.say(report.HELD, meetings=meetings)
        if self.facts.held:
            first, last = (self._day(self.facts.held[place].starts) for place in (0, -1))
            yield self.say(report.FROM_TO, first=first, last=last)
        if hidden:
            yield self.say(report.SMALL)

    def _day(self, wall_time: str) -> str:
        return self._date(datetime.fromisoformat(wall_time).date())

    def _date(self, day: date) -> str:
        """With its weekday and its year: paper is kept."""
        return format_date(day, "full", locale=SPOKEN.get(self.language, self.language))

    @property
    def _group_people(self) -> Mapping[str, int]:
        return {key: number for key, number in self.facts.people[GROUP].items() if key and number}

    def _groups(self) -> list[tuple[str, int]]:
        people = self.facts.people[GROUP]
        shown = composition(together_in(people, small_together(people, OTHERS)))
        named = ((self._group(key), shown.get(key)) for key in self.facts.groups)
        return [(name, number) for name, number in named if number is not None]

    def _of_everybody(self, number: int) -> str:
        """Who takes part now counts once: each has one language, or none yet."""
        return self.say(FOUND, found=str(number), all=str(sum(self.facts.people[LANGUAGE].values())))

    def _group(self, key: str) -> str:
        """A usual group has a name in every language of the page; what the team calls it itself has one only."""
        known = USUAL.get(key)
        return self.say(known) if known else isolated(self.facts.groups[key].said_in(self.language), rtl=self.rtl)

    def _languages(self) -> list[tuple[str, int]]:
        people = together_in(self.facts.people[LANGUAGE], small_together(self.facts.people[LANGUAGE], OTHERS))
        return [
            (code, number)
            for code, number in composition(people).items()
            if code not in ("", OTHERS) and number is not None
        ]

    def _listed_languages(self, languages: Sequence[tuple[str, int]]) -> str:
        ordered = sorted(languages, key=lambda one: -one[1])
        told = [self.say(report.COUNTED, name=self._named(code), count=str(many)) for code, many in ordered]
        return listed(self.language, told)

    def _named(self, code: str) -> str:
        known = self.catalogues.languages
        here = Locale.parse(self.language).languages.get(code.partition("_")[0])
        return str(here) if here else known[code].autonym if code in known else code

    def _pilots(self) -> list[tuple[str, str]]:
        told = [one for one in self.facts.pilots if one.name.get(self.language)]
        return [(self._pilot(one), self.say(PILOT_STATES[one.state])) for one in told[: report.MOST_LINES]]

    def _pilot(self, one: Pilot) -> str:
        goal = one.goal.get(self.language, "")
        return f"{one.name[self.language]}: {goal}" if goal else one.name[self.language]

    def _recommendations(self) -> list[tuple[str, str]]:
        told = [one for one in self.facts.recommendations if one.words.get(self.language)]
        return [(one.words[self.language], self._state(one)) for one in told[: report.MOST_LINES]]

    def _state(self, one: Recommendation) -> str:
        state, since = self.say(RECOMMENDATION_STATES[one.state]), self.facts.changed.get(one.id)
        return listed(self.language, [state, self._date(self.dates.local_day(since))]) if since else state

    @property
    def missing(self) -> list[str]:
        """Headings under which something is left out in this language, as the page calls them."""
        words, language = self.facts.words, self.language
        left_out = (
            (report.ASKED, not words.asked.get(language)),
            (report.TRIED_HEADING, any(not one.name.get(language) for one in self.facts.pilots)),
            (report.RECOMMENDED_HEADING, any(not one.words.get(language) for one in self.facts.recommendations)),
            (report.WANTED, not words.wanted.get(language)),
        )
        return [heading for heading, lacks in left_out if lacks]

    @property
    def is_too_much(self) -> bool:
        """Whether more was tried or recommended than stands on the page."""
        return max(len(self.facts.pilots), len(self.facts.recommendations)) > report.MOST_LINES
