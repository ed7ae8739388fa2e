"""A flow that cannot work is refused before Brug starts, with its place and the reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import engine
from flows.checks import BrokenFlow, check_flows, check_texts, problems_of
from flows.model import END, Flow, Option, Question, Scene, Step
from flows.registry import all_flows
from tests.conversations import catalogues

YES_NO = Question((Option("yes", "Yes"), Option("no", "No")))


def test_every_flow_of_brug_holds_and_fits_every_channel_in_every_language() -> None:
    check_flows(all_flows())

    assert list(check_texts(all_flows(), catalogues())) == []


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ((Step("a", ("A",), then="b"),), "leads to b, which does not exist"),
        ((Step("a", ("A",)), Step("b", ("B",))), "b: no step leads here"),
        ((Step("a", ("A",)), Step("a", ("A",))), "two steps are called a"),
        ((Step("a", ("A",), then="b"), Step("b", ("B",), then="a")), "goes round without asking"),
        ((Step("a", ("A",), then="a"),), "goes round without asking"),
        ((Step("a", ("A",), Question()),), "takes no answer"),
        ((Step("a", (), YES_NO),), "asks without a text"),
        ((Step("a", ("A",), YES_NO, {"maybe": END, "*": END}),), "options that it does not have: maybe"),
        ((Step("a", ("A",), YES_NO, {"yes": END}),), "options that lead nowhere"),
        ((Step("a", ("A",), Question((Option("x", "X"), Option("x", "Y")))),), "two options have one id"),
        ((Step("a", ("A",), Question((Option("x" * 60, "X"),))),), "does not fit a button"),
        ((Step("a", ("A",), Question((Option("é", "X"),))),), "does not fit a button"),
        ((Step("a", ("1", "2", "3", "4", "5", "6")),), "more than 5 messages"),
        ((Step("a", ("A",), by="z"),), "chooses by z"),
    ],
)
def test_a_poisoned_flow_is_refused_with_its_reason(steps: tuple[Step, ...], reason: str) -> None:
    with pytest.raises(BrokenFlow, match=reason):
        check_flows({"poisoned": Flow("poisoned", steps)})


@pytest.mark.parametrize(("last", "problem"), [("nowhere", "leads to nowhere"), ("0", "goes round without asking")])
def test_a_flow_with_a_hundred_thousand_steps_is_checked_and_refused(last: str, problem: str) -> None:
    count = 100_000
    steps = tuple(Step(str(n), ("A",), then=str(n + 1) if n + 1 < count else last) for n in range(count))

    assert any(problem in line for line in problems_of(Flow("long", steps)))


def test_what_slips_through_the_checks_is_stopped_at_run_time() -> None:
    steps = (*(Step(str(n), ("A",), then=str(n + 1)) for n in range(100)), Step("100", ("B",)))

    with pytest.raises(engine.Runaway):
        engine.start(Flow("long", steps), Scene(texts=catalogues()), 0)


names = st.sampled_from(["a", "b", "c", "d"])
step_values = st.builds(
    Step,
    name=names,
    say=st.just(("Hello",)),
    ask=st.sampled_from([None, YES_NO]),
    then=st.one_of(st.just(END), names, st.dictionaries(st.sampled_from(["yes", "no", "*"]), names, min_size=1)),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(step_values, min_size=1, max_size=6))
def test_a_flow_that_passes_the_checks_never_runs_away(steps: list[Step]) -> None:
    flow = Flow("any", tuple(steps))
    if list(problems_of(flow)):
        return

    moved = engine.start(flow, Scene(texts=catalogues()), 0)

    assert moved.frame is None or flow.step(moved.frame.step) is not None
