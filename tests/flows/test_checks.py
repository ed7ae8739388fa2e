"""A flow that cannot work is refused before Brug starts, with its place and the reason."""

import pytest

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
        ((Step("a", ("A",), YES_NO, "b"), Step("b", ("B",), YES_NO, "a")), "what was answered is not asked again"),
        ((Step("a", ("1", "2", "3"), then="b"), Step("b", ("4", "5", "6"))), "a: from here up to 6 messages"),
        ((Step("a", ("{name.__class__}",)),), "more than a name"),
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


def test_every_step_that_says_which_words_always_work_is_marked_as_one() -> None:
    says = {
        f"{flow.name}.{step.name}": step.names_rights
        for flow in all_flows().values()
        for step in flow.steps
        if any("These words always work" in text for text in step.say)
    }

    assert says == dict.fromkeys(("help.help", "signup.welcome", "signup.welcome_young"), True)
