"""Plays a technique through with the real engine, as one person who answers in a chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows import engine
from flows.effects import Unkept, Vote
from flows.matching import SKIP, token
from flows.model import ABOUT, Answer, Effect, Frame, Option, Reminded, Replied, Say, Scene, kept
from flows.techniques.model import OWN_OPTIONS, ROUND, Technique

POLL = "poll:12"
OWN = tuple(Option(f"o{place}", words, literal=True) for place, words in enumerate(("Bus", "Trees", "Light"), start=1))
VALUES = {
    "question": "What does our street need?",
    "standing": "▇▇ 6  I agree",
    "idea": "A bench",
    "idea_original": "بنك",
    "low": "not at all",
    "high": "very much",
}


def in_english(language: str, text: str) -> str:
    """Every marked text as it stands in the source."""
    assert language == "en"
    return text


@dataclass
class Player:
    """One person and one poll. What she was told is in `said`, what went to the poll in `votes`."""

    technique: Technique
    round: int = 1
    settings: Mapping[str, int] = field(default_factory=dict)
    scene: Scene = field(
        default_factory=lambda: Scene(
            in_english, "en", lists={f"{POLL}/{OWN_OPTIONS}": OWN}, about={POLL: VALUES}, joined=True
        )
    )
    frame: Frame | None = None
    asked: int = 0
    done: list[Effect] = field(default_factory=list)

    def begins(self) -> "Player":
        numbers = {one.key: one.usual for one in self.technique.settings if one.kind == "number"} | dict(self.settings)
        begins = {key: kept(Answer(text=str(number))) for key, number in {**numbers, ROUND: self.round}.items()}
        about = {ABOUT: kept(Answer(text=POLL))}
        return self._take(engine.start(self.technique.flow, self.scene, self.asked, about | begins))

    def taps(self, option: str) -> "Player":
        assert self.frame is not None
        return self._reply(Replied(taps=(token(self.frame.number, option),)))

    def says(self, text: str = "", media: str = "") -> "Player":
        return self._reply(Replied(text, media=media))

    def is_reminded(self) -> "Player":
        return self._reply(Reminded())

    def answers(self) -> "Player":
        """Whatever is asked: the first option, or words."""
        question = self.said[-1].question
        assert question is not None
        return self.taps(question.options[0].id) if question.options else self.says("My own words")

    def answers_everything(self) -> "Player":
        while self.frame is not None:
            self.answers()
        return self

    def skips_what_she_can(self) -> "Player":
        while self.frame is not None:
            question = self.said[-1].question
            assert question is not None
            self.taps(SKIP) if question.skippable else self.answers()
        return self

    @property
    def said(self) -> list[Say]:
        return [effect for effect in self.done if isinstance(effect, Say)]

    @property
    def texts(self) -> list[str]:
        return [say.text for say in self.said]

    @property
    def votes(self) -> list[Vote]:
        return [effect for effect in self.done if isinstance(effect, Vote)]

    @property
    def unkept(self) -> int:
        return sum(isinstance(effect, Unkept) for effect in self.done)

    def _reply(self, reply: Replied | Reminded) -> "Player":
        assert self.frame is not None
        return self._take(engine.advance(self.technique.flow, self.frame, reply, self.scene, self.asked))

    def _take(self, moved: engine.Moved) -> "Player":
        assert not moved.lost
        self.frame, self.asked = moved.frame, moved.asked
        self.done += moved.effects
        return self
