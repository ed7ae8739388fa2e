"""A new version of Brug while people are in the middle of it: at every question of every flow, whatever was edited."""

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

import pytest

from flows.model import END, Answer, Flow, Frame, Option, Question, State, Step, kept
from flows.registry import all_flows
from tests.conversations import Talk, member

QUESTIONS = [(flow.name, step.name) for flow in all_flows().values() for step in flow.steps if step.ask]


def removed(flow: Flow, name: str) -> Flow:
    """The step is gone, and nothing leads to it any more."""
    steps = tuple(_without_target(step, name) for step in flow.steps if step.name != name)
    return Flow(flow.name, steps or (Step("new", ("New?",), Question(words=True)),))


def renamed(flow: Flow, name: str) -> Flow:
    steps = tuple(_with_target(step, name, "renamed") for step in flow.steps)
    return Flow(flow.name, tuple(replace(s, name="renamed") if s.name == name else s for s in steps))


def asks_no_more(flow: Flow, name: str) -> Flow:
    return Flow(
        flow.name, tuple(replace(s, ask=None, then=_first_target(s)) if s.name == name else s for s in flow.steps)
    )


def other_options(flow: Flow, name: str) -> Flow:
    new = Question((Option("other", "Other", literal=True), Option("none", "None", literal=True)))
    return Flow(
        flow.name, tuple(replace(s, ask=new, then=_first_target(s)) if s.name == name else s for s in flow.steps)
    )


def answered(flow: Flow, until: str, which: int) -> dict[str, object]:
    """All that the flow asks before one question, with the first option each time or the last."""
    before = takewhile(lambda step: step.name != until, flow.steps)
    asked = {step.name: step.ask.options for step in before if step.ask}
    return {name: kept(Answer((options[which].id,) if options else (), "words")) for name, options in asked.items()}


def _first_target(step: Step) -> str:
    return step.then if isinstance(step.then, str) else next(iter(step.then.values()))


def _with_target(step: Step, old: str, new: str) -> Step:
    if isinstance(step.then, str):
        return replace(step, then=new if step.then == old else step.then)
    return replace(step, then={option: new if target == old else target for option, target in step.then.items()})


def _without_target(step: Step, name: str) -> Step:
    return _with_target(step, name, END)


@pytest.mark.parametrize("answers", [None, 0, -1])
@pytest.mark.parametrize("edit", [removed, renamed, asks_no_more, other_options])
@pytest.mark.parametrize(("flow", "step"), QUESTIONS)
def test_somebody_at_any_question_goes_on_after_an_edit(
    flow: str, step: str, edit: Callable[[Flow, str], Flow], answers: int | None
) -> None:
    talk: Talk = member(role="outreach_worker")
    talk.flows = {**all_flows(), flow: edit(all_flows()[flow], step)}
    before = {} if answers is None else answered(all_flows()[flow], step, answers)
    talk.state = State((Frame(flow, step, number=7, answers=before),), 7)

    talk.says("1")
    talk.taps_old(7, "yes")

    assert talk.said
    assert all(frame.step in {s.name for s in talk.flows[frame.flow].steps} for frame in talk.state.frames)
