"""Around the techniques: the result is told, an answer comes too late, the open question again, and a facilitator's
own list of polls."""

from flows.model import (
    ABOUT,
    Answer,
    Answers,
    Effect,
    Flow,
    Option,
    Question,
    Step,
    Tell,
    answer_of,
)
from flows.signup import asking_language
from locales import N_

LATE = N_(
    "Thank you. This question is closed: we could not count your answer, and did not keep it. You can write to us."
)
CLOSED = N_("That question is closed.")
WELCOME = N_("Hello {name}. You work for {lab}. To open or close a question of the lab, write /polls.")
NO_POLL = N_("There is no open question for you at the moment.")
NO_POLLS = N_("There are no questions to open or close today.")
WHICH_POLL = N_("These are the questions of your lab. Tap one to open or close it.")
NOTHING = Option("nothing", N_("Nothing now"))
"""Beside the others, so that a list of one is never taken for a choice."""


def _again(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Tell("open_poll"),)


def _result(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Tell("poll_result", {"poll": answer_of(answers, ABOUT).text}),)


def _list(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Tell("polls"),)


def _act(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    """An option is "open_12" or "close_12"."""
    act, poll = (*answer.option.split("_"), "")[:2]
    return (Tell("act_on_poll", {"act": act, "poll": f"poll:{poll}"}),) if poll else ()


FLOWS = (
    Flow(
        "welcome_team",
        (
            asking_language("welcome"),
            Step("welcome", (WELCOME,), then="list"),
            Step("list", do=_list),
        ),
        N_("Welcome of the team"),
    ),
    Flow("poll_result", (Step("tell", do=_result),)),
    Flow("poll_late", (Step("late", (LATE,)),), N_("An answer that comes too late")),
    Flow("poll_over", (Step("over", (CLOSED,)),), N_("A question that has closed")),
    Flow("open_poll", (Step("begin", do=_again),), N_("The open question again")),
    Flow("no_poll", (Step("none", (NO_POLL,)),), N_("No open question")),
    Flow("polls", (Step("list", do=_list),), N_("Questions of the lab")),
    Flow("no_polls", (Step("none", (NO_POLLS,)),), N_("No questions in the lab")),
    Flow(
        "polls_list",
        (Step("which", (WHICH_POLL,), Question(listed="polls", fleeting=True), do=_act),),
        N_("Open or close a question"),
    ),
)
