"""Between meetings: a short personal word when nothing else is due. Each time another one."""

from flows.around_a_meeting import HEARD
from flows.model import Answer, Answers, Effect, Flow, Option, Question, Step, Task, answer_of
from locales import N_

HOW_ARE_YOU = (
    N_("Hi {name}. How are you? Is there anything that we should know?"),
    N_("Hi {name}. We have not heard from you for a while. Is everything all right?"),
    N_("Hello {name}. We think of you. Is there something that we can do for you?"),
    N_("Hi {name}. How is the project for you so far? Tell us what is good and what is not."),
)
GREETING = N_("Hi {name}. These are special days for many people in our group. We wish you good days. How are you?")
GLAD = N_("Good to hear. You can always write to us here.")
SORRY = N_("We are sorry. Do you want to tell us more? Write it or say it. A person of the team answers.")
SORRY_NOTED = N_("Thank you. A person of the team answers you by {answer_by}.")
CALL_NOTED = N_("A person of the team writes to you here by {answer_by}.")

ANSWERS = (
    Option("good", N_("I am fine"), "🙂"),
    Option("not_good", N_("Not so good"), "🙁"),
    Option("call", N_("Please call me"), "📞"),
)


def _told(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Task("message", answer.text, answer.media, promise=True),) if answer.text or answer.media else ()


def _wrote(answers: Answers) -> bool:
    """Only then somebody has something to answer."""
    said = answer_of(answers, "sorry")
    return bool(said.text or said.media)


def _skipped(answers: Answers) -> bool:
    return not _wrote(answers)


def _call(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Task("call", promise=True),)


def _check_up(name: str, text: str, title: str = "") -> Flow:
    return Flow(
        name,
        (
            Step(
                "ask",
                (text,),
                Question(ANSWERS, fleeting=True),
                {"good": "glad", "not_good": "sorry", "*": "call"},
            ),
            Step("glad", (GLAD,)),
            Step(
                "sorry",
                (SORRY,),
                Question(words=True, skippable=True, fleeting=True),
                "noted",
                _told,
            ),
            Step("noted", (SORRY_NOTED,), then="heard", only=_wrote),
            Step("heard", (HEARD,), only=_skipped),
            Step("call", (CALL_NOTED,), do=_call),
        ),
        title,
    )


FLOWS = (
    *(_check_up(f"check_up_{number}", text) for number, text in enumerate(HOW_ARE_YOU)),
    _check_up("check_up_feast", GREETING, N_("Good wishes on a feast")),
)
