"""After somebody has left: one friendly question, which needs no answer."""

from flows.effects import Leave
from flows.model import Answer, Answers, Effect, Flow, Option, Question, Step
from locales import N_

WHY = N_("May we ask why? You need not answer.")
AGAIN = N_("Thank you. May a person of the team ask you once more in half a year?")
BYE_AGAIN = N_("Good. We ask you once, in half a year. All the best, {name}.")
BYE = N_("All the best, {name}.")

REASONS = (
    Option("work", N_("Work"), "💼"),
    Option("moved", N_("I moved away")),
    Option("time", N_("No time")),
    Option("not_heard", N_("I was not heard")),
    Option("childcare", N_("My children")),
    Option("other", N_("Something else")),
    Option("rather_not", N_("I'd rather not say")),
)
YES_NO = (Option("yes", N_("Yes"), "✅"), Option("no", N_("No"), "✖️"))


def _why(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Leave(answer.option),)


def _again(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Leave(again=True),) if answer.option == "yes" else ()


FLOWS = (
    Flow(
        "leaving",
        (
            Step("why", (WHY,), Question(REASONS, fleeting=True), "again", _why),
            Step("again", (AGAIN,), Question(YES_NO, fleeting=True), {"yes": "yes", "*": "no"}, _again),
            Step("yes", (BYE_AGAIN,)),
            Step("no", (BYE,)),
        ),
        N_("Why somebody leaves"),
    ),
)
