"""A test driver for conversations: a few lines say what a person does and what she should see."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from flows.conversation import Conversation
from flows.danger import Dangers
from flows.danger import load as load_dangers
from flows.effects import Danger
from flows.matching import token
from flows.meeting import beginning
from flows.model import (
    Become,
    Consent,
    Effect,
    Flow,
    Forget,
    Option,
    Record,
    Replied,
    Say,
    Scene,
    SetLanguage,
    Started,
    State,
    Task,
    Value,
)
from flows.registry import all_flows
from flows.words import Words, load
from locales.catalogue import Catalogues
from locales.catalogue import load as load_catalogues

ABOUT_WHAT: Mapping[str, Mapping[str, Value]] = {
    "meeting:1": {
        "when": datetime(2026, 6, 4, 18, 0, tzinfo=UTC),
        "place": "De Krook, Gent",
        "decided": "…",
        "ahead": "yes",
    },
    "talk:1": {"talk": datetime(2026, 5, 20, 11, 0, tzinfo=UTC), "talk_place": "De Krook"},
}
"""What questions may be about."""


@cache
def words() -> Words:
    return load()


@cache
def dangers() -> Dangers:
    return load_dangers()


@cache
def catalogues() -> Catalogues:
    return load_catalogues()


def languages() -> tuple[Option, ...]:
    return tuple(
        Option(code, language.autonym, literal=True, lang=code) for code, language in catalogues().languages.items()
    )


@dataclass
class Talk:
    """One person in conversation with the pure core. What it says is kept in `said`, what it does in `done`."""

    flows: Mapping[str, Flow] = field(default_factory=all_flows)
    scene: Scene = field(default_factory=lambda: Scene(texts=catalogues()))
    state: State = field(default_factory=State)
    said: list[Say] = field(default_factory=list)
    done: list[Effect] = field(default_factory=list)

    def __post_init__(self) -> None:
        values = {"lab": "Samen Sterk", "answer_by": "Friday", "name": "Amina", "people": "24"}
        values["help_numbers"] = self.scene.help_numbers
        lists = {"languages": languages(), **self.scene.lists}
        self.scene = replace(self.scene, lists=lists, values=values, about=ABOUT_WHAT)

    def hello(self) -> "Talk":
        return self._turn(Started())

    def says(self, text: str, media: str = "") -> "Talk":
        return self._turn(Replied(text, media=media))

    def taps(self, *options: str) -> "Talk":
        """The buttons of the question that is open."""
        return self.taps_old(self.state.frames[-1].number, *options)

    def taps_old(self, number: int, *options: str) -> "Talk":
        return self._turn(Replied(taps=tuple(token(number, option) for option in options)))

    def after_an_hour(self) -> "Talk":
        self.scene = replace(self.scene, lately_thanked=False)
        return self.after_some_minutes()

    def after_some_minutes(self) -> "Talk":
        self.scene = replace(self.scene, lately_told=False)
        return self

    def is_written_to(self, *flows: str, about: str = "meeting:1", needs_known: bool = False) -> "Talk":
        """We write first: the most urgent of `flows` is asked now."""
        openings = [(flow, beginning(about, needs_known=needs_known)) for flow in flows]
        self.state, effects = Conversation(self.flows, words()).contact(self.state, openings, self.scene)
        for effect in effects:
            self._take(effect)
        return self

    @property
    def last(self) -> Say:
        return self.said[-1]

    @property
    def texts(self) -> list[str]:
        return [say.text for say in self.said]

    @property
    def options(self) -> list[str]:
        """Ids of the options under the last message."""
        return [option.id for option in self.last.question.options] if self.last.question else []

    def facts(self) -> dict[str, Any]:
        return {effect.name: effect.value for effect in self.done if isinstance(effect, Record)}

    def tasks(self) -> list[Task]:
        return [effect for effect in self.done if isinstance(effect, Task)]

    def _turn(self, event: Started | Replied) -> "Talk":
        conversation = Conversation(self.flows, words(), dangers=dangers())
        self.state, effects = conversation.respond(self.state, event, self.scene)
        for effect in effects:
            self._take(effect)
        return self

    def _take(self, effect: Effect) -> None:
        """What the service does with an effect, as far as the next turn can see it."""
        match effect:
            case Say():
                self.said.append(effect)
                self.scene = replace(self.scene, lately_told=True)
                return
            case Danger():
                self.scene = replace(self.scene, lately_thanked=True)
            case SetLanguage(language):
                self.scene = replace(self.scene, language=language)
            case Become(state):
                self.scene = replace(self.scene, standing=state)
            case Consent(kind="participation", given=given):
                self.scene = replace(self.scene, joined=given)
            case Forget():
                self.scene = replace(self.scene, language="", standing="new", joined=False)
            case Task(kind="message"):
                self.scene = replace(self.scene, lately_thanked=True)
        self.done.append(effect)


def newcomer(**scene: Any) -> Talk:
    return Talk(scene=Scene(texts=catalogues(), **scene))


def member(language: str = "en", **scene: Any) -> Talk:
    """Somebody who signed up long ago."""
    return newcomer(language=language, joined=True, standing="active", **scene)
