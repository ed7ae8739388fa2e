"""Before and after a meeting: how people come in, how they go out, what was decided, and who was missed."""

from flows.effects import Rsvp
from flows.meeting import REASONS
from flows.model import ABOUT, Answer, Answers, Effect, Flow, Option, Question, Step, Task, Tell, answer_of
from locales import N_

CHECK_IN = N_("How do you come to the meeting today?")
CHECK_OUT = N_("How do you go home after the meeting?")
CHECK_OUT_WORDS = N_("Thank you. What do you take with you? Write it, say it, or skip this.")
TAP_A_FACE = N_("Please tap the face that fits best.")
THANKS = N_("Thank you. Nobody sees who chose which face.")
HEARD = N_("Thank you for telling us.")
DECIDED = N_("This is what we decided, and what happens next: {decided}")
MISSED = N_("Hi {name}. We missed you at the meeting. Why could you not come? You can tap, write, or skip this.")
MISSED_THANKS = N_("Thank you. You are welcome at the next meeting.")

FACES = (
    Option("5", N_("Very good"), "😀"),
    Option("4", N_("Good"), "🙂"),
    Option("3", N_("So-so"), "😐"),
    Option("2", N_("Not so good"), "🙁"),
    Option("1", N_("Bad"), "😞"),
)


def _counted(kind: str, answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    """Kept as a number only: nobody learns whose face it was."""
    if not answer.option:
        return ()
    return (Tell("count", {"count": f"{kind}_{answer.option}", "place": answer_of(answers, ABOUT).text}),)


def _in(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    return _counted("check_in", answer, answers)


def _out(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    return _counted("check_out", answer, answers)


def _takeaway(answer: Answer, _: Answers) -> tuple[Effect, ...]:
    return (Task("takeaway", answer.text, answer.media),) if answer.text or answer.media else ()


def _why_missed(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    if not (answer.option or answer.text):
        return ()
    return (Rsvp(answer_of(answers, ABOUT).text, "missed", answer.option or "other", answer.text),)


_FACES = Question(FACES, again=TAP_A_FACE, fleeting=True, anonymous=True)

FLOWS = (
    Flow("check_in", (Step("face", (CHECK_IN,), _FACES, "thanks", _in), Step("thanks", (THANKS,)))),
    Flow(
        "check_out",
        (
            Step("face", (CHECK_OUT,), _FACES, "words", _out),
            Step(
                "words",
                (CHECK_OUT_WORDS,),
                Question(words=True, skippable=True, fleeting=True),
                "thanks",
                _takeaway,
            ),
            Step("thanks", (HEARD,)),
        ),
    ),
    Flow("decided", (Step("decided", (DECIDED,)),)),
    Flow(
        "missed",
        (
            Step("why", (MISSED,), Question(REASONS, words=True, skippable=True, fleeting=True), "thanks", _why_missed),
            Step("thanks", (MISSED_THANKS,)),
        ),
    ),
)
