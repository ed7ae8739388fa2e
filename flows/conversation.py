"""One turn of one person: rights first, then the open question, then everything else. Pure.

A person stands on a stack of flows. A right that interrupts (her language, "what do you know about me") lies on top
of what was going on; when it is over, the question below is asked again (flows/walk.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flows import at_any_time, danger, engine, older_question, trying, writing_first
from flows.commands import command_of
from flows.danger import DANGER, Alarm, Dangers
from flows.effects import Unkept
from flows.matching import is_said, parse_token
from flows.mediation import source_of
from flows.meeting import RSVP
from flows.model import (
    EACH,
    Answers,
    Become,
    Effect,
    Event,
    Expired,
    Flow,
    Forget,
    Reminded,
    Replied,
    Say,
    Scene,
    Started,
    State,
    Tell,
)
from flows.open_questions import OpenQuestions, passes
from flows.reading import opening_of, says_whether_she_comes, without_questions
from flows.stack import without
from flows.trying import IT_IS_A_TEST, TEST
from flows.walk import MAX_TRIES, Walk
from flows.with_a_human import for_whoever_talks, is_begun_by_her
from flows.words import RIGHTS, Heard, Words
from locales import N_

LISTEN = "listen:"

CLOSED = N_("That question is closed.")


@dataclass(frozen=True, slots=True)
class Conversation:
    """The rules of every conversation: all flows by name, and the words that always work.

    `opening`: where everybody begins, instead of where they stand; to try one flow. `dangers`: the words that mean
    danger; they count where the scene has help numbers.
    """

    flows: Mapping[str, Flow]
    words: Words
    opening: str = ""
    dangers: Dangers | None = None
    _walk: Walk = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_walk", Walk(self.flows, self.words, self.opening))

    @property
    def _questions(self) -> OpenQuestions:
        return self._walk.questions

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
                return self._walk.hello(state, scene)
            case Reminded() | Expired():
                return self._reply(state, event, scene) if state.frames else (state, ())

    def _tap(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        numbers = {parse_token(tap)[0] for tap in event.taps}
        if numbers == {TEST}:
            return state, (Unkept(), Say(IT_IS_A_TEST, lang="" if scene.language else EACH))
        state = trying.over(state)
        if state.frames and numbers == {state.frames[-1].number}:
            return self._reply(state, event, scene)
        if passes(state) and numbers == {state.frames[-2].number}:
            return self._reply(without(state, state.frames[-1].flow), event, scene)
        if raised := danger.raised(state, numbers) or self._raised(state, numbers):
            return self._reply(raised, event, scene)
        if not scene.language:
            return self._walk.hello(state, scene)
        after, effects = self._reply(state, Reminded(), scene) if state.frames else (state, ())
        return after, (Unkept(), Say(CLOSED), *effects)  # it may have been an anonymous question

    def _words(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """Danger interrupts everything. Where it is not sure, what she wrote is received, and then she is asked."""
        alarm = self._alarm(state, event, scene)
        if alarm and alarm.certain:
            received = (Unkept(),) if self._questions.is_anonymous(state) else (danger.received(event),)
            after, effects = self._alarmed(state, alarm, scene)
            return after, (*received, *effects)
        after, effects = self._other_words(state, event, scene)
        if alarm and not danger.is_being_told(after) and not any(isinstance(one, Become | Forget) for one in effects):
            return self._ask_back(after, effects, alarm, scene)
        return after, effects

    def _alarmed(self, state: State, alarm: Alarm, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """Help at once. Where she has it already it comes again, as the same question: its older buttons work too."""
        begins, others = danger.beginning(alarm, state), without(state, DANGER)
        known = danger.told(state)
        if known is None:
            return self._walk.begin(others, DANGER, scene, begins=begins)
        moved = engine.start(self.flows[DANGER], scene, known.number - 1, begins)
        return State((*others.frames, moved.frame or known), state.asked), moved.effects

    def _alarm(self, state: State, event: Replied, scene: Scene) -> Alarm | None:
        """Of a translation, what it says is somebody else's: only where the source says nothing of it she is asked."""
        if not self.dangers or not scene.help_numbers:
            return None
        alarm = self.dangers.hear(event.text, scene.language)
        if alarm is None or (source := source_of(state, scene)) is None:
            return alarm
        return None if self.dangers.hear(*source) else replace(alarm, certain=False)

    def _ask_back(
        self, state: State, effects: tuple[Effect, ...], alarm: Alarm, scene: Scene
    ) -> tuple[State, tuple[Effect, ...]]:
        """Is she in danger? The question that would come next waits. Of an anonymous answer no topic is kept."""
        if any(isinstance(effect, Unkept) for effect in effects):
            alarm = replace(alarm, topic="")
        begins = danger.beginning(alarm, state)
        after, asked = self._walk.begin(without(state, DANGER), DANGER, scene, begins=begins)
        return after, (*without_questions(effects), *asked)

    def _beside_danger(self, state: State, event: Event, flow: Flow, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """She does not answer whether she is safe, but says something else: that is received, and she is asked again.

        Not for ever where it was not sure.
        """
        *others, top = state.frames
        below, step = State(tuple(others), state.asked), flow.step(top.step)
        assert step is not None
        if not isinstance(event, Replied) or not (event.text.strip() or event.media):
            return state, (engine.ask(step, top, scene),)
        if danger.was_told(state):
            return self._beside_help(state, event, engine.ask(step, top, scene), scene)
        after, effects = self._other_words(below, event, scene)
        if top.tries >= MAX_TRIES or _holds(after, DANGER):
            return after, effects
        again = replace(top, tries=top.tries + 1)
        asked = engine.ask(step, again, scene)
        return State((*after.frames, again), after.asked), (*without_questions(effects), asked)

    def _beside_help(self, state: State, event: Replied, way_on: Say, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """She has the numbers, and says more: within the hour it belongs to that. Where it sounds like danger, or she
        heard nothing from us for some minutes, the way on is shown again. Later it is about something else.
        """
        if scene.lately_thanked and danger.is_being_told(state):
            silent = scene.lately_told and not self._alarm(state, event, scene)
            return state, (danger.received(event), *(() if silent else (way_on,)))
        state = danger.gone_by(state)
        if len(state.frames) > 1:
            return self._other_words(danger.at_the_bottom(state), event, scene)
        return self._walk.begin(state, opening_of(scene), scene, event)

    def _raised(self, state: State, numbers: set[int]) -> State | None:
        """With the question on top that these buttons are of, where it is one that nobody had to answer."""
        found = [one for one in state.frames if {one.number} == numbers and self._questions.is_fleeting(one)]
        state = without(state, older_question.NAME)
        return State((*(one for one in state.frames if one not in found), *found), state.asked) if found else None

    def _other_words(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        command = command_of(event.text)
        if command.name in at_any_time.COMMANDS:
            return at_any_time.obey(self._walk, state, command, scene)
        heard = self.words.hear(event.text, scene.language, self._questions.kinds(state)) if event.text else None
        heard = heard or (Heard("help") if command.is_all else None)
        if self._is_for_a_human(state, event, scene, heard):
            return state, (for_whoever_talks(event),)
        if heard is not None and heard.intent in RIGHTS and not self._is_a_button(state, event, scene, heard):
            return self._right(state, event, scene, heard)
        if says_whether_she_comes(event, scene) and self._may_turn_to_her_meeting(state):
            asked, _ = self._walk.begin(without(state, "my_meeting"), "my_meeting", scene)
            return self._reply(asked, event, scene)
        if state.frames:
            return self._reply(state, event, scene, heard.intent if heard and heard.certain else "")
        return self._walk.begin(state, opening_of(scene), scene, event)

    def _is_a_button(self, state: State, event: Replied, scene: Scene, heard: Heard) -> bool:
        """Typed out, what stands on a button of the open question is that button: "Later" is no pause then. Stop stays
        stop."""
        question = self._questions.of(state.frames[-1]) if state.frames else None
        return heard.intent != "stop" and question is not None and is_said(question.options, event.text, scene)

    def _right(self, state: State, event: Replied, scene: Scene, heard: Heard) -> tuple[State, tuple[Effect, ...]]:
        """What is not sure is none, unless it may be a stop."""
        if heard.certain or (heard.intent == "stop" and scene.language):
            return at_any_time.grant(self._walk, state, event, scene, heard)
        return self._reply(state, event, scene) if state.frames else self._walk.hello(state, scene)

    def _may_turn_to_her_meeting(self, state: State) -> bool:
        """Nothing is asked that she has to answer first, that these words answer, or of which nothing may be kept."""
        if not state.frames:
            return True
        question = self._questions.of(state.frames[-1])
        return question is not None and question.fleeting and not question.anonymous and question.options != RSVP

    def _is_for_a_human(self, state: State, event: Replied, scene: Scene, heard: Heard | None) -> bool:
        """Somebody of the team talks with her, and she answers that. Not rights, not what is said of danger, not what
        answers a question that she led to herself since.

        What may be the answer to an anonymous question is taken as that: nobody must read it beside her name.
        """
        if not (scene.with_human and scene.joined) or (heard and heard.intent in RIGHTS and _is_meant(heard)):
            return False
        top = state.frames[-1] if state.frames else None
        goes_on = top is not None and (top.flow == DANGER or is_begun_by_her(top))
        if top and goes_on and self._questions.fits(top, event, scene, state.asked, heard.intent if heard else ""):
            return False
        return not self._questions.is_anonymous(state)

    def contact(
        self, state: State, openings: Sequence[tuple[str, Answers]], scene: Scene
    ) -> tuple[State, tuple[Effect, ...]]:
        """We write first."""
        return writing_first.contact(self._questions, state, openings, scene)

    def instead(
        self, before: State, after: State, name: str, scene: Scene, begins: Answers | None = None
    ) -> tuple[State, tuple[Effect, ...]]:
        """The flow on top at `before` could not go on: the flow `name` takes its place."""
        return self._walk.instead(before, after, name, scene, begins)

    def _reply(self, state: State, event: Event, scene: Scene, meant: str = "") -> tuple[State, tuple[Effect, ...]]:
        """To what is open. Whether she is in danger is no question that one may pass over."""
        top = state.frames[-1]
        flow = self.flows.get(top.flow)
        if top.flow == DANGER and flow and not self._questions.fits(top, event, scene, state.asked, meant):
            return self._beside_danger(state, event, flow, scene)
        return self._walk.step(state, event, scene, meant)


def _is_meant(heard: Heard) -> bool:
    """Words that may be a stop are always asked about."""
    return heard.certain or heard.intent == "stop"


def _holds(state: State, flow: str) -> bool:
    return any(frame.flow == flow for frame in state.frames)
