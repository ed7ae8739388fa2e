"""A poll as people will see it, before anybody does: all its messages in one language, played without a trace."""

from collections.abc import Iterable

from bot.messages import Outbound
from bot.poll_words import begins_of, words_in
from bot.rendering import Voice
from flows import engine
from flows.matching import token
from flows.model import Answers, Effect, Frame, Replied, Say, Scene
from flows.techniques.model import OWN_OPTIONS, Technique
from lab.polls import Poll
from locales.catalogue import Catalogues

MOST_QUESTIONS = 30
SOMETHING = "…"


def preview(
    catalogues: Catalogues, poll: Poll, technique: Technique, language: str, number: int = 1
) -> tuple[Outbound, ...]:
    """What somebody is told in this round who always gives the first answer. Raises `MissingText`.

    Each channel shows it in its own way: a message may become several there, and buttons a list.
    """
    words = words_in(catalogues, poll, technique, language)
    others = {"idea": SOMETHING, "idea_original": "", "standing": SOMETHING}
    scene = Scene(
        catalogues,
        language,
        lists={f"{poll.reference}/{OWN_OPTIONS}": words.options},
        about={poll.reference: {**words.values, **others}},
    )
    voice = Voice(catalogues, language)
    said = _played(technique, scene, begins_of(poll, technique, number))
    return tuple(voice.outbound(effect) for effect in said if isinstance(effect, Say))


def _played(technique: Technique, scene: Scene, begins: Answers) -> Iterable[Effect]:
    moved = engine.start(technique.flow, scene, 0, begins)
    yield from moved.effects
    for _ in range(MOST_QUESTIONS):
        if moved.frame is None:
            return
        moved = engine.advance(
            technique.flow, moved.frame, _first_answer(technique, moved.frame, scene), scene, moved.asked
        )
        yield from moved.effects


def _first_answer(technique: Technique, frame: Frame, scene: Scene) -> Replied:
    step = technique.flow.step(frame.step)
    assert step is not None
    assert step.ask is not None
    options = engine.options_of(step.ask, scene, frame.answers)
    return Replied(taps=(token(frame.number, options[0].id),)) if options else Replied(SOMETHING)
