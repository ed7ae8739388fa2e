"""One turn of one person: rights first, then the open question, then everything else. Pure.

A person stands on a stack of flows. A right that interrupts (her language, "what do you know about me") lies on top
of what was going on; when it is over, the question below is asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flows import engine
from flows.matching import parse_token
from flows.meeting import beginning
from flows.model import (
    EACH,
    Answers,
    Begin,
    Effect,
    Event,
    Expired,
    Flow,
    Forget,
    Frame,
    Record,
    Reminded,
    Replied,
    Say,
    Scene,
    SetLanguage,
    Started,
    State,
    Task,
    Tell,
)
from flows.words import Heard, Words
from locales import N_

RIGHTS = frozenset({"stop", "pause", "help", "language", "human", "my_data", "delete"})
COMMANDS = {"register": "register", "start": "", "planned": "planned", "hours": "wishes", "meeting": "my_meeting"}
MAX_DEPTH = 4
MAX_TRIES = 2
LISTEN = "listen:"
LOST = "lost"
LONGEST_PLACE = 100

CLOSED = N_("That question is closed.")
START_OVER = N_("We changed our questions. Your answers are kept. Let us go on.")
NOT_ALLOWED = N_("Only outreach workers can do this. If you want to be one, write to the team here.")
AGAIN = N_("Sorry, I did not understand. Please choose one of these.")
AGAIN_WORDS = N_("Sorry, I did not understand. Please write a short answer.")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The rules of every conversation: all flows by name, and the words that always work.

    `opening`: where everybody begins, instead of where they stand; to try one flow.
    """

    flows: Mapping[str, Flow]
    words: Words
    opening: str = ""

    def respond(self, state: State, event: Event, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """What `event` changes for a person who stands at `state`, and what is to be done about it."""
        match event:
            case Replied(taps=(tap, *_)) if tap.startswith(LISTEN):
                return state, (Tell("sound", {"sound": tap.removeprefix(LISTEN)}),)
            case Replied(taps=taps) if taps:
                return self._tap(state, event, scene)
            case Replied():
                return self._words(state, event, scene)
            case Started():
                return self._hello(state, scene)
            case Reminded() | Expired():
                return self._step(state, event, scene) if state.frames else (state, ())

    def _hello(self, state: State, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        if state.frames:
            return self._step(state, Reminded(), scene)
        return self._begin(state, self.opening or _opening(scene), scene)

    def _tap(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        numbers = {parse_token(tap)[0] for tap in event.taps}
        if state.frames and numbers == {state.frames[-1].number}:
            return self._step(state, event, scene)
        if _found_again(state) and numbers == {state.frames[-2].number}:
            return self._step(_without(state, LOST), event, scene)
        if not scene.language:
            return self._hello(state, scene)
        after, effects = self._step(state, Reminded(), scene) if state.frames else (state, ())
        return after, (Say(CLOSED), *effects)

    def _words(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        command = _command(event.text)
        if command in COMMANDS:
            return self._command(state, event, command, scene)
        heard = self.words.hear(event.text, scene.language, self._open_kinds(state)) if event.text else None
        if heard is not None and heard.intent in RIGHTS:
            return self._right(state, event, scene, heard)
        if state.frames:
            return self._step(state, event, scene, heard.intent if heard and heard.certain else "")
        return self._begin(state, _opening(scene), scene, event)

    def _command(self, state: State, event: Replied, command: str, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        if command == "start":
            return self._hello(state, scene)
        if not scene.language or (not scene.joined and scene.role == "participant"):
            return self._hello(state, scene)
        if command != "register":
            name = COMMANDS[command]
            name = "no_meeting" if name == "my_meeting" and not scene.next_meeting else name
            return self._begin(_without(state, name), name, scene)
        if scene.role != "outreach_worker":
            return state, (Say(NOT_ALLOWED),)
        after, effects = self._begin(_without(state, command), command, scene)
        place = event.text.partition(" ")[2].strip()
        return after, ((Record("place", place[:LONGEST_PLACE]), *effects) if place else effects)

    def _right(self, state: State, event: Replied, scene: Scene, heard: Heard) -> tuple[State, tuple[Effect, ...]]:
        name = heard.intent
        if not heard.certain:
            if name != "stop" or not scene.language:
                return self._step(state, event, scene) if state.frames else self._hello(state, scene)
            name = "unsure_stop"
        if name == "stop":
            after, effects = self._begin(State((), state.asked), "stop", scene)
            return after, effects if scene.language else tuple(map(_in_each_language, effects))
        if not scene.language and name != "delete":
            return self._hello(state, scene)
        return self._begin(_without(_without(state, name), LOST), name, scene)

    def _step(self, state: State, event: Event, scene: Scene, meant: str = "") -> tuple[State, tuple[Effect, ...]]:
        """Give the event to the flow on top; when that is over, ask again what lies below."""
        *below, top = state.frames
        flow = self.flows.get(top.flow)
        if flow is None:
            return self._hello(State(tuple(below), state.asked), scene)
        edited = flow.step(top.step) is None
        moved = engine.advance(flow, top, event, scene, state.asked, meant)
        if moved.lost and _found_again(state) and self._fits(below[-1], event, scene, state.asked, meant):
            return self._step(_without(state, LOST), event, scene, meant)
        if moved.lost and self._is_fleeting(top):
            return self._aside(state, event, scene)
        if moved.lost:
            return self._lost(replace(state, frames=(*below, moved.frame or top)), flow, scene, event)
        after, effects = self._settle(tuple(below), moved, scene)
        return after, ((Say(START_OVER), *effects) if edited else effects)

    def _is_fleeting(self, frame: Frame) -> bool:
        flow = self.flows.get(frame.flow)
        step = flow.step(frame.step) if flow else None
        return step is not None and step.ask is not None and step.ask.fleeting

    def _aside(self, state: State, event: Event, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """She says something else than what was asked, where nobody has to answer."""
        return self._begin(state, _opening(scene), scene, event)

    def _fits(self, frame: Frame, event: Event, scene: Scene, asked: int, meant: str) -> bool:
        """Whether this answers the question below: she found her way by herself."""
        flow = self.flows.get(frame.flow)
        return flow is not None and not engine.advance(flow, frame, event, scene, asked, meant).lost

    def _lost(self, state: State, flow: Flow, scene: Scene, event: Event) -> tuple[State, tuple[Effect, ...]]:
        """Once more and simpler, then a human; who is still lost then, is helped without being asked."""
        top = state.frames[-1]
        step = flow.step(top.step)
        assert step is not None
        assert step.ask is not None
        if top.tries > 1 and isinstance(event, Replied) and not event.text.strip():
            return state, ()  # an album comes as many messages at once: one answer is enough
        if not scene.language:
            return state, (engine.ask(step, top, scene),)
        if top.tries < MAX_TRIES:
            simpler = step.ask.again or (AGAIN_WORDS if step.ask.words else AGAIN)
            return state, (engine.ask(step, top, scene, simpler),)
        if top.flow == LOST:
            return self._begin(_without(state, LOST), "human", scene)
        patient = replace(state, frames=(*state.frames[:-1], replace(top, tries=0)))
        return self._begin(_without(patient, LOST), LOST, scene)

    def _begin(
        self, state: State, name: str, scene: Scene, event: Event | None = None
    ) -> tuple[State, tuple[Effect, ...]]:
        if name == "outside":
            return self._outside(state, event, scene)
        known = scene.known if name == "signup" else _about(name, scene)
        moved = engine.start(self.flows[name], scene, state.asked, known)
        after, effects = self._settle(state.frames[-MAX_DEPTH:], moved, scene, began=True)
        if name == "stop" and scene.language and scene.standing == "active" and scene.role == "participant":
            after, why = self._begin(after, "leaving", scene)
            effects += why
        return after, effects

    def instead(self, before: State, after: State, name: str, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """The flow on top at `before` could not go on: the flow `name` takes its place."""
        state = _without(after, before.frames[-1].flow) if before.frames else after
        return self._begin(_without(state, name), name, scene)

    def contact(
        self, state: State, openings: Sequence[tuple[str, Answers]], scene: Scene
    ) -> tuple[State, tuple[Effect, ...]]:
        """We write first. `openings` are flows with the answers they begin with, the most urgent first.

        The others lie below it and are asked when it is answered. Older questions that nobody had to answer are gone.
        """
        frames = tuple(frame for frame in state.frames if not self._is_fleeting(frame))[1 - MAX_DEPTH :]
        asked = state.asked
        said: tuple[Effect, ...] = ()
        question: tuple[Effect, ...] = ()
        for name, answers in reversed(openings):
            moved = engine.start(self.flows[name], scene, asked, answers)
            asked = moved.asked
            if moved.frame:
                frames, question = (*frames, moved.frame), moved.effects
            else:
                said = (*moved.effects, *said)
        return State(frames, asked), (*said, *question)

    def _outside(self, state: State, event: Event | None, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """Words that answer no question are for a human, who is told once."""
        if not isinstance(event, Replied) or not (event.text.strip() or event.media):
            return self._begin(state, "hello_again", scene)
        task = Task("message", event.text.strip(), event.media, promise=True)
        if scene.lately_thanked:
            return state, (task,)
        after, effects = self._begin(state, "thanks", scene)
        return after, (task, *effects)

    def _settle(
        self, below: tuple[Frame, ...], moved: engine.Moved, scene: Scene, *, began: bool = False
    ) -> tuple[State, tuple[Effect, ...]]:
        """What follows when a flow moved. `began` just now: then a fleeting question below is not asked again."""
        effects: tuple[Effect, ...] = tuple(effect for effect in moved.effects if not isinstance(effect, Begin))
        following = [effect.flow for effect in moved.effects if isinstance(effect, Begin)]
        state = State((*below, moved.frame) if moved.frame else below, moved.asked)
        if any(isinstance(effect, Forget) for effect in effects):
            return State((), moved.asked), effects
        for name in following:
            state = State((), state.asked) if name == "stop" else _without(state, name)
            state, more = self._begin(state, name, _now_in(scene, effects))
            effects += more
        quiet = began and bool(state.frames) and self._is_fleeting(state.frames[-1])
        if moved.frame is None and not following and state.frames and not quiet:
            state, more = self._step(state, Reminded(), _now_in(scene, effects))
            effects += more
        return state, effects

    def _open_kinds(self, state: State) -> frozenset[str]:
        """Which everyday words (yes, no, skip, language names) are an answer just now."""
        if not state.frames:
            return frozenset()
        flow = self.flows.get(state.frames[-1].flow)
        step = flow.step(state.frames[-1].step) if flow else None
        if step is None or step.ask is None:
            return frozenset()
        kinds = {"languages"} if step.ask.listed == "languages" else set()
        kinds |= {"yes_no"} if {"yes", "no"} <= {o.id for o in step.ask.options} else set()
        kinds |= {"skip"} if step.ask.skippable else set()
        kinds |= {step.ask.about or "words"} if step.ask.words else set()
        return frozenset(kinds)


def _about(name: str, scene: Scene) -> dict[str, Any]:
    """What a flow that she begins herself is about."""
    if name != "my_meeting" or not scene.next_meeting:
        return {}
    return beginning(scene.next_meeting, needs_known=scene.needs_known)


def _opening(scene: Scene) -> str:
    """The flow in which somebody lands who has no question open."""
    if scene.standing == "stopped" and scene.joined and scene.language:
        return "welcome_back"
    if scene.role != "participant":
        return "outside" if scene.language else "welcome_worker"
    return "outside" if scene.joined else "signup"


def _in_each_language(effect: Effect) -> Effect:
    """She stopped before she chose a language: the confirmation comes in the likely ones."""
    return replace(effect, lang=EACH) if isinstance(effect, Say) else effect


def _found_again(state: State) -> bool:
    """A human is offered because she was lost, and her question is still there below."""
    return len(state.frames) > 1 and state.frames[-1].flow == LOST


def _without(state: State, flow: str) -> State:
    """A flow stands on the stack once: begun again, it starts anew."""
    return State(tuple(frame for frame in state.frames if frame.flow != flow), state.asked)


def _now_in(scene: Scene, effects: tuple[Effect, ...]) -> Scene:
    chosen = [effect.language for effect in effects if isinstance(effect, SetLanguage)]
    return replace(scene, language=chosen[-1]) if chosen else scene


def _command(text: str) -> str:
    word = text.split(maxsplit=1)[0] if text.startswith("/") else ""
    return word[1:].partition("@")[0].casefold()
