"""When we may write: the hours and days that a person likes, and how often. And what we plan to send."""

from typing import Any

from flows.everyday_words import PLANNED, Asked
from flows.model import Answer, Answers, Effect, Flow, Option, Pause, Question, Record, Step, Tell, answer_of, kept
from flows.rights import PAUSED
from locales import N_

ASK_HOURS = N_("When do you like our messages best? Tap all that fit, then “Done”.")
ASK_DAYS = N_("On which days shall we not write? Tap all that fit, then “Done”.")
ASK_LESS = N_("How often shall we write?")
NOTED = N_("Good. We do it like that. To see what we plan to send you, write: /planned")

HOURS = (
    Option("mornings", N_("Mornings"), "🌅"),
    Option("afternoons", N_("Afternoons"), "☀️"),
    Option("evenings", N_("Evenings"), "🌙"),
)
DAYS = (
    Option("0", N_("Monday")),
    Option("1", N_("Tuesday")),
    Option("2", N_("Wednesday")),
    Option("3", N_("Thursday")),
    Option("4", N_("Friday")),
    Option("5", N_("Saturday")),
    Option("6", N_("Sunday")),
)
OFTEN = (
    Option("normal", N_("As now")),
    Option("less", N_("Less often")),
)


def _hours(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Record("hours", list(answer.options) or None),)


def _days(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    """Six days at most: on one day at least we must be able to write."""
    return (Record("days_off", [int(day) for day in answer.options if day.isdecimal()][:6] or None),)


def _less(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Record("less_often", True if answer.option == "less" else None),)


def _planned(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Tell("planned"),)


IN_OWN_WORDS = {
    "hours": "as_wished",
    "days_off": "as_wished",
    "less_often": "as_wished",
    "pause": "paused",
    PLANNED: PLANNED,
}
"""What she may ask for in her own words, and the flow that does it."""


def beginning(asked: Asked) -> dict[str, Any]:
    """The answers with which that flow begins."""
    return {asked.wish: kept(Answer((asked.about,)))}


def _as_wished(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    """Days without messages come to those that she named before; the rest takes the place of what was."""
    hours, day = answer_of(answers, "hours").option, answer_of(answers, "days_off").option
    if hours:
        return (Record("hours", [hours]),)
    return (Record("days_off", [int(day)], adds=True),) if day else (Record("less_often", True),)


def _paused(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Pause(int(answer_of(answers, "pause").option)),)


FLOWS = (
    Flow(
        "wishes",
        (
            Step("hours", (ASK_HOURS,), Question(HOURS, several=True, fleeting=True), "days", _hours),
            Step("days", (ASK_DAYS,), Question(DAYS, several=True, fleeting=True), "less", _days),
            Step("less", (ASK_LESS,), Question(OFTEN, fleeting=True), "noted", _less),
            Step("noted", (NOTED,)),
        ),
        N_("My hours and days"),
    ),
    Flow("planned", (Step("tell", do=_planned),), N_("What we plan to send")),
    Flow("as_wished", (Step("noted", (NOTED,), do=_as_wished),), N_("A wish in somebody's own words")),
    Flow("paused", (Step("paused", (PAUSED,), do=_paused),), N_("A pause in somebody's own words")),
)
