"""One inbound message on its way through the core: what the flow may know, and what comes out."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.lab_texts import LabTexts
from bot.messages import Inbound, Outbound
from bot.rendering import Voice
from flows.folding import fold
from flows.model import ABOUT, Answers, Option, Scene, State, Value, answer_of
from flows.own_words import OF_KIND
from lab import own_words
from lab.meetings import PLANNED, Meeting
from lab.people import REGISTERED
from lab.places import told_of
from lab.promises import answer_by
from lab.wall_time import zone_of
from locales import N_
from locales.catalogue import Catalogues
from store.intake import Visitor
from store.labs import Lab, joinable
from store.meetings import Talk

NAMELESS = "🙂"
"""For somebody who told her name in a voice note: a text with a hole in it reads badly in every language."""
THANKED_FOR = timedelta(hours=1)
TOLD_FOR = timedelta(minutes=5)
"""So long nobody thinks that we are not there."""
CALL_LABEL = N_("Please call me")
MOST_TALKS = 8
"""So many fit on the narrowest channel, beside the call."""
NOWHERE = State()
USUALLY: dict[str, dict[str, Any]] = {"task": {"sort": "", "language": "", "broadcast_id": None, "done_at": None}}
"""What rows say that do not name it: rows of one table are written together, and hold the same columns."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for every turn of a batch. `own_texts`: of labs that say something in their own words.
    `only_lab`: where there is no other to join."""

    catalogues: Catalogues
    labs: Mapping[int, Lab]
    now: datetime
    spoken: frozenset[tuple[str, str]] = frozenset()
    meetings: Mapping[int, Meeting] = field(default_factory=dict)
    talks: tuple[Talk, ...] = ()
    own_texts: Mapping[int, LabTexts] = field(default_factory=dict)
    _likely: dict[tuple[str, int], tuple[Option, ...]] = field(default_factory=dict)
    _own: dict[int, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    _open: tuple[Lab, ...] = field(init=False)
    only_lab: Lab | None = field(init=False)

    def __post_init__(self) -> None:
        found = joinable(self.labs.values())
        object.__setattr__(self, "_open", found)
        object.__setattr__(self, "only_lab", found[0] if len(found) == 1 else None)

    def likely(self, locales: str, lab: Lab | None) -> tuple[Option, ...]:
        """Languages in the order in which somebody may speak them: her phone's, the lab's, all others.

        Worked out once for all of a batch who share phone language and lab.
        """
        key = (locales, lab.id if lab else 0)
        if key not in self._likely:
            known = self.catalogues.languages
            hint = self.catalogues.match(locales.split(","))
            order = dict.fromkeys((hint, *(lab.languages if lab else ()), *known))
            options = (Option(code, known[code].autonym, literal=True, lang=code) for code in order if code in known)
            self._likely[key] = tuple(options)
        return self._likely[key]

    def own_words(self, lab: Lab | None) -> Mapping[str, Mapping[str, str]]:
        """What its team says instead of our first words, by flow and language. Checked when first asked for."""
        if lab is None:
            return {}
        if lab.id not in self._own:
            named = [(flow, one) for one in lab.plan if one.texts for flow in OF_KIND.get(one.kind, (one.kind,))]
            self._own[lab.id] = {flow: own_words.sound(one.kind, one.texts) for flow, one in named}
        return self._own[lab.id]

    def texts_of(self, lab_id: int | None) -> LabTexts:
        return self.own_texts.get(lab_id or 0) or LabTexts(self.catalogues)

    def next_meeting(self, lab_id: int) -> Meeting | None:
        """The nearest of that lab that has not begun."""
        ahead = [m for m in self.meetings.values() if m.lab_id == lab_id and m.state == PLANNED]
        return min((m for m in ahead if m.starts_at > self.now), key=lambda m: (m.starts_at, m.id), default=None)

    def open_labs(self) -> tuple[Lab, ...]:
        return self._open

    def is_keyword(self, text: str) -> bool:
        """Whether it is the word with which people join one of the labs."""
        keywords = [lab.keyword for lab in self.labs.values() if lab.keyword]
        return bool(keywords) and fold(text) in map(fold, keywords)

    def takes_in(self, lab_id: int) -> bool:
        """By whatever way: nobody real comes among made-up people where there is a lab for her."""
        found = self.labs.get(lab_id)
        return found is None or not found.made_up or found in self.open_labs()


@dataclass(frozen=True, slots=True)
class About:
    """What a person may read of something that her conversation is about (bot/abouts): `values` fill placeholders,
    `lists` are options by the name that a question gives them. A contact about it begins `flow` with `begins`;
    `needless` is the code of the reason why it does not, `sayable` whether there are words in her language. `over`:
    what was asked about it is so long ago that words are no answer to it any more. `closed`: it is not asked again.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    flow: str = ""
    begins: Answers = field(default_factory=dict)
    needless: str = ""
    sayable: bool = True
    over: bool = False
    closed: bool = False


