"""Moves one flow forward. Pure: it sends, stores and asks the clock nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from string import Formatter

from flows.effects import Unkept
from flows.matching import is_too_long, points_nowhere, understand
from flows.model import (
    ABOUT,
    EACH,
    END,
    Answer,
    Answers,
    Effect,
    Event,
    Expired,
    Flow,
    Frame,
    Option,
    Question,
    Replied,
    Say,
    Scene,
    Step,
    Value,
    answer_of,
    kept,
)

MAX_STEPS = 50
MAX_MESSAGES = 5


class Runaway(Exception):
    """A flow went on without asking anything. The checks at the start refuse such a flow; this is the second lock."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a flow stands after an event. Without a frame it is over; `lost` means that the reply did not fit."""

    frame: Frame | None
    effects: tuple[Effect, ...]
    asked: int
    lost: bool = False


def start(flow: Flow, scene: Scene, asked: int, answers: Answers | None = None) -> Moved:
    """Begin, or begin again with the answers that are known: what was answered is not asked twice."""
    return _walk(flow, flow.steps[0].name, dict(answers or {}), scene, asked, again=bool(answers))


def advance(flow: Flow, frame: Frame, event: Event, scene: Scene, asked: int, meant: str = "") -> Moved:
    """What `event` does to the open question. `meant`: yes, no or skip was heard in some language."""
    step = flow.step(frame.step)
    if step is None or step.ask is None:
        return start(flow, scene, asked, frame.answers)
    match event:
        case Replied():
            return _reply(flow, step, step.ask, frame, event, scene, asked, meant)
        case Expired():
            return Moved(None, (), asked)
        case _:
            return Moved(frame, (*_reminders(step, frame, scene), ask(step, frame, scene)), asked)


def _reminders(step: Step, frame: Frame, scene: Scene) -> Iterator[Effect]:
    """What was said before the question, where it holds what the question is about: that may be far up by now. Not
    what nobody knows any more."""
    for text in step.say[:-1]:
        if any(_values(text, frame.answers, scene).values()):
            yield from _sayings(step, (text,), frame.answers, scene)


def ask(step: Step, frame: Frame, scene: Scene, text: str = "") -> Say:
    """The question of `step`, in the words of `text` or its own, with its buttons as they stand."""
    assert step.ask is not None
    words = text or (step.say[-1] if step.say else "")
    return Say(
        words,
        _values(words, frame.answers, scene),
        question=_resolved(step.ask, scene, frame.answers),
        number=frame.number,
        selected=frame.selected,
        lang=_lang(step, frame.answers),
        sound=step.sound,
        names_rights=step.names_rights,
    )


def _reply(
    flow: Flow, step: Step, question: Question, frame: Frame, reply: Replied, scene: Scene, asked: int, meant: str
) -> Moved:
    options = options_of(question, scene, frame.answers)
    found = understand(question, options, frame, reply, scene, meant)
    if found is None and question.anonymous and is_too_long(question, reply):
        # Not for the team either, as other words that do not fit are: it was an anonymous answer.
        return Moved(frame, (Unkept(), ask(step, frame, scene, question.again)), asked)
    if found is None and question.fleeting and not frame.tries and points_nowhere(options, reply, scene):
        # Words that answer nothing are for the team; a number that no button has is a slip.
        unkept = (Unkept(),) if question.anonymous else ()
        slipped = replace(frame, tries=1)
        return Moved(slipped, (*unkept, ask(step, slipped, scene, question.again)), asked)
    if found is None:
        return Moved(replace(frame, tries=frame.tries + 1), (), asked, lost=True)
    if found.answer is None:
        return _still_open(step, question, frame, found.selected, found.words, found.media, reply, scene, asked)
    answers = {**frame.answers, step.name: kept(found.answer)}
    effects, target = step.do(found.answer, answers), step.target(answers)
    if question.anonymous:
        effects, answers = (Unkept(), *effects), {**answers, step.name: kept(Answer())}
    onward = _walk(flow, target, answers, scene, asked)
    return replace(onward, effects=effects + onward.effects)


