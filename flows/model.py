"""What a flow is made of, what happens to it, and what it asks the service to do. Values only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from flows.effects import MeetingEffect, VoiceEffect

END = ""
"""The target of a step after which the flow is over."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question. `id` is language-free; `label` is marked `N_`, or written as it is when `literal`.

    `span`: a typed number in it (an age) means this option, where it is not the number of an option.
    """

    id: str
    label: str
    icon: str = ""
    aliases: tuple[str, ...] = ()
    literal: bool = False
    lang: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person replied to a question: options she chose, or words, or a voice note or picture (`media` id)."""

    options: tuple[str, ...] = ()
    text: str = ""
    media: str = ""

    @property
    def option(self) -> str:
        return self.options[0] if self.options else ""


@dataclass(frozen=True, slots=True)
class Question:
    """What a step asks. `listed` names a list of options that the scene supplies (languages, labs; for a frame that
    is about something, the list of that: the options of a poll).

    `several`: any number of options, closed by "done". `words`: free text and voice notes are an answer;
    with `several` they are kept beside the options under `words_field`, thanked for with `noted`.
    `again` is the simpler second wording. `about` (name, dates, phone) tells which everyday words are answers here.
    `longest`: words that are longer than so many characters are asked for again (0: as long as she likes).
    `fleeting`: nobody has to answer. Words that do not fit are treated as if nothing had been asked; the question
    stays open for its buttons. `anonymous`: what she answers is given to the step's effects and kept nowhere.
    """

    options: tuple[Option, ...] = ()
    listed: str = ""
    several: bool = False
    words: bool = False
    words_field: str = ""
    skippable: bool = False
    again: str = ""
    noted: str = ""
    about: str = ""
    longest: int = 0
    fleeting: bool = False
    anonymous: bool = False


Answers = Mapping[str, Any]


Value = str | date
"""What fills a placeholder. A date, or a moment at the place, is written in words, in the language of the text."""

ABOUT = "about"
"""Among a frame's answers: what it is about ("meeting:12"), put there by whoever began it."""

EACH = "*"
"""As `Say.lang`: one line in each of the likely languages, for somebody who has not chosen yet."""


@dataclass(frozen=True, slots=True)
class Say:
    """Send `text`, rendered when the effect is applied, in her language or in `lang` (a text to show to another).

    `refresh` only changes the buttons of the message that she tapped. `sound` names the spoken version.
    `names_rights`: as its step says.
    """

    text: str
    values: Mapping[str, Value] = field(default_factory=dict)
    question: Question | None = None
    number: int = 0
    selected: tuple[str, ...] = ()
    lang: str = ""
    sound: str = ""
    refresh: bool = False
    names_rights: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Keep a fact of the person under `name`. A `value` of None forgets it. `adds`: to the list that is there."""

    name: str
    value: Any
    adds: bool = False


@dataclass(frozen=True, slots=True)
class SetLanguage:
    language: str


@dataclass(frozen=True, slots=True)
class Consent:
    """A line in the ledger: to what, yes or no, to which text, and how (tapped, read, heard, interpreter, said)."""

    kind: str
    given: bool
    text: str
    how: str


@dataclass(frozen=True, slots=True)
class Task:
    """Hand over to a human. `words` are the person's own, `promise` says that she was told a date of answer."""

    kind: str
    words: str = ""
    media: str = ""
    promise: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Say something that only the service can know: her data, a code to show, a date. `what` names it."""

    what: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Become:
    """The person's state changes: active, stopped, waiting_guardian..."""

    state: str


