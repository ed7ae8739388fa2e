"""A newcomer signs up: seven messages from hello to done, the same on every channel."""

from flows.model import (
    EACH,
    Answer,
    Answers,
    Become,
    Consent,
    Effect,
    Flow,
    Forget,
    Join,
    Option,
    Question,
    Record,
    SetLanguage,
    Step,
    Task,
)
from locales import N_

ASK_LANGUAGE = N_("Which language do you want to use?")

INTRO = N_(
    "Hello, we are the team of {lab}. "
    "We bring people of the city together to make new plans for the city. "
    "Here you get news and you can ask everything: a person reads what you write."
)

CONSENT = N_(
    "May we write to you? We keep your name, your language, your age group, what you tell us, and how to reach you. "
    "Only the team of {lab} sees it. The company of your messenger, for example Telegram, can see our messages. "
    "You can stop at any time with one word: stop. If you write “delete”, we delete everything."
)

ASK_QUESTION = N_("What do you want to know? Write it or record your voice. A person of the team answers you.")
QUESTION_NOTED = N_("Thank you. A person of the team answers you by {answer_by}.")
ASK_CONSENT_AGAIN = N_("May we write to you? You can also decide later.")
DECLINED = N_("That is fine. We keep nothing about you. You are always welcome: just write hello.")
DECLINED_ASKED = N_(
    "That is fine. We keep nothing about you, so we cannot answer your question. "
    "You are always welcome: just write hello."
)

ASK_NAME = N_("What should we call you? A nickname is fine.")
ASK_NAME_AGAIN = N_("Please write a name, or any word that we may call you.")
ASK_AGE = N_("How old are you?")
ASK_TIMES = N_(
    "When do you have time? Tap all that fit. You can also write or say what you like to do or what you are good at. "
    "Then tap “Done”."
)
ASK_TIMES_AGAIN = N_("Tap the times that suit you, then “Done”. Or write the numbers, for example: 1 3")
TIMES_NOTED = N_("Thank you, we noted that. And when do you have time?")

ASK_GUARDIAN = N_(
    "You are under 16. So a parent or guardian must say yes too. "
    "How can we reach them? Write a name and a phone number, or record your voice."
)

WELCOME = N_(
    "Thank you, {name}. A person of the team writes to you by {answer_by} about the next meeting. "
    "These words always work: stop, pause, help, language, human, my data, delete."
)
WELCOME_YOUNG = N_(
    "Thank you, {name}. First we talk with your parent or guardian. Until then we only answer when you write. "
    "These words always work: stop, pause, help, language, human, my data, delete."
)

LONGEST_NAME = 60

CONSENT_OPTIONS = (
    Option("yes", N_("Yes"), "✅"),
    Option("no", N_("No"), "✖️"),
    Option("question", N_("I have a question"), "❓"),
)

AGE_BANDS = (
    Option("under_16", N_("Under 16"), span=(6, 15)),
    Option("16-17", N_("16 or 17"), span=(16, 17)),
    Option("18-25", N_("18 to 25"), span=(18, 25)),
    Option("26-59", N_("26 to 59"), span=(26, 59)),
    Option("60+", N_("60 or older"), span=(60, 120)),
)

TIMES = (
    Option("mornings", N_("Mornings"), "🌅"),
    Option("afternoons", N_("Afternoons"), "☀️"),
    Option("evenings", N_("Evenings"), "🌙"),
    Option("weekends", N_("Weekends"), "📅"),
)


def _language(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (SetLanguage(answer.option),) if answer.option else ()


def _lab(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Join(answer.option),) if answer.option else ()


def _consent(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Consent("participation", True, CONSENT, "tapped"),) if answer.option == "yes" else ()


def _question(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Task("question", answer.text, answer.media, promise=True),)


def _name(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Record("name", answer.text or None),)


def _age(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Record("age_band", answer.option),)


def _times(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    interests = {"text": answer.text, "voice": answer.media} if answer.media else answer.text
    return (Record("times", list(answer.options)), Record("interests", interests or None))


def _guardian(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Task("guardian", answer.text, answer.media),)


def _forget(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Forget("declined"),)


def _active(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Become("active"), Task("welcome", promise=True))


def _waiting(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Become("waiting_guardian"),)


def asking_language(then: str) -> Step:
    """Whoever comes to us begins with it: each language in its own script."""
    return Step("language", (ASK_LANGUAGE,), Question(listed="languages"), then, _language, lang_of=EACH)


FLOW = Flow(
    "signup",
    (
        asking_language("lab"),
        Step("lab", (N_("Which group do you want to join?"),), Question(listed="labs"), "intro", _lab),
        Step("intro", (INTRO,), then="consent", sound="intro"),
        Step(
            "consent",
            (CONSENT,),
            Question(CONSENT_OPTIONS),
            {"yes": "name", "question": "question", "*": "declined"},
            _consent,
            sound="consent",
        ),
        Step("question", (ASK_QUESTION,), Question(words=True), "noted", _question),
        Step("noted", (QUESTION_NOTED,), then="consent_again"),
        Step(
            "consent_again",
            (ASK_CONSENT_AGAIN,),
            Question(CONSENT_OPTIONS[:2]),
            {"yes": "name", "*": "declined_asked"},
            _consent,
        ),
        Step("declined_asked", (DECLINED_ASKED,), do=_forget),
        Step("declined", (DECLINED,), do=_forget),
        Step(
            "name",
            (ASK_NAME,),
            Question(words=True, again=ASK_NAME_AGAIN, about="name", longest=LONGEST_NAME),
            "age",
            _name,
        ),
        Step("age", (ASK_AGE,), Question(AGE_BANDS), "times", _age),
        Step(
            "times",
            (ASK_TIMES,),
            Question(
                TIMES, several=True, words=True, words_field="interests", again=ASK_TIMES_AGAIN, noted=TIMES_NOTED
            ),
            {"under_16": "guardian", "*": "welcome"},
            _times,
            by="age",
        ),
        Step(
            "guardian", (ASK_GUARDIAN,), Question(words=True, skippable=True, about="phone"), "welcome_young", _guardian
        ),
        Step("welcome", (WELCOME,), do=_active, names_rights=True),
        Step("welcome_young", (WELCOME_YOUNG,), do=_waiting, names_rights=True),
    ),
    N_("Sign-up"),
)
