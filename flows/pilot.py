"""Pilots in a chat: how it goes, what happened, what is needed; what others hear of it; a step that was reached."""

from flows.check_up import SORRY_NOTED
from flows.effects import Open, React, Report
from flows.model import ABOUT, Answer, Answers, Effect, Flow, Option, Question, Step, Tell, answer_of
from locales import N_

HOW_GOES = N_("Hi {name}. How is it going with “{pilot}”?")
REACTIONS = N_("Others read your news about “{pilot}”: {signs}")
WHAT_HAPPENED = N_("What happened? Write it, say it or send a photo. You can also skip this.")
NEED = N_("What do you need? The team of the lab helps. You can also skip this.")
REPORTED = N_("Thank you. The team of the lab reads it first, then the others hear of it.")
NO_PILOT = N_("You are in no pilot at the moment. If you have an idea for one, write it here.")
WHICH_PILOT = N_("Which pilot do you want to tell about?")

NEWS = N_("News of our pilots:\n{news}")
WHICH_NEWS = N_("Do you want to say something to a team? Tap its pilot.")
SIGN = N_("Do you want to say something to the team? One tap is enough.")
SIGNED = N_("Thank you. The team of the pilot sees it. Do you want to say more? Write it here.")
MILESTONE = N_("Good news, {name}. “{pilot}” has reached a step: {milestone} 🎉 Thank you for your help.")

HOW = (
    Option("on_track", N_("On track"), "🙂"),
    Option("slow", N_("Slow"), "🐢"),
    Option("stuck", N_("Stuck"), "⛔"),
    Option("done", N_("We are done"), "🎉"),
)
SIGNS = (
    Option("up", N_("Well done"), "👍"),
    Option("heart", N_("I like it a lot"), "❤️"),
    Option("idea", N_("I get ideas"), "💡"),
    Option("thanks", N_("Thank you"), "🙏"),
)
_OWN_WORDS = Question(words=True, skippable=True, fleeting=True)
_PICTURES = {"voice": "🎤", "photo": "📷"}
ALL_OF_HERS = "pilot:0"
"""What a question is about that asks which of her pilots she means."""


def _find(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Open("pilot"),)


def _chosen(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Open("pilot", answer.option),) if answer.option else ()


def _how(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    """At once: what she does not say after this must not cost what she said."""
    return (Report(answer_of(answers, ABOUT).text, how=answer.option),) if answer.option else ()


def _what(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    if not (answer.text or answer.media):
        return ()
    return (Report(answer_of(answers, ABOUT).text, words=answer.text, media=answer.media),)


def _need(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    """What is said instead of written is heard by the team."""
    if not (answer.text or answer.media):
        return ()
    return (
        Report(
            answer_of(answers, ABOUT).text,
            media=answer.media,
            need=answer.text or _PICTURES[answer.media.partition(":")[0]],
        ),
    )


def _needs_help(answers: Answers) -> bool:
    needed = answer_of(answers, "need")
    return bool(needed.text or needed.media) or answer_of(answers, "how").option == "stuck"


def _needs_none(answers: Answers) -> bool:
    return not _needs_help(answers)


def _has_signs(answers: Answers) -> bool:
    return bool(answer_of(answers, "signs").text)


def _files(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Tell("pilot_files", {"update": answer_of(answers, ABOUT).text}),)


def _sign(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    update = answer_of(answers, "which").option
    return (React(f"update:{update}", answer.option),) if update and answer.option else ()


FLOWS = (
    Flow("pilot", (Step("find", do=_find),), N_("Tell about a pilot")),
    Flow("no_pilot", (Step("none", (NO_PILOT,)),), N_("Who is in no pilot")),
    Flow(
        "pilot_choice",
        (Step("which", (WHICH_PILOT,), Question(listed="pilots", fleeting=True), do=_chosen),),
        N_("Which pilot it is about"),
    ),
    Flow(
        "pilot_report",
        (
            Step("signs", (REACTIONS,), then="how", only=_has_signs),
            Step("how", (HOW_GOES,), Question(HOW, fleeting=True), "what", _how),
            Step(
                "what",
                (WHAT_HAPPENED,),
                _OWN_WORDS,
                "need",
                _what,
            ),
            Step(
                "need",
                (NEED,),
                _OWN_WORDS,
                "help",
                _need,
            ),
            Step("help", (SORRY_NOTED,), then="thanks", only=_needs_help),
            Step("thanks", (REPORTED,), only=_needs_none),
        ),
        N_("Report about a pilot"),
    ),
    Flow(
        "pilot_news",
        (
            Step("files", then="news", do=_files),
            Step("news", (NEWS,), then="which"),
            Step("which", (WHICH_NEWS,), Question(listed="updates", fleeting=True), "sign"),
            Step("sign", (SIGN,), Question(SIGNS, fleeting=True), "thanks", _sign),
            Step("thanks", (SIGNED,)),
        ),
    ),
    Flow("milestone", (Step("reached", (MILESTONE,)),)),
)
