"""One to one, before the first meeting: what it is for, what happens there, and when we talk next."""

from collections.abc import Callable

from flows.effects import FreeTalk, Learned, Prepared, TakeTalk
from flows.model import ABOUT, Answer, Answers, Effect, Flow, Option, Question, Record, Step, Task, answer_of
from locales import N_

HELLO = N_("Hi {name}. We want to prepare the first meeting with you. It takes five minutes. Do you have time now?")
HELLO_YOUNG = N_("Hi {name}. We want to tell you about the first meeting. It takes five minutes. Do you have time now?")
LATER = N_("That is fine. Tap “Now” when you have time.")
GOALS = N_(
    "We make a plan for the city together: newcomers, people who work here, and people who make the rules. "
    "We want your experience. You do not have to know anything about politics."
)
GOALS_YOUNG = N_(
    "Many people come together to make the city better. Adults decide too much without asking you. "
    "That is why we want to hear what you think. There are no wrong answers."
)
GOALS_OFFICIAL = N_(
    "We make a plan for the city together: newcomers, people who work here, and people who make the rules. "
    "Your task is to listen first. Newcomers often speak last: please leave them room."
)
DAY = N_(
    "How the day goes: we welcome you, we get to know each other, we talk in small groups of four or five, "
    "we eat together, and at the end we say what we take home. There are breaks. You can go out at any time."
)
DAY_YOUNG = N_(
    "How the day goes: we play a game to get to know each other. Then you talk in a small group, "
    "with somebody of your age. We eat together. You can stop or go out at any time."
)
PLACE_KNOWN = N_("The next meeting is on {when}. Place: {place}.")
RULE = N_("One rule for everybody: you may tell others what was said, but never who said it. So all can speak freely.")
WHO = N_(
    "About {people} people come: newcomers, people who work here, and people who make the rules. "
    "You know nobody? Most others do not either. Somebody of the team is there for you."
)
PLACES = N_(
    "We keep places for every group. Newcomers: {newcomers}. People who work here: {partners}. "
    "People who make the rules: {officials}."
)
ROLE = N_("For whom do you speak at the meeting?")
ROLE_OFFICIAL = N_("In which role do you come?")
WORRY = N_("Do you have a question, or does something worry you? Write it or say it. A person of the team answers.")
WORRY_NOTED = N_("Thank you. A person of the team answers you by {answer_by}.")
SLOT = N_("When shall we talk with each other? Choose a moment, or let us call you.")
SLOT_GONE = N_("Sorry, this moment is not free any more. Please choose another one, or let us call you.")
CALL = N_("Good. A person of the team writes to you by {answer_by} to find a moment.")
END_OF_IT = N_("Thank you, {name}. That was all for today.")

NOW_LATER = (
    Option("now", N_("Now"), "▶️"),
    Option("later", N_("Later"), "🕐"),
)
ON = (
    Option("on", N_("Go on"), "▶️"),
    Option("question", N_("I have a question"), "❓"),
)
CAPACITIES = (
    Option("self", N_("For myself")),
    Option("family", N_("For my family")),
    Option("group", N_("For a group")),
    Option("organisation", N_("For an organisation")),
    Option("city", N_("For the city")),
)
CALL_ME = "call"


def _question(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Task("question", answer.text, answer.media, promise=True),) if answer.text or answer.media else ()


def _capacity(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Record("capacity", answer.option or answer.text or None),)


