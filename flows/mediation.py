"""Mediators in a chat: which languages she speaks, a short text to translate, and one of another to look at."""

from flows.effects import Approve, Open, Translate
from flows.model import (
    ABOUT,
    Answer,
    Answers,
    Effect,
    Flow,
    Option,
    Question,
    Record,
    Scene,
    State,
    Step,
    answer_of,
)
from flows.signup import asking_language
from locales import N_

LONGEST = 2000
"""So many characters may a translation have."""

WELCOME = N_("Hello {name}. You are a mediator of {lab}: you help people to understand each other.")
ASK_SPEAKS = N_("Which languages do you speak well? Tap all of them, then “Done”.")
READY = N_("Thank you. Sometimes we send you a short text. If you want one now, write /translate")
GIVE = N_(
    "Can you say this in {target}? Write it in your own words, as you would say it.\n\n"
    "{source_language}:\n{source_words}"
)
WRITE = N_("Please write it, so that others can read it. Here is the text again.\n\n{source_language}:\n{source_words}")
TOO_LONG = N_("That is too long. Please write it shorter.")
SURE = N_("Thank you. Are you sure that it says the same?")
THANKS = N_("Thank you. Somebody else reads it before it goes out. If you want one more text, write /translate")
SKIPPED = N_("That is fine. We ask somebody else.")
CHECK = N_(
    "Somebody translated this text. Do both say the same?\n\n"
    "{source_language}:\n{source_words}\n\n{target}:\n{given_words}"
)
CHECKED = N_("Thank you. If you want one more text, write /translate")
NOTHING = N_("There is nothing to translate just now. Thank you for asking. To change your languages, write /languages")
OVER = N_("Thank you. This text is done already.")
NOT_A_MEDIATOR = N_("Mediators translate short texts here. Do you speak two languages well and want to help? Write it.")

TRANSLATING = ("translation", "translation_written")
"""The flows in which somebody writes a translation."""
CERTAIN = (Option("yes", N_("Yes"), "✅"), Option("unsure", N_("I am not sure"), "🤔"))
RIGHT = (Option("yes", N_("Yes"), "✅"), Option("no", N_("No"), "✖️"))


def _speaks(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Record("speaks", list(answer.options) or None),)


def _find(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Open("translation"),)


def _given(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    """At once: what she does not say after this must not cost what she wrote. A voice note is asked for in letters."""
    which = answer_of(answers, ABOUT).text
    return (Translate(which, answer.text, skip=not (answer.text or answer.media)),)


def _sure(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Translate(answer_of(answers, ABOUT).text, unsure=True),) if answer.option == "unsure" else ()


def _checked(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    which = answer_of(answers, ABOUT).text
    return (Approve(which, answer.option == "yes"),) if answer.option else (Translate(which, skip=True),)


def _asking(name: str, text: str, title: str = "") -> Flow:
    """What she writes is kept in the translation only, not beside her: it is somebody else's."""
    written = Question(words=True, skippable=True, fleeting=True, anonymous=True, longest=LONGEST, again=TOO_LONG)
    return Flow(
        name,
        (
            Step("give", (text,), written, {"": "skipped", "*": "sure"}, _given),
            Step("sure", (SURE,), Question(CERTAIN, fleeting=True), "thanks", _sure),
            Step("thanks", (THANKS,)),
            Step("skipped", (SKIPPED,)),
        ),
        title,
    )


def source_of(state: State, scene: Scene) -> tuple[str, str] | None:
    """The words that she is asked to translate just now, and their language. None: what she writes is her own."""
    top = state.frames[-1] if state.frames else None
    if top is None or top.step != "give" or top.flow not in TRANSLATING:
        return None
    known = scene.about.get(answer_of(top.answers, ABOUT).text, {})
    return str(known.get("source_words", "")), str(known.get("source_code", ""))


_WHICH = Question(listed="languages", several=True, fleeting=True)
FLOWS = (
    Flow(
        "welcome_mediator",
        (
            asking_language("welcome"),
            Step("welcome", (WELCOME,), then="which"),
            Step("which", (ASK_SPEAKS,), _WHICH, "ready", _speaks),
            Step("ready", (READY,)),
        ),
        N_("Welcome of a mediator"),
    ),
    Flow(
        "speaks",
        (Step("which", (ASK_SPEAKS,), _WHICH, "find", _speaks), Step("find", do=_find)),
        N_("Languages of a mediator"),
    ),
    Flow("translate", (Step("find", do=_find),), N_("To translate")),
    _asking(TRANSLATING[0], GIVE),
    _asking(TRANSLATING[1], WRITE, N_("A translation in writing")),
    Flow(
        "translation_check",
        (
            Step("check", (CHECK,), Question(RIGHT, skippable=True, fleeting=True), "thanks", _checked),
            Step("thanks", (CHECKED,)),
        ),
        N_("A translation to look at"),
    ),
    Flow("no_translation", (Step("none", (NOTHING,)),), N_("Nothing to translate")),
    Flow("translation_over", (Step("over", (OVER,)),), N_("A text that is done already")),
    Flow("no_mediator", (Step("not", (NOT_A_MEDIATOR,)),), N_("Who is no mediator")),
)
