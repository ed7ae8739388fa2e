"""Words outside a question are received as one for the team at once; what they are, she says with one tap, or never."""

from flows.around_a_meeting import HEARD
from flows.effects import Sort
from flows.model import ABOUT, Answer, Answers, Effect, Flow, Option, Question, Step, Tell, answer_of
from locales import N_

CONTRIBUTING = "contributing"
RECEIVED = N_("Thank you. A person of the team reads this and answers by {answer_by}. Is this a question for the team?")
NO_ANSWER = N_("That is fine. Then you do not get an answer to this.")

QUESTION, IDEA, SIGNAL, NEVER_MIND = "question", "idea", "signal", "never_mind"
SORTS = {"yes": QUESTION, "idea": IDEA, "signal": SIGNAL, "no": NEVER_MIND}
"""What each button makes of it. Yes and no, so that they can be said in any language."""


def _sorted(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Sort(SORTS[answer.option]),) if answer.option in SORTS else ()


def _due(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Tell("promise_due", {"question": answer_of(answers, ABOUT).text}),)


FLOWS = (Flow("promise_due", (Step("tell", do=_due),), N_("A question that waits for an answer")),)
"""To somebody of the team: what she has to answer."""
FLOW = Flow(
    CONTRIBUTING,
    (
        Step(
            "what",
            (RECEIVED,),
            Question(
                (
                    Option("yes", N_("Yes"), "❓"),
                    Option("idea", N_("It is an idea"), "💡"),
                    Option("signal", N_("Something is wrong"), "⚠️"),
                    Option("no", N_("Never mind"), "✖️"),
                ),
                fleeting=True,
            ),
            {"no": "no_answer", "*": "heard"},
            _sorted,
        ),
        Step("heard", (HEARD,)),
        Step("no_answer", (NO_ANSWER,)),
    ),
    N_("A question or an idea"),
)
