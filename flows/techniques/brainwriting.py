"""Write ideas; then each gets the idea of somebody else and builds on it, round after round. Nobody knows whose.

Which idea she gets is decided in lab/brainwriting. The message that hands it on is not kept.
"""

from dataclasses import replace

from flows.model import Answers, answer_of
from flows.techniques.asking import poll_flow, writes
from flows.techniques.model import ROUND, WORDS, Part, Setting, Technique
from flows.techniques.moments import ANY
from locales import N_

MOST_IDEAS = 3
IDEA = N_("{question}\n\nWrite or say one idea. Your name is not kept with it.")
ANOTHER = N_("Do you have another idea? Write it, say it, or skip this.")
HANDED = N_("This idea is from somebody else:\n{idea}\n{idea_original}")
BUILD = N_("What can you add to this idea? Write it, say it, or skip this. Your name is not kept with it.")


def _writes_ideas(answers: Answers) -> bool:
    return answer_of(answers, ROUND).text in ("", "1")


def _builds(answers: Answers) -> bool:
    return not _writes_ideas(answers)


TECHNIQUE = Technique(
    key="brainwriting",
    name=N_("Brainwriting"),
    about=N_("Everybody writes ideas. Then each gets the idea of somebody else and adds to it, in rounds."),
    moments=ANY,
    flow=poll_flow(
        "brainwriting",
        replace(writes(BUILD, "build", HANDED), only=_builds),
        replace(writes(IDEA, "idea", skippable=False), only=_writes_ideas),
        replace(writes(ANOTHER, "idea", place=2, enough=True), only=_writes_ideas),
        replace(writes(ANOTHER, "idea", place=3), only=_writes_ideas),
    ),
    parts=(Part("idea", WORDS, N_("Ideas"), most=MOST_IDEAS), Part("build", WORDS, N_("Ideas that grew"))),
    settings=(Setting("rounds", N_("How many rounds"), least=2, most=5, usual=3),),
    rounds=3,
    phases=frozenset({"co_creation"}),
)