def _still_open(
    step: Step,
    question: Question,
    frame: Frame,
    selected: tuple[str, ...],
    words: str,
    media: str,
    reply: Replied,
    scene: Scene,
    asked: int,
) -> Moved:
    answers = dict(frame.answers)
    if words or media:
        answers[question.words_field] = kept(Answer(text=words, media=media))
    now = replace(frame, selected=selected, answers=answers, tries=0)
    if reply.taps:
        return Moved(now, (replace(ask(step, now, scene), refresh=True),), asked)
    return Moved(now, (ask(step, now, scene, question.noted),), asked)


def _walk(flow: Flow, name: str, answers: dict[str, object], scene: Scene, asked: int, *, again: bool = False) -> Moved:
    effects: list[Effect] = []
    for _ in range(MAX_STEPS):
        if name == END:
            return Moved(None, _bounded(effects, again=again), asked)
        step = flow.step(name)
        if step is None:
            raise Runaway(f"{flow.name} has no step {name}")
        if not _is_meant(step, answers, scene):
            name = step.target(answers)
            continue
        if step.ask is not None and step.name not in answers:
            answers = _answered_by_itself(step, step.ask, answers, scene)
        if step.ask is not None and step.name not in answers:
            frame = Frame(flow.name, step.name, asked + 1, answers=answers)
            effects += _sayings(step, step.say[:-1], answers, scene)
            effects.append(ask(step, frame, scene))
            return Moved(frame, _bounded(effects, again=again), asked + 1)
        if step.ask is None:
            effects += _sayings(step, step.say, answers, scene)
        effects += step.do(answer_of(answers, step.name), answers)
        name = step.target(answers)
    raise Runaway(f"{flow.name} took more than {MAX_STEPS} steps in one turn")


def _is_meant(step: Step, answers: Answers, scene: Scene) -> bool:
    if step.needs and not _about(answers, scene).get(step.needs):
        return False
    return step.only is None or step.only(answers)


def _about(answers: Answers, scene: Scene) -> Mapping[str, Value]:
    return scene.about.get(answer_of(answers, ABOUT).text, {})


def _answered_by_itself(step: Step, question: Question, answers: dict[str, object], scene: Scene) -> dict[str, object]:
    """Nobody is asked to choose from a list of one."""
    if question.listed and len(options := options_of(question, scene, answers)) < 2:
        only = tuple(option.id for option in options)
        return {**answers, step.name: kept(Answer(only))}
    return answers


def _sayings(step: Step, texts: tuple[str, ...], answers: Answers, scene: Scene) -> list[Effect]:
    lang = _lang(step, answers)
    return [
        Say(text, _values(text, answers, scene), lang=lang, sound=step.sound, names_rights=step.names_rights)
        for text in texts
    ]


def _bounded(effects: list[Effect], *, again: bool) -> tuple[Effect, ...]:
    """Who begins `again` has heard the first ones already."""
    too_many = sum(isinstance(effect, Say) for effect in effects) - MAX_MESSAGES
    if too_many <= 0:
        return tuple(effects)
    if not again:
        raise Runaway(f"more than {MAX_MESSAGES} messages in one turn")
    heard = set(islice((at for at, effect in enumerate(effects) if isinstance(effect, Say)), too_many))
    return tuple(effect for at, effect in enumerate(effects) if at not in heard)


def options_of(question: Question, scene: Scene, answers: Answers) -> tuple[Option, ...]:
    if not question.listed:
        return question.options
    own = f"{answer_of(answers, ABOUT).text}/{question.listed}"
    return scene.lists.get(own) or scene.lists.get(question.listed, ())


def _resolved(question: Question, scene: Scene, answers: Answers) -> Question:
    return replace(question, options=options_of(question, scene, answers)) if question.listed else question


def _lang(step: Step, answers: Answers) -> str:
    return step.lang_of if step.lang_of == EACH else answer_of(answers, step.lang_of).option if step.lang_of else ""


@lru_cache(maxsize=4096)
def placeholders(text: str) -> frozenset[str]:
    """The names in braces. Raises ValueError on a broken brace."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _values(text: str, answers: Answers, scene: Scene) -> Mapping[str, Value]:
    """Only what the text asks for: an answer by the name of its step, or what the scene knows."""
    names = placeholders(text)
    if not names:
        return {}
    about = _about(answers, scene)
    return {name: answer_of(answers, name).text or about.get(name) or scene.values.get(name, "") for name in names}