@dataclass(slots=True)
class Turn:
    """`rows` collects what is to be inserted, by table name; `outgoing` what is to be said, in order.

    `instead`: a flow that takes the place of what was going on, because an effect could not take place (no seat, a
    slot in `gone`), and `begins` the answers that it begins with. `unkept`: her words are kept nowhere, only that
    there were some. `abouts`: what her conversation is about, by reference ("poll:12"). `enclosed`: the `media` row of
    a file that comes with what is said next. `asked`: several use this phone, and nobody knows yet who wrote this.
    `settled`: it said just that, or that she is at the door, and nothing more is to be played. `released`: what waited
    for her goes out with it.
    """

    inbound: Inbound
    visitor: Visitor
    around: Surroundings
    outgoing: list[Outbound] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    forgotten: bool = False
    instead: str = ""
    begins: Answers = field(default_factory=dict)
    abouts: dict[str, About] = field(default_factory=dict)
    unkept: bool = False
    enclosed: int | None = None
    gone: set[int] = field(default_factory=set)
    asked: bool = False
    settled: bool = False
    released: bool = False

    @property
    def person(self) -> dict[str, Any]:
        return self.visitor.person

    @property
    def now(self) -> datetime:
        return self.around.now

    @property
    def lab(self) -> Lab | None:
        return self.around.labs.get(self.person["lab_id"] or 0)

    @property
    def nearest_lab(self) -> Lab | None:
        """Hers, or the one that she is about to join because there is no other."""
        return self.lab or self.around.only_lab

    @property
    def texts(self) -> LabTexts:
        lab = self.nearest_lab if self.around.own_texts else None
        return self.around.texts_of(lab.id if lab else None)

    @property
    def catalogues(self) -> Catalogues:
        """As Brug speaks in her lab."""
        return self.texts.catalogues

    @property
    def answer_by(self) -> date:
        """Until when she may expect an answer to what she writes now."""
        lab = self.nearest_lab
        today = self.now.astimezone(zone_of(lab.timezone) if lab else UTC).date()
        return answer_by(today, lab.policy.answer_days) if lab else answer_by(today)

    def add(self, table: str, **values: Any) -> None:
        self.rows.setdefault(table, []).append(USUALLY.get(table, {}) | values)

    def likely(self) -> tuple[str, ...]:
        return tuple(option.id for option in self._languages())

    def voice(self) -> Voice:
        language, texts = self.person["language"], self.texts
        written = self.around.own_words(self.lab)
        own = frozenset(words[language] for words in written.values() if language in words)
        spoken = self.around.spoken | texts.recorded if texts.recorded else self.around.spoken
        return Voice(texts.catalogues, language, self.likely(), spoken, own, texts.changed)

    def scene(self, state: State = NOWHERE) -> Scene:
        """`state`: where she stands, for what her open questions are about."""
        person = self.person
        upcoming = self._upcoming()
        return Scene(
            texts=self.catalogues,
            language=person["language"],
            role=person["role"],
            standing=person["standing"],
            joined=person["confirmed_at"] is not None,
            lately_thanked=self._is_within(THANKED_FOR, person["handed_over_at"]),
            lately_told=self._is_within(TOLD_FOR, person["last_out_at"]),
            lists={"languages": self._languages(), "labs": self._labs(), "talks": self._talks()} | self._lists(),
            values=self.values(),
            known=known_of(person, self.around.catalogues.languages),
            about=self._about(state, upcoming),
            next_meeting=upcoming,
            needs_known="needs" in (person["facts"] or {}),
            own=self.around.own_words(self.lab),
            help_numbers=self._help_numbers(),
            with_human=bool(person["human_until"] and person["human_until"] > self.now),
        )

    def _is_within(self, time: timedelta, moment: datetime | None) -> bool:
        return moment is not None and self.now - moment < time

    def _about(self, state: State, *more: str) -> dict[str, Mapping[str, Value]]:
        names = {answer_of(frame.answers, ABOUT).text for frame in state.frames} | set(more)
        found = {name: self.around.meetings.get(id_of(name)) for name in names if name.startswith("meeting:")}
        known = {name: one.values for name, one in self.abouts.items()}
        return {name: self.meeting_values(meeting) for name, meeting in found.items() if meeting} | known

    def _lists(self) -> dict[str, tuple[Option, ...]]:
        return {f"{name}/{key}": options for name, one in self.abouts.items() for key, options in one.lists.items()}

    def meeting_values(self, meeting: Meeting, known: datetime | None = None) -> dict[str, Value]:
        """What texts say of it. `ahead`: whether it still takes place. `known`: the start that she knows, in UTC, where
        that is to be named."""
        place = ", ".join(filter(None, (meeting.place.name, meeting.place.address)))
        zone = zone_of(meeting.timezone)
        when = known.astimezone(zone) if known else meeting.starts.replace(tzinfo=zone)
        ahead = "yes" if meeting.state == PLANNED and meeting.starts_at > self.now else ""
        decided = meeting.decided.get(self.person["language"], "")
        places = told_of(self.lab.groups) if self.lab else {}
        return {"when": when, "place": place, "decided": decided, "ahead": ahead, **places}

    def _talks(self) -> tuple[Option, ...]:
        """Moments to choose from, and a call for whom none suits."""
        lab = self.lab
        if lab is None or not self.person["language"]:
            return ()
        zone, say = zone_of(lab.timezone), self.around.catalogues.value
        slots = [
            talk
            for talk in self.around.talks
            if talk.lab_id == lab.id and talk.starts_at > self.now and talk.id not in self.gone
        ]
        return (
            *(
                Option(str(talk.id), say(self.person["language"], talk.starts_at.astimezone(zone)), literal=True)
                for talk in slots[:MOST_TALKS]
            ),
            Option("call", CALL_LABEL, "📞"),
        )

    def _upcoming(self) -> str:
        found = self.around.next_meeting(self.person["lab_id"] or 0) if self.around.meetings else None
        return f"meeting:{found.id}" if found else ""

    def values(self) -> dict[str, Value]:
        lab = self.nearest_lab
        return {
            "lab": lab.name if lab else "Brug",
            "name": self.person["name"] or NAMELESS,
            "answer_by": self.answer_by,
            "people": str(lab.seats) if lab else "",
            "help_numbers": self._help_numbers(),
        }

    def _help_numbers(self) -> str:
        return self.lab.safety.help_numbers(self.person["language"]) if self.lab else ""

    def _languages(self) -> tuple[Option, ...]:
        return self.around.likely(self.visitor.caller.locales, self.nearest_lab)

    def _labs(self) -> tuple[Option, ...]:
        if self.person["lab_id"]:
            return ()
        return tuple(Option(str(lab.id), lab.name, literal=True) for lab in self.around.open_labs())


def id_of(reference: str) -> int:
    """The number in "meeting:12"; 0 where there is none."""
    number = reference.partition(":")[2]
    return int(number) if number.isdecimal() else 0


def known_of(person: Mapping[str, Any], languages: Container[str]) -> dict[str, Any]:
    """What she told a worker, who wrote it down: not asked again. Her language, as long as Brug speaks it."""
    if person["standing"] != REGISTERED:
        return {}
    known = {"name": {"text": person["name"] or ""}, "age": {"options": [person["age_band"] or ""]}}
    known["language"] = {"options": [person["language"] if person["language"] in languages else ""]}
    return {step: kept for step, kept in known.items() if answer_of(known, step).text or answer_of(known, step).option}
