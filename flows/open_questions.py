"""Which question is open, and what answers it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows import engine
from flows.contributing import CONTRIBUTING
from flows.model import Event, Flow, Frame, Question, Scene, State

LOST = "lost"


@dataclass(frozen=True, slots=True)
class OpenQuestions:
    """`flows`: all of them, by name."""

    flows: Mapping[str, Flow]

    def of(self, frame: Frame) -> Question | None:
        flow = self.flows.get(frame.flow)
        step = flow.step(frame.step) if flow else None
        return step.ask if step else None

    def is_fleeting(self, frame: Frame) -> bool:
        question = self.of(frame)
        return question is not None and question.fleeting

    def is_anonymous(self, state: State) -> bool:
        """Whether her words answer a question of which nothing is kept. One that takes no words is not answered so."""
        frame = state.frames[-2 if passes(state) else -1] if state.frames else None
        question = self.of(frame) if frame else None
        return bool(question and question.anonymous and question.words)

    def fits(self, frame: Frame, event: Event, scene: Scene, asked: int, meant: str) -> bool:
        """Whether this answers the question below: she found her way by herself."""
        flow = self.flows.get(frame.flow)
        return flow is not None and not engine.advance(flow, frame, event, scene, asked, meant).lost

    def kinds(self, state: State) -> frozenset[str]:
        """Which everyday words (yes, no, skip, language names) are an answer just now."""
        question = self.of(state.frames[-1]) if state.frames else None
        if question is None:
            return frozenset()
        kinds = {"languages"} if question.listed == "languages" else set()
        kinds |= {"yes_no"} if {"yes", "no"} <= {o.id for o in question.options} else set()
        kinds |= {"skip"} if question.skippable else set()
        kinds |= {question.about or "words"} if question.words else set()
        return frozenset(kinds)


def passes(state: State) -> bool:
    """What is asked on top may be passed over: she was lost, or wrote aside, and her question is still there below."""
    return len(state.frames) > 1 and state.frames[-1].flow in (LOST, CONTRIBUTING)
