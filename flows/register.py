"""An outreach worker registers somebody on the street: in under a minute, with or without a phone."""

from flows.model import (
    EACH,
    Answer,
    Answers,
    Effect,
    Flow,
    Option,
    Question,
    Register,
    SetLanguage,
    Step,
    Tell,
    answer_of,
)
from flows.rights import YES_NO
from flows.signup import AGE_BANDS, ASK_LANGUAGE, CONSENT, INTRO, LONGEST_NAME
from locales import N_

HOW = (
    Option("read", N_("Read it and said yes")),
    Option("heard", N_("Heard it and said yes")),
    Option("interpreter", N_("Yes, with interpreter")),
    Option("later", N_("Decides later")),
    Option("no", N_("No")),
)


def _register(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    if answer.option == "no":
        return (Tell("count", {"count": "declined"}),)
    return (
        Register(
            name=answer_of(answers, "name").text,
            language=answer_of(answers, "language").option,
            age_band=answer_of(answers, "age").option,
            how="" if answer.option == "later" else answer.option,
        ),
    )


def _invite(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Tell("invitation"),)


def _worker_language(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (SetLanguage(answer.option),) if answer.option else ()


FLOWS = (
    Flow(
        "register",
        (
            Step(
                "phone",
                (N_("Does the person have their own phone here?"),),
                Question(YES_NO),
                {"yes": "code", "*": "language"},
            ),
            Step("code", do=_invite),
            Step(
                "language",
                (N_("Which language does the person want?"),),
                Question(listed="languages"),
                "name",
            ),
            Step(
                "name",
                (N_("What should we call the person? A nickname is fine."),),
                Question(words=True, about="name", longest=LONGEST_NAME),
                "age",
            ),
            Step("age", (N_("How old is the person?"),), Question(AGE_BANDS), "show"),
            Step("show", (INTRO, CONSENT), then="how", lang_of="language", sound="consent"),
            Step(
                "how",
                (N_("Please show this text or read it aloud. What does the person say?"),),
                Question(HOW),
                {"later": "later", "no": "no", "*": "registered"},
                _register,
            ),
            Step("registered", (N_("Thank you. {name} is registered. The team sees it now."),)),
            Step(
                "later",
                (N_("Good. {name} can say yes with this code within 7 days. After that we delete the name."),),
            ),
            Step("no", (N_("That is fine. We kept nothing."),)),
        ),
        N_("Sign somebody up on the street"),
    ),
    Flow(
        "welcome_worker",
        (
            Step("language", (ASK_LANGUAGE,), Question(listed="languages"), "welcome", _worker_language, lang_of=EACH),
            Step(
                "welcome",
                (N_("Hello {name}. You are an outreach worker of {lab}. To register somebody, write /register."),),
            ),
        ),
        N_("Welcome of an outreach worker"),
    ),
)
