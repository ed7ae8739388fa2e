"""F24: every flow of Brug, spoilt at every step in each way that somebody may spoil it. None passes the checks."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import engine
from flows.checks import problems_of
from flows.matching import token
from flows.model import END, Answer, Flow, Option, Question, Replied, Scene, Step, answer_of
from flows.registry import all_flows
from tests.conversations import catalogues

STEPS = [(flow, step) for flow in all_flows().values() for step in flow.steps]
YES_NO = Question((Option("yes", "Yes"), Option("no", "No")))
WORDS = Question(words=True)


def spoilt(flow: Flow, step: Step, *more: Step) -> Flow:
    """`step` stands in the place of the one that has its name."""
    return Flow(flow.name, (*(step if one.name == step.name else one for one in flow.steps), *more))


def chain(flow: Flow, step: Step, length: int, *say: str) -> Flow:
    """After `step` come so many others that ask nothing."""
    names = [f"link{number}" for number in range(length)]
    links = [Step(name, say, then=then) for name, then in zip(names, [*names[1:], END], strict=True)]
    return spoilt(flow, replace(step, then=names[0]), *links)


POISONS: dict[str, Callable[[Flow, Step], Flow]] = {
    "leads nowhere": lambda f, s: spoilt(f, replace(s, then="nowhere")),
    "leads nowhere for one answer": lambda f, s: spoilt(f, replace(s, ask=YES_NO, then={"yes": END, "*": "nowhere"})),
    "leads back to the beginning": lambda f, s: spoilt(f, replace(s, then=f.steps[0].name)),
    "leads to itself": lambda f, s: spoilt(f, replace(s, then=s.name)),
    "asks, and asks again for ever": lambda f, s: spoilt(f, replace(s, say=("A",), ask=WORDS, then=s.name)),
    "two of one name": lambda f, s: Flow(f.name, (*f.steps, s)),
    "an island": lambda f, s: spoilt(f, s, Step("island", ("A",))),
    "an island that goes round": lambda f, s: spoilt(f, s, Step("i", ("A",), then="j"), Step("j", ("A",), then="i")),
    "takes no answer": lambda f, s: spoilt(f, replace(s, say=("A",), ask=Question(), then=END)),
    "asks without words": lambda f, s: spoilt(f, replace(s, say=(), ask=YES_NO)),
    "an option that leads nowhere": lambda f, s: spoilt(
        f, replace(s, say=("A",), ask=YES_NO, then={"yes": END}, by="")
    ),
    "a way for an option it lacks": lambda f, s: spoilt(
        f, replace(s, say=("A",), ask=YES_NO, then={"maybe": END, "*": END}, by="")
    ),
    "options with one id": lambda f, s: spoilt(
        f, replace(s, say=("A",), ask=Question((Option("x", "X"), Option("x", "Y"))))
    ),
    "an id too long for a button": lambda f, s: spoilt(
        f, replace(s, say=("A",), ask=Question((Option("x" * 60, "X"),)))
    ),
    "an id beyond ASCII": lambda f, s: spoilt(f, replace(s, say=("A",), ask=Question((Option("é", "X"),)))),
    "chooses by a stranger": lambda f, s: spoilt(f, replace(s, by="stranger")),
    "six messages": lambda f, s: spoilt(f, replace(s, say=("A",) * 6)),
    "six messages in three steps": lambda f, s: chain(f, s, 3, "A", "B"),
    "more steps than one turn takes": lambda f, s: chain(f, s, 60),
    "a brace that does not close": lambda f, s: spoilt(f, replace(s, say=("{name",))),
    "a brace that was not opened": lambda f, s: spoilt(f, replace(s, say=("name}",))),
    "a placeholder without a name": lambda f, s: spoilt(f, replace(s, say=("{}",))),
    "a numbered placeholder": lambda f, s: spoilt(f, replace(s, say=("{0}",))),
    "an attribute": lambda f, s: spoilt(f, replace(s, say=("{name.__class__.__mro__}",))),
    "an item": lambda f, s: spoilt(f, replace(s, say=("{name[0]}",))),
    "a conversion": lambda f, s: spoilt(f, replace(s, say=("{name!r}",))),
    "a form that fills the memory": lambda f, s: spoilt(f, replace(s, say=("{name:>999999999}",))),
    "a form inside a form": lambda f, s: spoilt(f, replace(s, say=("{name:{lab}}",))),
}


@pytest.mark.parametrize("poison", POISONS)
def test_a_flow_that_somebody_spoilt_is_refused_with_its_name(poison: str) -> None:
    taken = [
        f"{flow.name}.{step.name}"
        for flow, step in STEPS
        if not (problems := list(problems_of(POISONS[poison](flow, step)))) or not problems[0].startswith(flow.name)
    ]

    assert len(STEPS) > 200
    assert taken == []


names = st.sampled_from([f"s{number}" for number in range(12)])
targets = st.one_of(
    st.just(END),
    names,
    st.dictionaries(st.sampled_from(["yes", "no", "*"]), st.one_of(st.just(END), names), min_size=1),
)
some_steps = st.builds(
    Step,
    name=names,
    say=st.lists(st.sampled_from(["A", "B"]), min_size=1, max_size=3).map(tuple),
    ask=st.sampled_from([None, YES_NO]),
    then=targets,
    only=st.sampled_from([None, lambda answers: answer_of(answers, "s1") == Answer(("yes",))]),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(some_steps, min_size=1, max_size=12, unique_by=lambda step: step.name), st.lists(st.booleans()))
def test_a_flow_that_passes_the_checks_never_runs_away_whatever_is_answered(
    steps: list[Step], answers: list[bool]
) -> None:
    flow = Flow("any", tuple(steps))
    if list(problems_of(flow)):
        return
    scene = Scene(texts=catalogues())

    moved = engine.start(flow, scene, 0)
    for answer in [*answers, *[True] * len(steps)]:
        if moved.frame is None:
            break
        tap = token(moved.frame.number, "yes" if answer else "no")
        moved = engine.advance(flow, moved.frame, Replied(taps=(tap,)), scene, moved.asked)

    assert moved.frame is None
