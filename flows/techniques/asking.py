"""How techniques ask: the texts that they share, and their steps. Nobody has to answer; nothing of it is kept."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from flows.around_a_meeting import TAP_A_FACE
from flows.model import Answers, Flow, Option, Question, Step, answer_of
from flows.techniques.model import OWN_OPTIONS, vote
from locales import N_

TAP = N_("{question}\n\nTap your answer. Your name is not kept with it.")
FACE = N_("{question}\n\nTap the face that fits best. Your name is not kept with it.")
WRITE = N_("{question}\n\nWrite it or say it. Your name is not kept with it.")
WHY = N_("Why? Write it, say it, or skip this.")
MORE = N_("Do you want to say more? Write it, say it, or skip this.")
FEWER_WORDS = N_("That is very long. Please say it in fewer words.")
THANKS = N_("Thank you. You can change your answer until we close this question.")

LONGEST = 4000
_THANKED = "thanks"


def taps(text: str, part: str, options: tuple[Option, ...], *, again: str = "", skippable: bool = False) -> Step:
    """One tap. `options`: ours; none: the coordinator's own."""
    question = Question(
        options,
        listed="" if options else OWN_OPTIONS,
        again=again,
        skippable=skippable,
        fleeting=True,
        anonymous=True,
    )
    return Step(part, (text,), question, do=partial(vote, part))


def faces(text: str, part: str, options: tuple[Option, ...], *, skippable: bool = False) -> Step:
    return taps(text, part, options, again=TAP_A_FACE, skippable=skippable)


def writes(text: str, part: str, *before: str, place: int = 1, skippable: bool = True, enough: bool = False) -> Step:
    """Words or a voice note. `before`: messages that come first. `place`: where several may be given, which one it is;
    `enough`: who skips it has no more."""
    question = Question(
        words=True, skippable=skippable, again=FEWER_WORDS, longest=LONGEST, fleeting=True, anonymous=True
    )
    onward = {"": _THANKED, "*": step_name(part, place + 1)} if enough else _THANKED
    return Step(step_name(part, place), (*before, text), question, onward, partial(vote, part, place=place))


def one_by_one(part: str, texts: tuple[str, ...], limit: str = "") -> Iterator[Step]:
    """The coordinator's own options, one tap each; "skip" says that it is enough.

    Ticks would be kept beside her until she is done. `limit`: the setting that says how many; "": one for each text.
    """
    for place, text in enumerate(texts, start=1):
        question = Question(listed=OWN_OPTIONS, skippable=place > 1, fleeting=True, anonymous=True)
        onward = step_name(part, place + 1) if place < len(texts) else _THANKED
        yield Step(
            step_name(part, place),
            (text,),
            question,
            {"": _THANKED, "*": onward},
            partial(vote, part, place=place),
            only=partial(_has_left, limit, place) if limit else None,
        )


def step_name(part: str, place: int) -> str:
    return part if place == 1 else f"{part}_{place}"


def _has_left(limit: str, place: int, answers: Answers) -> bool:
    number = answer_of(answers, limit).text
    return place <= (int(number) if number.isdecimal() else 1)


def poll_flow(key: str, *steps: Step) -> Flow:
    """The steps one after the other, and thanks. A step that chooses where to go on keeps its choice."""
    names = [step.name for step in steps[1:]] + [_THANKED]
    linked = [_leading_to(step, name) for step, name in zip(steps, names, strict=True)]
    return Flow(f"poll_{key}", (*linked, Step(_THANKED, (THANKS,))))


def _leading_to(step: Step, name: str) -> Step:
    return step if isinstance(step.then, dict) else replace(step, then=name)
