"""A meeting: the invitation, the reminders, the change. Each takes an answer, and an answer may change at any time."""

from typing import Any

from flows.effects import Rsvp, StillOn
from flows.model import ABOUT, Answer, Answers, Effect, Flow, Option, Question, Record, Step, Tell, answer_of, kept
from locales import N_

INVITE = N_("Hi {name}. We meet on {when}. Place: {place}. Can you come?")
WEEK = N_("Hi {name}. In a week, on {when}, we meet. Place: {place}. Can you come?")
TOMORROW = N_("Hi {name}. Tomorrow we meet: {when}. Place: {place}. Can you come?")
HOURS = N_("Hi {name}. Today we meet: {when}. Place: {place}. We look forward to seeing you. Can you still come?")
MOVED = N_("Something changes, {name}. The meeting is now on {when}. Place: {place}. Can you come then?")
SEAT_FREE = N_("Good news, {name}. There is a seat for you at the meeting on {when}. Place: {place}. Can you come?")
MINE = N_("The next meeting is on {when}. Place: {place}. Can you come?")
NO_MEETING = N_("There is no date for the next meeting yet. We write to you when there is one.")
CANCELLED = N_(
    "The meeting on {when} does not take place. We are sorry. We tell you the new date as soon as we know it."
)

ASK_AGAIN = N_("Please tap one of these: can you come?")
NEEDS = N_("What do you need so that you can come? Tap all that you need, then “Done”.")
NEEDS_LANGUAGE = N_("Which language should the interpreter speak?")
NEEDS_CHILDREN = N_("How many children do you bring?")
SEE_YOU = N_("Thank you. See you there. If something changes, write: /meeting")
WHY_NOT = N_("Thank you for telling us. Why can you not come? You can tap, write, or skip this.")
NOT_COMING = N_("Thank you. We tell you what we decide there. If you can come after all, write: /meeting")
WAITING = N_("All seats are taken. You are on the waiting list: we write to you when there is a seat.")
MAYBE = N_("That is fine. We ask you again before the meeting.")

RSVP = (
    Option("yes", N_("I can come"), "✅"),
    Option("no", N_("I cannot come"), "✖️", aliases=("i can't come", "can't come", "cannot come")),
    Option("maybe", N_("Maybe"), "❔"),
)

COMES_OR_NOT = RSVP[:2]

REASONS = (
    Option("work", N_("Work"), "💼"),
    Option("time", N_("The time")),
    Option("childcare", N_("My children")),
    Option("travel", N_("The way there")),
    Option("ill", N_("I am ill")),
    Option("unsure", N_("I do not dare yet")),
    Option("other", N_("Something else")),
)

NEED_OPTIONS = (
    Option("interpreter", N_("Interpreter"), "💬"),
    Option("childcare", N_("Childcare"), "🧸"),
    Option("transport", N_("Help to get there"), "🚌"),
    Option("food", N_("Food I may eat"), "🍲"),
    Option("wheelchair", N_("Wheelchair access"), "♿"),
    Option("quiet_room", N_("A quiet room"), "🚪"),
)

CHILDREN = tuple(Option(str(n), str(n), literal=True) for n in range(1, 6))


def _rsvp(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Rsvp(answer_of(answers, ABOUT).text, answer.option),) if answer.option else ()


def _why(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    if not (answer.option or answer.text):
        return ()
    return (Rsvp(answer_of(answers, ABOUT).text, "no", answer.option or "other", answer.text),)


def _needs(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    """Asked once and remembered."""
    chosen = answer_of(answers, "needs")
    needs: dict[str, object] = {"options": list(chosen.options), "words": chosen.text}
    if language := answer_of(answers, "interpreter").option:
        needs["language"] = language
    if (children := answer_of(answers, "children").option).isdecimal():
        needs["children"] = int(children)
    return (Record("needs", needs), StillOn(answer_of(answers, ABOUT).text))


def _needs_interpreter(answers: Answers) -> bool:
    return "interpreter" in answer_of(answers, "needs").options


def _needs_childcare(answers: Answers) -> bool:
    return "childcare" in answer_of(answers, "needs").options


def _details(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Tell("meeting", {"meeting": answer_of(answers, ABOUT).text}),)


def _calendar(_: Answer, answers: Answers) -> tuple[Effect, ...]:
    return (Tell("calendar", {"meeting": answer_of(answers, ABOUT).text}),)


def _asks_needs(answers: Answers) -> bool:
    """Whether we do not know yet what she needs."""
    return not answer_of(answers, "known_needs").option


def beginning(about: str, *, needs_known: bool) -> dict[str, Any]:
    """The answers with which a flow about `about` ("meeting:12") begins: what is known is not asked again."""
    known = {"known_needs": kept(Answer(("yes",)))} if needs_known else {}
    return {ABOUT: kept(Answer(text=about))} | known if about else known


def asking(name: str, text: str, title: str = "") -> Flow:
    """A flow that tells of a meeting with `text` and asks who comes."""
    return Flow(
        name,
        (
            Step(
                "ask",
                (text,),
                Question(RSVP, again=ASK_AGAIN, fleeting=True),
                {"yes": "details", "no": "why", "*": "maybe"},
                _rsvp,
            ),
            Step("details", then="needs", do=_details),
            Step(
                "needs",
                (NEEDS,),
                Question(NEED_OPTIONS, several=True, words=True, words_field="needs_words", fleeting=True),
                "interpreter",
                only=_asks_needs,
            ),
            Step("interpreter", (NEEDS_LANGUAGE,), Question(listed="languages"), "children", only=_needs_interpreter),
            Step("children", (NEEDS_CHILDREN,), Question(CHILDREN), "noted", only=_needs_childcare),
            Step("noted", then="thanks", do=_needs, only=_asks_needs),
            Step("thanks", (SEE_YOU,)),
            Step("why", (WHY_NOT,), Question(REASONS, words=True, skippable=True, fleeting=True), "sorry", _why),
            Step("sorry", (NOT_COMING,)),
            Step("maybe", (MAYBE,)),
        ),
        title,
    )


def with_calendar(flow: Flow) -> Flow:
    """What it says first comes with the calendar file of the meeting."""
    return Flow(flow.name, (Step("calendar", then=flow.steps[0].name, do=_calendar), *flow.steps), flow.title)


FLOWS = (
    asking("invitation", INVITE),
    asking("reminder_week", WEEK),
    asking("reminder_day", TOMORROW),
    asking("reminder_hours", HOURS),
    with_calendar(asking("moved", MOVED)),
    asking("seat_free", SEAT_FREE),
    asking("my_meeting", MINE, N_("The next meeting")),
    Flow("no_meeting", (Step("none", (NO_MEETING,)),), N_("No meeting is planned")),
    Flow("waiting_list", (Step("waiting", (WAITING,)),), N_("The waiting list")),
    with_calendar(Flow("cancelled", (Step("cancelled", (CANCELLED,)),))),
)
