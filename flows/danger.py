"""Words that mean danger, in every language of the lexicon, and what is said to them. Switched on by lab."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from flows.check_up import GLAD
from flows.effects import Danger
from flows.folding import loose
from flows.lexicon import rows
from flows.model import (
    Answer,
    Answers,
    Effect,
    Flow,
    Frame,
    Option,
    Question,
    Replied,
    State,
    Step,
    Task,
    answer_of,
    kept,
)
from flows.reading import for_the_team
from flows.rights import YES_NO
from flows.stack import without
from locales import N_

DANGER = "danger"
"""The flow below. Its open question is never closed by anything but her answer."""
PAST = "past"
"""Among its answers: the step at which more than an hour went by, and she wrote of something else."""
FARTHEST = 20_000
"""Characters that are looked at: as many as a message may have."""

UNSURE = N_("We want to be sure that we understand you. Are you in danger now?")
NUMBERS = N_("We are sorry to read this. You are not alone. If you are in danger now, please call: {help_numbers}")
TOLD = N_("We told a person of the team. They cannot always answer at once. Shall they call you?")
CALLING = N_(
    "A person of the team calls you when they see this. If you are in danger now, do not wait for us: {help_numbers}"
)
CALL = Option("call", N_("Please call me"), "📞")
SAFE = Option("safe", N_("I am safe now"), "🙂")


@dataclass(frozen=True, slots=True)
class Alarm:
    """What somebody wrote may mean danger. Not `certain`: ask back. `topic` is all that is kept of it."""

    topic: str
    certain: bool


@dataclass(frozen=True, slots=True)
class _Phrase:
    """`local`: only people of this language mean it so; "" for everybody."""

    words: tuple[str, ...]
    topic: str
    local: str = ""


Phrases = Mapping[str, tuple[_Phrase, ...]]
"""By their first word, the longest first."""


@dataclass(frozen=True, slots=True)
class Dangers:
    """Make it once, with `load`; it holds no state. `blockers` are idioms that never alarm ("I'm dying to see it")."""

    blockers: Phrases
    clear: Phrases
    ambiguous: Phrases

    def hear(self, text: str, language: str = "") -> Alarm | None:
        """The clear ones first, wherever they stand. Whole words only, and nothing that is merely similar."""
        parts = _without(self.blockers, loose(text, FARTHEST).split(), language)
        for phrases, certain in ((self.clear, True), (self.ambiguous, False)):
            for words in parts:
                for at in range(len(words)):
                    if found := _at(phrases, words, at, language):
                        return Alarm(found.topic, certain)
        return None


def _at(phrases: Phrases, words: Sequence[str], at: int, language: str) -> _Phrase | None:
    for phrase in phrases.get(words[at], ()):
        end = at + len(phrase.words)
        if tuple(words[at:end]) == phrase.words and phrase.local in ("", language) and not _in_a_number(words, at, end):
            return phrase
    return None


def _in_a_number(words: Sequence[str], at: int, end: int) -> bool:
    """112 in a phone number is not a call for help."""
    beside = (*words[max(at - 1, 0) : at], *words[end : end + 1])
    return words[at].isdecimal() and any(word.isdecimal() for word in beside)


def _without(blockers: Phrases, words: list[str], language: str) -> list[list[str]]:
    """What is left between the idioms: words on both sides of one do not make a phrase."""
    parts: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        if idiom := _at(blockers, words, at, language):
            parts.append([])
            at += len(idiom.words)
        else:
            parts[-1].append(words[at])
            at += 1
    return parts


@cache
def load(folder: Traversable | None = None) -> Dangers:
    """Read the tables in `folder`, or those that come with the program. Reads files, once in a process.

    danger.tsv is the lexicon's. no_danger.tsv is ours: what people write about meetings and days, and what only begins
    like a phrase of danger ("I can't go on Saturday").
    """
    folder = folder or files("locales").joinpath("lexicon")
    found = list(rows(folder, "danger.tsv"))
    everyday = [{**row, "topic": ""} for row in rows(folder, "no_danger.tsv")]
    idioms = [*(row for row in found if row["note"].startswith("[never-alarm]")), *everyday]
    others = [row for row in found if not row["note"].startswith("[never-alarm]")]
    return Dangers(
        _arranged(idioms),
        _arranged(row for row in others if row["kind"] == "clear"),
        _arranged(row for row in others if row["kind"] == "ambiguous"),
    )


def _arranged(found: Iterable[Mapping[str, str]]) -> Phrases:
    phrases: dict[str, list[_Phrase]] = {}
    for row in found:
        words = tuple(loose(row["phrase"]).split())
        local = row["language"] if row["note"].startswith("[profile-only]") else ""
        phrases.setdefault(words[0], []).append(_Phrase(words, row["topic"], local))
    return {first: tuple(sorted(same, key=lambda one: -len(one.words))) for first, same in phrases.items()}


def received(event: Replied) -> Task:
    """It gets an answer as everything does, but no list shows it: her words are for whoever opens her conversation."""
    return replace(for_the_team(event), words="")


def beginning(alarm: Alarm, state: State) -> Answers:
    """The answers with which the flow begins. Who waits for a call is not asked again whether she wants one."""
    sure = {"sure": kept(Answer(("yes",)))} if alarm.certain else {}
    before = next((frame.answers for frame in state.frames if frame.flow == DANGER), {})
    wanted = {step: before[step] for step in ("ask", "told") if answer_of(before, step).option == "call"}
    return {"topic": kept(Answer(text=alarm.topic)), **sure, **(wanted if alarm.certain else {})}


def raised(state: State, numbers: set[int]) -> State | None:
    """With the question whether she is in danger on top, where these buttons are of it: they always work."""
    found = [frame for frame in state.frames if frame.flow == DANGER and {frame.number} == numbers]
    return State((*without(state, DANGER).frames, *found), state.asked) if found else None


def is_on_top(state: State) -> bool:
    return bool(state.frames) and state.frames[-1].flow == DANGER


def is_being_told(state: State) -> bool:
    """What she writes now belongs to it: she is asked about danger, and did not come to write of something else."""
    return is_on_top(state) and answer_of(state.frames[-1].answers, PAST).text != state.frames[-1].step


def is_open(state: State) -> bool:
    """Whether she was asked, has not answered, and did not come to write of something else."""
    found = next((frame for frame in state.frames if frame.flow == DANGER), None)
    return found is not None and answer_of(found.answers, PAST).text != found.step


def gone_by(state: State) -> State:
    """From now on what she writes is about something else, until she taps a button or new words of danger come."""
    *below, top = state.frames
    return State((*below, replace(top, answers={**top.answers, PAST: kept(Answer(text=top.step))})), state.asked)


def at_the_bottom(state: State) -> State:
    """What else is open comes first; the buttons still work."""
    return State((*(f for f in state.frames if f.flow == DANGER), *without(state, DANGER).frames), state.asked)


def rests(frame: Frame, most: int) -> bool:
    """She was told, or asked `most` times beside other things whether she is in danger: that comes again with new words
    of danger only."""
    return frame.flow == DANGER and (frame.step != "ask" or frame.tries >= most)


def asked_again(state: State) -> State:
    """Counts it, where that is what is about to be asked again."""
    *below, top = state.frames
    counted = replace(top, tries=top.tries + 1) if top.flow == DANGER else top
    return State((*below, counted), state.asked)


def told(state: State) -> Frame | None:
    """Where she stands who has the help numbers, also below something else."""
    return next((frame for frame in state.frames if frame.flow == DANGER and frame.step != "ask"), None)


def was_told(state: State) -> bool:
    """She has the help numbers, and has not said yet that she is safe."""
    return is_on_top(state) and state.frames[-1].step != "ask"


def _unsure(answers: Answers) -> bool:
    return not answer_of(answers, "sure").option


def _wants_no_call_yet(answers: Answers) -> bool:
    return answer_of(answers, "ask").option != "call"


def _raise(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Danger(answer_of(answers, "topic").text),)


def _call(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Danger(answer_of(answers, "topic").text, call=True),)


FLOW = Flow(
    DANGER,
    (
        Step(
            "ask",
            (UNSURE,),
            Question((*YES_NO, CALL)),
            {"no": "safe", "*": "raised"},
            only=_unsure,
        ),
        Step("raised", (NUMBERS,), then="told", do=_raise),
        Step(
            "told",
            (TOLD,),
            Question((CALL, SAFE)),
            {"safe": "safe", "*": "called"},
            only=_wants_no_call_yet,
        ),
        Step("called", then="calling", do=_call),
        Step("calling", (CALLING,), Question((SAFE,)), "safe"),
        Step("safe", (GLAD,)),
    ),
    N_("Help in danger"),
)