def _slot(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    """The conversation ends with a date, or with the promise of one. Who writes something else is read by a person."""
    if answer.option.isdecimal():
        return (TakeTalk(answer.option),)
    return (Task("call", answer.text, answer.media, promise=True),)


def _other_moment(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (FreeTalk(),) if answer.option == "no" else ()


def _is_called(answers: Answers) -> bool:
    said = answer_of(answers, "slot")
    return said.option == CALL_ME or bool(said.text or said.media)


def _prepared(_: Answer, __: Answers) -> tuple[Effect, ...]:
    return (Prepared(),)


def _learned(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    about = answer_of(answers, ABOUT).text
    return (Learned(about),) if about else ()


def _wrote(name: str) -> Callable[[Answers], bool]:
    """Whether she asked something at the step `name`: then somebody answers, and she hears by when."""

    def wrote(answers: Answers) -> bool:
        said = answer_of(answers, name)
        return bool(said.text or said.media)

    return wrote


def _noted(name: str, then: str) -> Step:
    return Step(f"{name}_noted", (WORRY_NOTED,), then=then, only=_wrote(name))


def _part(name: str, text: str, then: str, needs: str = "") -> tuple[Step, ...]:
    """One thing to read, and room for a question about it. Without what it `needs` it is passed over."""
    asks = f"{name}_question"
    return (
        Step(name, (text,), Question(ON, fleeting=True), {"question": asks, "*": then}, needs=needs),
        Step(asks, (WORRY,), Question(words=True, skippable=True), f"{asks}_noted", _question),
        _noted(asks, then),
    )


def preparation(name: str, hello: str, goals: str, day: str, role: str, title: str = "") -> Flow:
    return Flow(
        name,
        (
            Step("hello", (hello,), Question(NOW_LATER, fleeting=True), {"now": "goals", "*": "later"}),
            Step("later", (LATER,), Question(NOW_LATER[:1], fleeting=True), "goals"),
            *_part("goals", goals, "date"),
            Step("date", then="place", do=_learned, needs="ahead"),
            *_part("place", PLACE_KNOWN, "day", needs="ahead"),
            *_part("day", day, "rule"),
            *_part("rule", RULE, "places"),
            Step("places", (PLACES,), then="who", needs="newcomers"),
            *_part("who", WHO, "role"),
            Step("role", (role,), Question(CAPACITIES, words=True, skippable=True, fleeting=True), "worry", _capacity),
            Step("worry", (WORRY,), Question(words=True, skippable=True, fleeting=True), "worry_noted", _question),
            _noted("worry", "slot"),
            *slot_steps("prepared"),
            Step("prepared", (END_OF_IT,), do=_prepared),
        ),
        title,
    )


def slot_steps(then: str) -> tuple[Step, ...]:
    """She picks a moment that somebody of the team has opened, asks for a call, or writes when she can."""
    return _slot_steps(SLOT, then)


def _slot_steps(text: str, then: str) -> tuple[Step, ...]:
    return (
        Step("slot", (text,), Question(listed="talks", words=True, again=SLOT_GONE), "call", _slot),
        Step("call", (CALL,), then=then, only=_is_called),
    )


FLOWS = (
    preparation("preparation", HELLO, GOALS, DAY, ROLE),
    preparation(
        "preparation_young",
        HELLO_YOUNG,
        GOALS_YOUNG,
        DAY_YOUNG,
        ROLE,
        N_("We prepare the meeting with somebody under 16"),
    ),
    preparation(
        "preparation_official",
        HELLO,
        GOALS_OFFICIAL,
        DAY,
        ROLE_OFFICIAL,
        N_("We prepare the meeting with a policy maker"),
    ),
    Flow("talk", (*slot_steps("fixed"), Step("fixed")), N_("Choose a moment to talk")),
    Flow(
        "talk_again",
        (
            *_slot_steps(SLOT_GONE, "fixed"),
            Step("fixed"),
        ),
        N_("Choose another moment to talk"),
    ),
    Flow(
        "talk_reminder",
        (
            Step(
                "ask",
                (N_("Hi {name}. We talk with each other on {talk}: {talk_place}. Does that still suit you?"),),
                Question(
                    (Option("yes", N_("Yes"), "✅"), Option("no", N_("Another moment"), "🔁")),
                    fleeting=True,
                ),
                {"yes": "good", "*": "slot"},
                _other_moment,
            ),
            Step("good", (N_("Good. Talk to you soon."),)),
            *slot_steps("moved"),
            Step("moved"),
        ),
    ),
)
