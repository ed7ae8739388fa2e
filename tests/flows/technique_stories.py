"""Every technique as one person answers it, and how a result is told. Registered with the other transcripts."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from flows.conversation import Conversation
from flows.model import ABOUT, Answer, Answers, Option, Scene, Value, kept
from flows.registry import all_techniques
from flows.techniques.model import OWN_OPTIONS, ROUND, UP, WORDS, Part, Published, Technique
from flows.techniques.tally import counted_options
from flows.techniques.telling import lines, message, result_of
from tests.conversations import Talk, catalogues, words
from tests.flows.scribe import Scribe

POLL = "poll:12"
OWN = tuple(Option(f"o{place}", sign, literal=True) for place, sign in enumerate(("🚌", "🌳", "💡"), start=1))
"""Signs, so that the same options can be read in every language."""
QUESTION = "🏘️ …?"
NUMBERS = (12, 7, 5)


def answered(technique: Technique, language: str) -> str:
    """All rounds, one after the other, and the result."""
    rounds = [_round(technique, language, number) for number in range(1, min(technique.rounds, 2) + 1)]
    return "\n…\n\n".join([*rounds, f"{_result(technique, language)}\n"])


@dataclass
class _PollTalk(Talk):
    """A conversation that begins with what a poll knows."""

    begins: Answers = field(default_factory=dict)

    def is_written_to(self, *flows: str, about: str = POLL, needs_known: bool = False) -> "_PollTalk":
        openings = [(flow, {ABOUT: kept(Answer(text=about)), **self.begins}) for flow in flows]
        self.state, effects = Conversation(self.flows, words()).contact(self.state, openings, self.scene)
        for effect in effects:
            self._take(effect)
        return self


def _round(technique: Technique, language: str, number: int) -> str:
    numbers = {one.key: one.usual for one in technique.settings if one.kind == "number"} | {ROUND: number}
    scene = Scene(catalogues(), language, joined=True, standing="active", lists={f"{POLL}/{OWN_OPTIONS}": OWN})
    talk = _PollTalk(scene=scene, begins={key: kept(Answer(text=str(value))) for key, value in numbers.items()})
    talk.scene = replace(talk.scene, about={POLL: _values(technique, language)})
    scribe = Scribe(talk, language).is_written_to(technique.flow.name, about=POLL)
    while (question := talk.last.question) is not None:
        if question.options:
            scribe.taps(question.options[0].id)
        else:
            scribe.says("🙂 …")
    return scribe.text


def _values(technique: Technique, language: str) -> dict[str, Value]:
    texts = catalogues()
    question = texts(language, technique.prompt) if technique.prompt else QUESTION
    ends: dict[str, Value] = {
        one.key: texts(language, one.usual_words) for one in technique.settings if one.usual_words
    }
    group = {"standing": _standing(technique, language), "idea": "🌳 🌳 …", "idea_original": ""}
    return {"question": question, **group, **ends}


def _tables(technique: Technique) -> dict[str, Published]:
    return {part.name: _table(part) for part in technique.parts if part.kind != WORDS}


def _table(part: Part) -> Published:
    options = counted_options(part, [option.id for option in OWN])
    shown = dict(zip(options, NUMBERS, strict=False))
    return Published(part.name, sum(NUMBERS), dict.fromkeys(options) | shown)


def _standing(technique: Technique, language: str) -> str:
    told = result_of(technique, [_tables(technique)], OWN)
    return "\n".join(lines(told[0], partial(catalogues().render, language)))


def _result(technique: Technique, language: str) -> str:
    tables = [_tables(technique)] * technique.rounds
    passed = {part.name: ["🙂 …"] for part in technique.parts if part.kind == WORDS}
    shift = UP if any(part.both_rounds for part in technique.parts) else ""
    return message(result_of(technique, tables, OWN, passed, shift), partial(catalogues().render, language))


TECHNIQUE_STORIES: dict[str, Callable[[str], str]] = {
    f"poll-{key}": partial(answered, technique) for key, technique in sorted(all_techniques().items())
}