@dataclass(frozen=True, slots=True)
class Pause:
    days: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Erase everything about the person. With `count`, one anonymous tally line stays."""

    count: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """She belongs to this lab."""

    lab: str


@dataclass(frozen=True, slots=True)
class Register:
    """A worker entered somebody without a phone (`how` consent was given), or who will confirm herself (`how` "")."""

    name: str
    language: str
    age_band: str
    how: str


@dataclass(frozen=True, slots=True)
class Begin:
    """Start another flow after this one."""

    flow: str


_OwnEffect = Say | Record | SetLanguage | Consent | Task | Tell | Become | Pause | Forget | Join | Register | Begin
Effect = _OwnEffect | MeetingEffect | VoiceEffect


_NO_ANSWER = Answer()


def nothing(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return ()


def kept(answer: Answer) -> dict[str, Any]:
    """An answer as JSON-able data."""
    return {"options": list(answer.options), "text": answer.text, "media": answer.media}


def answer_of(answers: Answers, step: str) -> Answer:
    """The answer kept for a step, or an empty one."""
    found = answers.get(step)
    if not found:
        return _NO_ANSWER
    return Answer(tuple(found.get("options", ())), found.get("text", ""), found.get("media", ""))


Consequences = Callable[[Answer, Answers], tuple[Effect, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """Say texts, perhaps ask, then go on.

    `only`: the step is passed over where the answers say so; `needs`: where this value of what the flow is about is
    not known (`Scene.about`).

    `names_rights`: its text says which words always work. On a phone that several use there is one more.

    `then` is a step name, END, or a choice by option id with "" for no answer and "*" for the rest; `by` names an
    earlier step whose answer chooses. `lang_of` names a step whose answer is the language of these texts (shown to
    somebody else).
    """

    name: str
    say: tuple[str, ...] = ()
    ask: Question | None = None
    then: str | Mapping[str, str] = END
    do: Consequences = nothing
    by: str = ""
    lang_of: str = ""
    sound: str = ""
    only: Callable[[Answers], bool] | None = None
    needs: str = ""
    names_rights: bool = False

    def targets(self) -> frozenset[str]:
        return frozenset({self.then} if isinstance(self.then, str) else self.then.values())

    def target(self, answers: Answers) -> str:
        if isinstance(self.then, str):
            return self.then
        answer = answer_of(answers, self.by or self.name)
        choice = answer.option or ("*" if answer.text or answer.media else "")
        return self.then.get(choice, self.then.get("*", END))


@dataclass(frozen=True, slots=True)
class Flow:
    """A conversation as one value. The first step is where it starts.

    `title`: what the team calls it, marked `N_`. A technique has its name, and a kind of message that is planned too.
    """

    name: str
    steps: tuple[Step, ...]
    title: str = ""
    _by_name: Mapping[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {step.name: step for step in reversed(self.steps)})

    def step(self, name: str) -> Step | None:
        return self._by_name.get(name)


@dataclass(frozen=True, slots=True)
class Started:
    """She opened the chat or said hello: ask what is open, or begin."""


@dataclass(frozen=True, slots=True)
class Replied:
    """She wrote or tapped. `taps` are tokens of buttons, `media` is a reference to a voice note or a picture."""

    text: str = ""
    taps: tuple[str, ...] = ()
    media: str = ""


@dataclass(frozen=True, slots=True)
class Reminded:
    """She was silent: ask the open question again."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The open question is no longer of use."""


Event = Started | Replied | Reminded | Expired


@dataclass(frozen=True, slots=True)
class Frame:
    """One flow under way. `number` names the question that is open, `tries` counts answers that did not fit."""

    flow: str
    step: str
    number: int = 0
    tries: int = 0
    selected: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class State:
    """Where a person stands: flows under way, the one on top last.

    `asked` numbers her questions, so that an old button shows its age.
    """

    frames: tuple[Frame, ...] = ()
    asked: int = 0


class Texts(Protocol):
    def __call__(self, language: str, text: str) -> str:
        """The translation, with its placeholders. Raises `LookupError` where there is none."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the pure core may know in one turn. `language` is what she chose, "" before that.

    `joined`: she agreed to take part. `lately_thanked`: her last words outside a question were answered within the
    hour; `lately_told`: something came to her within some minutes. `known` holds answers that somebody else gave for
    her, by step. `values` fill placeholders in texts; `about` those of frames that are about something (`ABOUT`).
    `next_meeting` is the one that she may answer now; `needs_known`: she said what she needs to come. `own`: the team's
    own words by flow and language. `help_numbers`: whom to call in danger, in her language; "" where the lab does not
    listen for words of danger. `with_human`: somebody of the team talks with her just now.
    """

    texts: Texts
    language: str = ""
    role: str = "participant"
    standing: str = "new"
    joined: bool = False
    lately_thanked: bool = False
    lately_told: bool = False
    lists: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    next_meeting: str = ""
    needs_known: bool = False
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    help_numbers: str = ""
    with_human: bool = False
