"""What everybody may say at any point, in any language."""

from flows.effects import Leave
from flows.model import (
    EACH,
    END,
    Answer,
    Answers,
    Become,
    Begin,
    Consent,
    Effect,
    Flow,
    Forget,
    Option,
    Pause,
    Question,
    SetLanguage,
    Step,
    Task,
    Tell,
    answer_of,
)
from flows.signup import ASK_LANGUAGE
from locales import N_

YES_NO = (Option("yes", N_("Yes"), "✅"), Option("no", N_("No"), "✖️"))

STOPPED = N_("We stop. You get no more messages from us. If you want to come back, just write hello.")
HELP = N_(
    "We are the team of {lab}. Write here what you want to say or ask: a person reads it. "
    "These words always work: stop, pause, language, human, my data, delete. "
    "Are you in danger? Call 112."
)
HUMAN = N_("A person of the team writes to you here by {answer_by}. You can already write what it is about.")
PAUSED = N_("Good. We write again after your pause. You can always write to us before that.")
KEPT = N_("Good. We keep everything as it is.")
UNSURE_STOP = "unsure_stop"
SAID = "said"
"""Where `unsure_stop` finds the words that may have been a stop, if they were for nobody else."""
DELETED = N_("Everything about you is deleted. You are always welcome: just write hello.")


def _stop(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Consent("contact", False, STOPPED, "said"), Leave(), Become("stopped"))


def _stop_if_yes(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    """If not, the team gets her words, as it gets all others that answer no question."""
    words = answer_of(answers, SAID).text
    if answer.option == "yes":
        return (Begin("stop"),)
    return (Task("message", words, promise=True),) if words else ()


def _pause(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Pause(int(answer.option)),) if answer.option.isdecimal() else ()


def _wishes(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Begin("wishes"),)


def _language(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (SetLanguage(answer.option),) if answer.option else ()


def _human(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Task("human", promise=True),)


def _my_data(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Tell("my_data"),)


def _delete(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Forget("deleted"),)


def _welcome_back(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    if answer.option != "yes":
        return ()
    return (Consent("contact", True, ASK_BACK, "tapped"), Become("active"))


ASK_BACK = N_("Good to hear from you. Shall we write to you again?")

FLOWS = (
    Flow("stop", (Step("stopped", (STOPPED,), do=_stop),), N_("Stop")),
    Flow(
        UNSURE_STOP,
        (
            Step(
                "ask",
                (N_("Shall we stop writing to you?"),),
                Question(YES_NO),
                {"yes": END, "*": "kept"},
                _stop_if_yes,
            ),
            Step("kept", (KEPT,)),
        ),
        N_("Stop or not?"),
    ),
    Flow(
        "pause",
        (
            Step(
                "ask",
                (N_("How long do you want a pause?"),),
                Question(
                    (
                        Option("7", N_("1 week")),
                        Option("14", N_("2 weeks")),
                        Option("30", N_("1 month")),
                        Option("wishes", N_("Other hours or days")),
                    )
                ),
                {"wishes": "wishes", "*": "paused"},
                _pause,
            ),
            Step("wishes", do=_wishes),
            Step("paused", (PAUSED,)),
        ),
        N_("Pause"),
    ),
    Flow("help", (Step("help", (HELP,), names_rights=True),), N_("Help")),
    Flow(
        "language",
        (
            Step("ask", (ASK_LANGUAGE,), Question(listed="languages"), "changed", _language, lang_of=EACH),
            Step("changed", (N_("Good. From now on we write in this language."),)),
        ),
        N_("Language"),
    ),
    Flow("human", (Step("human", (HUMAN,), do=_human),), N_("A person of the team")),
    Flow("my_data", (Step("tell", do=_my_data),), N_("My data")),
    Flow(
        "delete",
        (
            Step(
                "ask",
                (N_("Shall we delete everything that we know about you? This cannot be undone."),),
                Question((Option("yes", N_("Yes, delete"), "🗑️"), Option("no", N_("No"), "✖️"))),
                {"yes": "deleted", "*": "kept"},
            ),
            Step("deleted", (DELETED,), do=_delete),
            Step("kept", (KEPT,)),
        ),
        N_("Delete my data"),
    ),
    Flow(
        "welcome_back",
        (
            Step("ask", (ASK_BACK,), Question(YES_NO), {"yes": "back", "*": "not_back"}, _welcome_back),
            Step("back", (N_("Welcome back. We write to you again."),)),
            Step("not_back", (N_("That is fine. We do not write to you."),)),
        ),
        N_("Back after a stop"),
    ),
)
