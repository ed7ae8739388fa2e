"""What is said when no question is open: hello again, and help when lost."""

from flows.model import Answer, Answers, Begin, Effect, Flow, Question, Step
from flows.rights import YES_NO
from locales import N_

HELLO_AGAIN = N_("Hello {name}. Write here what you want to say or ask.")


def _human_if_yes(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Begin("human"),) if answer.option == "yes" else ()


FLOWS = (
    Flow(
        "hello_again",
        (Step("hello", (HELLO_AGAIN,)),),
        N_("Hello again"),
    ),
    Flow(
        "lost",
        (
            Step(
                "ask",
                (N_("Sorry, we do not understand each other yet. Shall a person of the team write to you?"),),
                Question(YES_NO),
                do=_human_if_yes,
            ),
        ),
        N_("When we do not understand"),
    ),
)
