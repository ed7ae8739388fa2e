"""One turn of one person: rights first, then the open question, then everything else. Pure.

A person stands on a stack of flows. A right that interrupts (her language, "what do you know about me") lies on top
of what was going on; when it is over, the question below is asked again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows import danger, engine, older_question
from flows.contributing import CONTRIBUTING
from flows.danger import DANGER, Alarm, Dangers
from flows.effects import Unkept, Vote
from flows.matching import parse_token
from flows.mediation import source_of
from flows.meeting import RSVP
from flows.model import (
    ABOUT,
    EACH,
    Answer,
    Answers,
    Become,
    Begin,
    Effect,
    Event,
    Expired,
    Flow,
    Forget,
    Frame,
    Question,
    Record,
    Reminded,
    Replied,
    Say,
    Scene,
    Started,
    State,
    Tell,
    answer_of,
    kept,
)
from flows.own_words import in_own_words
from flows.reading import (
    begins_with,
    command_of,
    for_the_team,
    in_each_language,
    now_in,
    opening_of,
    says_whether_she_comes,
    without_questions,
)
from flows.rights import SAID
from flows.stack import without, without_declined, without_same_question
from flows.trying import IT_IS_A_TEST, TEST
from flows.with_a_human import begun_by_her, for_whoever_talks, is_begun_by_her
from flows.words import Heard, Words
from locales import N_

RIGHTS = frozenset({"stop", "pause", "help", "language", "human", "my_data", "delete"})
COMMANDS = {
    "register": "register",
    "start": "",
    "planned": "planned",
    "hours": "wishes",
    "meeting": "my_meeting",
    "pilot": "pilot",
    "poll": "open_poll",
    "polls": "polls",
    "translate": "translate",
    "languages": "speaks",
}
MAX_DEPTH = 4
MAX_TRIES = 2
LISTEN = "listen:"
VOICE = "voice:"
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

    `opening`: where everybody begins, instead of where they stand; to try one flow. `dangers`: the words that mean
    danger; they count where the scene has help numbers.
    """

    flows: Mapping[str, Flow]
    words: Words
    opening: str = ""
    dangers: Dangers | None = None

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
        return self._begin(state, self.opening or opening_of(scene), scene)

    def _tap(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        numbers = {parse_token(tap)[0] for tap in event.taps}
        if state.frames and numbers == {state.frames[-1].number}:
            return self._step(state, event, scene)
        if _passes(state) and numbers == {state.frames[-2].number}:
            return self._step(without(state, state.frames[-1].flow), event, scene)
        if raised := danger.raised(state, numbers) or self._raised(state, numbers):
            return self._step(raised, event, scene)
        if numbers == {TEST}:
            return state, (Unkept(), Say(IT_IS_A_TEST, lang="" if scene.language else EACH))
        if not scene.language:
            return self._hello(state, scene)
        after, effects = self._step(state, Reminded(), scene) if state.frames else (state, ())
        return after, (Unkept(), Say(CLOSED), *effects)  # it may have been an anonymous question

    def _words(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """Danger interrupts everything. Where it is not sure, what she wrote is received, and then she is asked."""
        alarm = self._alarm(state, event, scene)
        if alarm and alarm.certain and not danger.was_told(state):
            received = (Unkept(),) if self._is_anonymous(state) else (danger.received(event),)
            after, effects = self._begin(without(state, DANGER), DANGER, scene, begins=danger.beginning(alarm))
            return after, (*received, *effects)
        after, effects = self._other_words(state, event, scene)
        if alarm and not _holds(after, DANGER) and not any(isinstance(one, Become | Forget) for one in effects):
            return self._ask_back(after, effects, alarm, scene)
        return after, effects

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
        after, asked = self._begin(state, DANGER, scene, begins=danger.beginning(alarm))
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
            return state, (danger.received(event), engine.ask(step, top, scene))
        after, effects = self._other_words(below, event, scene)
        if top.tries >= MAX_TRIES or _holds(after, DANGER):
            return after, effects
        again = replace(top, tries=top.tries + 1)
        asked = engine.ask(step, again, scene)
        return State((*after.frames, again), after.asked), (*without_questions(effects), asked)

    def _is_anonymous(self, state: State) -> bool:
        """Whether her words answer a question of which nothing is kept. One that takes no words is not answered so."""
        frame = state.frames[-2 if _passes(state) else -1] if state.frames else None
        question = self._question(frame) if frame else None
        return bool(question and question.anonymous and question.words)

    def _question(self, frame: Frame) -> Question | None:
        flow = self.flows.get(frame.flow)
        step = flow.step(frame.step) if flow else None
        return step.ask if step else None

    def _raised(self, state: State, numbers: set[int]) -> State | None:
        """With the question on top that these buttons are of, where it is one that nobody had to answer."""
        found = [one for one in state.frames if {one.number} == numbers and self._is_fleeting(one)]
        state = without(state, older_question.NAME)
        return State((*(one for one in state.frames if one not in found), *found), state.asked) if found else None

    def _older(self, state: State, event: Event, scene: Scene, meant: str) -> State | None:
        """With the anonymous question on top that lies below a newer one and that these words may answer, if any.

        The newer one is such that nobody has to answer it, and keeps her name. A mere "thank you" is for that.
        """
        if not isinstance(event, Replied) or not self._is_fleeting(state.frames[-1]) or self._is_anonymous(state):
            return None
        if self.words.is_courtesy(event.text):
            return None
        older = [one for one in state.frames if self._is_anonymous(State((one,)))][-1:]
        if not older or not self._fits(older[0], event, scene, state.asked, meant):
            return None
        return State((*(one for one in state.frames if one not in older), *older), state.asked)

    def _taken_for(self, older: State, event: Event, scene: Scene, meant: str) -> tuple[State, tuple[Effect, ...]]:
        """Her words answer it. She is asked whether that is right before anything else is asked."""
        after, effects = self._step(older, event, scene, meant)
        taken = next((effect for effect in effects if isinstance(effect, Vote)), None)
        if taken is None:
            return after, effects
        begins = older_question.beginning(taken)
        after, asked = self._begin(without(after, older_question.NAME), older_question.NAME, scene, begins=begins)
        return after, (*without_questions(effects), *asked)

    def _other_words(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        command = command_of(event.text)
        if command in COMMANDS:
            return self._command(state, event, command, scene)
        heard = self.words.hear(event.text, scene.language, self._open_kinds(state)) if event.text else None
        if self._is_for_a_human(state, event, scene, heard):
            return state, (for_whoever_talks(event),)
        if heard is not None and heard.intent in RIGHTS:
            return self._right(state, event, scene, heard)
        if says_whether_she_comes(event, scene) and self._may_turn_to_her_meeting(state):
            asked, _ = self._begin(without(state, "my_meeting"), "my_meeting", scene)
            return self._step(asked, event, scene)
        if state.frames:
            return self._step(state, event, scene, heard.intent if heard and heard.certain else "")
        return self._begin(state, opening_of(scene), scene, event)

    def _may_turn_to_her_meeting(self, state: State) -> bool:
        """Nothing is asked that she has to answer first, that these words answer, or of which nothing may be kept."""
        if not state.frames:
            return True
        question = self._question(state.frames[-1])
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
        if top and goes_on and self._fits(top, event, scene, state.asked, heard.intent if heard else ""):
            return False
        return not self._is_anonymous(state)

    def _command(self, state: State, event: Replied, command: str, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        if command == "start":
            return self._hello(state, scene)
        if not scene.language or (not scene.joined and scene.role == "participant"):
            return self._hello(state, scene)
        if command != "register":
            name = COMMANDS[command]
            name = "no_meeting" if name == "my_meeting" and not scene.next_meeting else name
            return self._begin_hers(without(state, name), name, scene)
        if scene.role != "outreach_worker":
            return state, (Say(NOT_ALLOWED),)
        after, effects = self._begin_hers(without(state, command), command, scene)
        place = event.text.partition(" ")[2].strip()
        return after, ((Record("place", place[:LONGEST_PLACE]), *effects) if place else effects)

    def _right(self, state: State, event: Replied, scene: Scene, heard: Heard) -> tuple[State, tuple[Effect, ...]]:
        name = heard.intent
        if not heard.certain:
            if name != "stop" or not scene.language:
                return self._step(state, event, scene) if state.frames else self._hello(state, scene)
            return self._unsure(state, event, scene)
        if name == "stop":
            after, effects = self._begin(State((), state.asked), "stop", scene)
            return after, effects if scene.language else tuple(map(in_each_language, effects))
        if not scene.language and name != "delete":
            return self._hello(state, scene)
        return self._begin_hers(without(without(state, name), LOST), name, scene)

    def _unsure(self, state: State, event: Replied, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """Is it a stop? What was no answer to anything is not lost if it is none."""
        free = not state.frames or (self._is_fleeting(state.frames[-1]) and not self._is_anonymous(state))
        aside = free and opening_of(scene) == "outside"
        begins = {SAID: kept(Answer(text=event.text.strip()))} if aside else None
        clear = without(without(state, "unsure_stop"), LOST)
        return self._begin_hers(clear, "unsure_stop", scene, begins)

    def _step(self, state: State, event: Event, scene: Scene, meant: str = "") -> tuple[State, tuple[Effect, ...]]:
        """Give the event to the flow on top; when that is over, ask again what lies below."""
        *below, top = state.frames
        flow = self.flows.get(top.flow)
        if flow is None:
            return self._hello(State(tuple(below), state.asked), scene)
        flow = in_own_words(flow, scene)
        edited = flow.step(top.step) is None
        moved = engine.advance(flow, top, event, scene, state.asked, meant)
        if moved.lost and _passes(state) and self._fits(below[-1], event, scene, state.asked, meant):
            return self._step(without(state, top.flow), event, scene, meant)
        if moved.lost and top.flow == DANGER:
            return self._beside_danger(state, event, flow, scene)
        if moved.lost and (older := self._older(state, event, scene, meant)):
            return self._taken_for(older, event, scene, meant)
        if moved.lost and self._is_fleeting(top):
            return self._aside(state, event, scene)
        if moved.lost:
            return self._lost(replace(state, frames=(*below, moved.frame or top)), flow, scene, event)
        after, effects = self._settle(tuple(below), moved, scene)
        return after, ((Say(START_OVER), *effects) if edited else effects)

    def _is_fleeting(self, frame: Frame) -> bool:
        question = self._question(frame)
        return question is not None and question.fleeting

    def _aside(self, state: State, event: Event, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """She says something else than what was asked, where nobody has to answer. Who says nothing is asked again."""
        if isinstance(event, Replied) and not (event.text.strip() or event.media):
            return self._step(state, Reminded(), scene)
        return self._begin(state, opening_of(scene), scene, event)

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
        wordless = isinstance(event, Replied) and not event.text.strip() and not event.media.startswith(VOICE)
        if top.tries > 1 and wordless:
            return state, ()  # an album comes as many messages at once: one answer is enough
        if not scene.language:
            return state, (engine.ask(step, top, scene),)
        if top.tries < MAX_TRIES:
            simpler = step.ask.again or (AGAIN_WORDS if step.ask.words else AGAIN)
            return state, (engine.ask(step, top, scene, simpler),)
        if top.flow == LOST:
            return self._begin(without(state, LOST), "human", scene)
        patient = replace(state, frames=(*state.frames[:-1], replace(top, tries=0)))
        return self._begin(without(patient, LOST), LOST, scene)

    def _begin(
        self, state: State, name: str, scene: Scene, event: Event | None = None, begins: Answers | None = None
    ) -> tuple[State, tuple[Effect, ...]]:
        if name == "outside":
            return self._outside(state, event, scene)
        known = begins or (scene.known if name == "signup" else begins_with(name, scene))
        state = without_same_question(state, name, answer_of(known, ABOUT).text, self.flows)
        moved = engine.start(self.flows[name], scene, state.asked, known)
        after, effects = self._settle(state.frames[-MAX_DEPTH:], moved, scene, began=True)
        if name == "stop" and scene.language and scene.standing == "active" and scene.role == "participant":
            after, why = self._begin(after, "leaving", scene)
            effects += why
        return after, effects

    def _begin_hers(
        self, state: State, name: str, scene: Scene, begins: Answers | None = None
    ) -> tuple[State, tuple[Effect, ...]]:
        """By a command or a word that always works."""
        after, effects = self._begin(state, name, scene, begins=begins)
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
        after, effects = self._begin(state, name, scene, begins=begins)
        goes_on = not moved or is_begun_by_her(before.frames[-1])
        return begun_by_her(state, after) if goes_on else after, effects

    def contact(
        self, state: State, openings: Sequence[tuple[str, Answers]], scene: Scene
    ) -> tuple[State, tuple[Effect, ...]]:
        """We write first. `openings` are flows with the answers they begin with, the most urgent first.

        The others lie below it and are asked when it is answered. Older questions that nobody had to answer are gone
        then, but not one that she answers in words and without her name: only another such question takes its place.
        What only tells leaves them open: her words still answer what she was asked, perhaps without her name.
        """
        asked = state.asked
        frames: tuple[Frame, ...] = ()
        said: tuple[Effect, ...] = ()
        question: tuple[Effect, ...] = ()
        for name, answers in reversed(openings):
            moved = engine.start(in_own_words(self.flows[name], scene), scene, asked, answers)
            asked = moved.asked
            if moved.frame:
                frames, question = (*frames, moved.frame), moved.effects
            else:
                said = (*moved.effects, *said)
        older = self._stay_open(state.frames, frames)
        return State((*older, *frames) if frames else state.frames, asked), (*said, *question)

    def _stay_open(self, older: tuple[Frame, ...], newer: tuple[Frame, ...]) -> tuple[Frame, ...]:
        again = any((question := self._question(one)) and question.anonymous for one in newer)
        stay = (f for f in older if not self._is_fleeting(f) or (not again and self._is_anonymous(State((f,)))))
        return tuple(stay)[1 - MAX_DEPTH :]

    def _outside(self, state: State, event: Event | None, scene: Scene) -> tuple[State, tuple[Effect, ...]]:
        """Words that answer no question are for a human, who is told once."""
        if not isinstance(event, Replied) or not (event.text.strip() or event.media):
            return self._begin(state, "hello_again", scene)
        task = for_the_team(event)
        if scene.lately_thanked:
            return state, (task,)
        after, effects = self._begin(without(state, CONTRIBUTING), CONTRIBUTING, scene)
        return after, (task, *effects)

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
            state, more = self._begin(state, name, now_in(scene, effects))
            effects += more
        quiet = began and bool(state.frames) and self._is_fleeting(state.frames[-1])
        if moved.frame is None and not following and state.frames and not quiet:
            state, more = self._step(state, Reminded(), now_in(scene, effects))
            effects += more
        return state, effects

    def _open_kinds(self, state: State) -> frozenset[str]:
        """Which everyday words (yes, no, skip, language names) are an answer just now."""
        if not state.frames:
            return frozenset()
        question = self._question(state.frames[-1])
        if question is None:
            return frozenset()
        kinds = {"languages"} if question.listed == "languages" else set()
        kinds |= {"yes_no"} if {"yes", "no"} <= {o.id for o in question.options} else set()
        kinds |= {"skip"} if question.skippable else set()
        kinds |= {question.about or "words"} if question.words else set()
        return frozenset(kinds)


def _passes(state: State) -> bool:
    """What is asked on top may be passed over: she was lost, or wrote aside, and her question is still there below."""
    return len(state.frames) > 1 and state.frames[-1].flow in (LOST, CONTRIBUTING)


def _is_meant(heard: Heard) -> bool:
    """Words that may be a stop are always asked about."""
    return heard.certain or heard.intent == "stop"


def _holds(state: State, flow: str) -> bool:
    return any(frame.flow == flow for frame in state.frames)
