"""Place yourself, say why; see how the group stands; move if you want. Dutch: temperatuurtechniek.

Who stays, or does not answer again, keeps her place: the second round begins with a copy of the first one.
"""

from dataclasses import replace

from flows.model import Answer, Answers, Effect, Option, answer_of
from flows.techniques.asking import TAP, WHY, poll_flow, taps, writes
from flows.techniques.model import ROUND, SCALE, WORDS, Band, Part, Technique, vote
from flows.techniques.moments import ANY
from locales import N_

AGAIN = N_("{question}\n\nThis is how the group stands:\n{standing}\n\nWhere do you stand now? You may stay, or move.")
STAY = "stay"
PLACES = (
    Option("5", N_("I agree"), "🟩"),
    Option("4", N_("I mostly agree"), "🟢"),
    Option("3", N_("In between"), "🟡"),
    Option("2", N_("I mostly disagree"), "🟠"),
    Option("1", N_("I disagree"), "🟥"),
)
BANDS = (
    Band(Option("agree", N_("I agree"), "🟩"), ("5", "4")),
    Band(Option("between", N_("In between"), "🟡"), ("3",)),
    Band(Option("disagree", N_("I disagree"), "🟥"), ("2", "1")),
)
"""What is shown. Of five steps most would be hidden in a group of 24."""


def _is_first(answers: Answers) -> bool:
    return answer_of(answers, ROUND).text in ("", "1")


def _is_later(answers: Answers) -> bool:
    return not _is_first(answers)


def _moved(answer: Answer, answers: Answers) -> tuple[Effect, ...]:
    return vote("place", answer, answers)


TECHNIQUE = Technique(
    key="temperature",
    name=N_("Temperature"),
    about=N_("People place themselves from disagree to agree and say why. Then they see the group, and may move."),
    moments=ANY,
    flow=poll_flow(
        "temperature",
        replace(taps(TAP, "place", PLACES), only=_is_first),
        replace(writes(WHY, "why"), only=_is_first),
        replace(taps(AGAIN, "again", (Option(STAY, N_("I stay"), "📍"), *PLACES)), only=_is_later, do=_moved),
    ),
    parts=(Part("place", SCALE, options=PLACES, both_rounds=True, bands=BANDS), Part("why", WORDS, N_("Why"))),
    rounds=2,
    phases=frozenset({"co_creation", "recommendation"}),
)
