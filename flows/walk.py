"""One step of a person on her stack of flows: what is open moves on, something begins, what lies below is asked again.
Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows import danger, engine, older_question, trying
from flows.contributing import CONTRIBUTING
from flows.effects import Courtesy, Vote
from flows.everyday_words import CAN_COME, Asked
from flows.meeting import RSVP
from flows.model import (
    ABOUT,
    Answers,
    Begin,
    Effect,
    Event,
    Flow,
    Forget,
    Frame,
    Reminded,
    Replied,
    Say,
    Scene,
    State,
    answer_of,
)
from flows.open_questions import LOST, OpenQuestions, passes
from flows.own_words import in_own_words
from flows.reading import begins_with, for_the_team, now_in, opening_of, without_questions
from flows.rights import UNSURE_STOP
from flows.stack import without, without_declined, without_same_question
from flows.wishes import IN_OWN_WORDS, beginning
from flows.with_a_human import begun_by_her, is_begun_by_her
from flows.words import Words
from locales import N_

MAX_DEPTH = 4
MAX_TRIES = 2
VOICE = "voice:"

START_OVER = N_("We changed our questions. Your answers are kept. Let us go on.")
AGAIN = N_("Sorry, I did not understand. Please choose one of these.")
AGAIN_WORDS = N_("Sorry, I did not understand. Please write a short answer.")


@dataclass(frozen=True, slots=True)
class Walk:
    """`flows`: all of them, by name. `opening`: where everybody begins, instead of where they stand."""

    flows: Mapping[str, Flow]
    words: Words
    opening: str = ""
    questions: OpenQuestions = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "questions", OpenQuestions(self.flows))

    def hello(self, state: State, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """What is open, or where everybody begins."""
        state = trying.over(state)
        if state.frames:
            return self.step(state, Reminded(), scene)
        return self.begin(state, self.opening or opening_of(scene), scene)

    def step(self, state: State, event: Event, scene: Scene, meant: str = "") -> tuple[State, tuple[Effect, ...]]:
        """Give the event to the flow on top; when that is over, ask again what lies below."""
        *below, top = state.frames
        flow = self.flows.get(top.flow)
        if flow is None:
            return self.hello(State(tuple(below), state.asked), scene)
        flow = in_own_words(flow, scene)
        edited = flow.step(top.step) is None
        moved = engine.advance(flow, top, event, scene, state.asked, meant)
        if moved.lost and passes(state) and self.questions.fits(below[-1], event, scene, state.asked, meant):
            return self.step(without(state, top.flow), event, scene, meant)
        if moved.lost and (older := older_question.below(self.questions, self.words, state, event, scene, meant)):
            return self._taken_for(older, event, scene, meant)
        if moved.lost and self.questions.is_fleeting(top):
            step = flow.step(top.step)
            if step and step.ask and step.ask.again and not top.tries and (kind := self._courtesy(event, scene)):
                after, effects = self._lost(replace(state, frames=(*below, moved.frame or top)), flow, scene, event)
                return after, (kind, *effects)
            return self._aside(state, event, scene)
        if moved.lost and (wished := self._wished(state, event, scene)):
            return wished
        if moved.lost:
            return self._lost(replace(state, frames=(*below, moved.frame or top)), flow, scene, event)
        after, effects = self._settle(tuple(below), moved, scene)
        return after, ((Say(START_OVER), *effects) if edited else effects)

    def _taken_for(self, older: State, event: Event, scene: Scene, meant: str) -> tuple[State, tuple[Effect, ...]]:
        """Her words answer it. She is asked whether that is right before anything else is asked."""
        after, effects = self.step(older, event, scene, meant)
        taken = next((effect for effect in effects if isinstance(effect, Vote)), None)
        if taken is None:
            return after, effects
        begins = older_question.beginning(taken)
        after, asked = self.begin(without(after, older_question.NAME), older_question.NAME, scene, begins=begins)
        return after, (*without_questions(effects), *asked)

    def _aside(self, state: State, event: Event, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """She says something else than what was asked, where nobody has to answer. Who says nothing is asked again."""
        if isinstance(event, Replied) and not (event.text.strip() or event.media):
            return self.step(state, Reminded(), scene)
        return self.begin(state, opening_of(scene), scene, event)

    def _wished(self, state: State, event: Event, scene: Scene) -> tuple[State, tuple[Effect, ...]] | None:
        """What she may ask for at any time, where it answers no question. To “shall we stop?” it is her answer."""
        if not isinstance(event, Replied) or not scene.joined:
            return None
        asked = self.words.asks_for(event.text, scene.language)
        if asked is None or asked.wish not in IN_OWN_WORDS:
            return None
        name = IN_OWN_WORDS[asked.wish]
        clear = without(without(without(state, name), LOST), UNSURE_STOP)
        return self.begin_hers(clear, name, scene, beginning(asked))

    def _lost(self, state: State, flow: Flow, scene: Scene, event: Event) -> tuple[State, tuple[Effect, ...]]:
        """Once more and simpler, then a human; who is still lost then, is helped without being asked."""
        top = state.frames[-1]
        step = flow.step(top.step)
        assert step is not None
        assert step.ask is not None
        wordless = isinstance(event, Replied) and not event.text.strip() and not event.media.startswith(VOICE)
        if top.tries > 1 and wordless:
            return state, ()  # an album comes as many messages at once: one answer is enough
        if not scene.language:
            return state, (engine.ask(step, top, scene),)
        if top.tries < MAX_TRIES:
            simpler = step.ask.again or (AGAIN_WORDS if step.ask.words else AGAIN)
            return state, (engine.ask(step, top, scene, simpler),)
        if top.flow == LOST:
            return self.begin(without(state, LOST), "human", scene)
        patient = replace(state, frames=(*state.frames[:-1], replace(top, tries=0)))
        return self.begin(without(patient, LOST), LOST, scene)

    def begin(
        self,
        state: State,
        name: str,
        scene: Scene,
        event: Event | None = None,
        begins: Answers | None = None,
        *,
        goes_on: bool = False,
    ) -> tuple[State, tuple[Effect, ...]]:
        """The flow `name`, on top. `event`: what she said, where that leads there; `begins`: answers that are known.
        `goes_on`: it ends what she answered, so what lies below is asked now."""
        if name == "outside":
            return self._outside(state, event, scene)
        known = begins or (scene.known if name == "signup" else begins_with(name, scene))
        state = without_same_question(state, name, answer_of(known, ABOUT).text, self.flows)
        moved = engine.start(self.flows[name], scene, state.asked, known)
        after, effects = self._settle(state.frames[-MAX_DEPTH:], moved, scene, began=not goes_on)
        if name == "stop" and scene.language and scene.standing == "active" and scene.role == "participant":
            after, why = self.begin(after, "leaving", scene)
            effects += why
        return after, effects

    def begin_hers(
        self, state: State, name: str, scene: Scene, begins: Answers | None = None
    ) -> tuple[State, tuple[Effect, ...]]:
        """By a command or a word that always works."""
        after, effects = self.begin(state, name, scene, begins=begins)
        return begun_by_her(state, after), effects

    def instead(
        self, before: State, after: State, name: str, scene: Scene, begins: Answers | None = None
    ) -> tuple[State, tuple[Effect, ...]]:
        """The flow on top at `before` could not go on: the flow `name` takes its place, with the answers `begins`.

        One that was not touched stays below it: she began something else, and what she began led to `name`.
        """
        moved = bool(before.frames) and before.frames[-1] not in after.frames
        state = without(after, before.frames[-1].flow) if moved else after
        state = without(without(state, name), older_question.NAME)
        after, effects = self.begin(state, name, scene, begins=begins, goes_on=moved)
        goes_on = not moved or is_begun_by_her(before.frames[-1])
        return begun_by_her(state, after) if goes_on else after, effects

    def _settle(
        self, below: tuple[Frame, ...], moved: engine.Moved, scene: Scene, *, began: bool = False
    ) -> tuple[State, tuple[Effect, ...]]:
        """What follows when a flow moved. `began` just now: then a fleeting question below is not asked again."""
        effects: tuple[Effect, ...] = tuple(effect for effect in moved.effects if not isinstance(effect, Begin))
        following = [effect.flow for effect in moved.effects if isinstance(effect, Begin)]
        below = without_declined(below, moved.effects)
        state = State((*below, moved.frame) if moved.frame else below, moved.asked)
        if any(isinstance(effect, Forget) for effect in effects):
            return State((), moved.asked), effects
        for name in following:
            state = State((), state.asked) if name == "stop" else without(state, name)
            state, more = self.begin(state, name, now_in(scene, effects))
            effects += more
        if moved.frame is None and not following and state.frames and not self._rests(state.frames[-1], began=began):
            state, more = self.step(danger.asked_again(state), Reminded(), now_in(scene, effects))
            effects += more
        return state, effects

    def _rests(self, frame: Frame, *, began: bool) -> bool:
        """Whether what lies below is not asked again."""
        return danger.rests(frame, MAX_TRIES) or (began and self.questions.is_fleeting(frame))

    def _outside(self, state: State, event: Event | None, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """Words that answer no question are for a human, who is told once."""
        if not isinstance(event, Replied) or not (event.text.strip() or event.media):
            return self.begin(state, "hello_again", scene)
        if scene.joined and (asked := self.words.asks_for(event.text, scene.language)):
            if wished := self._wished(without(state, CONTRIBUTING), event, scene):
                return wished
            if scene.next_meeting:
                return self._comes_or_not(without(state, CONTRIBUTING), event, scene, asked)
        if kind := self._courtesy(event, scene):
            thanked = scene.lately_thanked or (state.frames and state.frames[-1].flow == CONTRIBUTING)
            after, effects = (state, ()) if thanked else self.begin(state, "hello_again", scene)
            return after, (kind, *effects)
        task = for_the_team(event)
        if scene.lately_thanked:
            return state, (task,)
        after, effects = self.begin(without(state, CONTRIBUTING), CONTRIBUTING, scene)
        return after, (task, *effects)

    def _courtesy(self, event: Event, scene: Scene) -> Courtesy | None:
        """A "hello" or "thank you" is nothing that the team has to answer by a date."""
        if not isinstance(event, Replied) or event.media or event.taps:
            return None
        kind = scene.joined and scene.standing == "active" and self.words.is_courtesy(event.text)
        return Courtesy(event.text.strip()) if kind else None

    def _comes_or_not(
        self, state: State, event: Replied, scene: Scene, said: Asked
    ) -> tuple[State, tuple[Effect, ...]]:
        """An answer to the meeting that she was just asked about, or to the next one. Said among other words it is
        asked about, and the team reads the rest."""
        open_question = self.questions.of(state.frames[-1]) if state.frames else None
        asked: State = state
        question: tuple[Effect, ...] = ()
        if open_question is None or open_question.options != RSVP:
            asked, question = self.begin(without(state, "my_meeting"), "my_meeting", scene)
        if said.certain:
            return self.step(asked, event, scene, "yes" if said.wish == CAN_COME else "no")
        if not question:
            asked, question = self.step(state, Reminded(), scene)
        return asked, (for_the_team(event), *question)
