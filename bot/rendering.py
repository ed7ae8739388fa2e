"""From what a flow says to what a person reads: in her language, with buttons that know their question."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.messages import Button, Outbound
from flows.matching import DONE, SKIP, token
from flows.model import EACH, Option, Question, Say
from locales import N_
from locales.catalogue import Catalogues
from store.crypto import fingerprint

DONE_LABEL = N_("Done")
SKIP_LABEL = N_("Skip")
LISTEN_LABEL = N_("Read it to me")
LIKELY = 3
PASSING = frozenset({"idea", "idea_original", "source_words", "given_words"})
"""Placeholders for what somebody else wrote: a message with them is not kept once it is out."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Renders for one person. `likely` are languages in the order in which she may speak them; `spoken` the texts
    that exist as sound, as (language, name or key of the text); `own` what the team wrote in her language itself: in no
    catalogue; `changed` texts in other words than ours, as (language, text): the sounds by name are not of these."""

    catalogues: Catalogues
    language: str
    likely: tuple[str, ...] = ()
    spoken: frozenset[tuple[str, str]] = frozenset()
    own: frozenset[str] = frozenset()
    changed: frozenset[tuple[str, str]] = frozenset()

    def outbound(self, say: Say, edits: str | None = None) -> Outbound:
        """Raises `MissingText`: then nothing may be said."""
        language = self.language if say.lang in ("", EACH) else say.lang
        if say.lang == EACH:
            text = "\n".join(self.catalogues.render(code, say.text, say.values) for code in self._each())
        else:
            text = self._in_words(language, say)
        return Outbound(
            text=text.rstrip(),
            lang=language,
            buttons=(*self._buttons(say), *self._listen(say, language)),
            several=bool(say.question and say.question.several),
            edits=edits if say.refresh else None,
            passing=not PASSING.isdisjoint(say.values),
        )

    def _in_words(self, language: str, say: Say) -> str:
        if language == self.language and say.text in self.own:
            return say.text.format_map({name: self.catalogues.value(language, it) for name, it in say.values.items()})
        return self.catalogues.render(language, say.text, say.values)

    def _each(self) -> Iterable[str]:
        if self.language:
            yield self.language
        yield from [code for code in self.likely if code != self.language][: LIKELY - bool(self.language)]

    def _buttons(self, say: Say) -> Iterable[Button]:
        if say.question is None:
            return
        for option in say.question.options:
            yield self._button(option, say)
        yield from self._closers(say.question, say.number)

    def _button(self, option: Option, say: Say) -> Button:
        label = option.label if option.literal else self.catalogues(self.language, option.label)
        return Button(
            token(say.number, option.id), label, option.icon, chosen=option.id in say.selected, lang=option.lang
        )

    def _closers(self, question: Question, number: int) -> Iterable[Button]:
        if question.several:
            yield Button(token(number, DONE), self.catalogues(self.language, DONE_LABEL), done=True)
        if question.skippable:
            yield Button(token(number, SKIP), self.catalogues(self.language, SKIP_LABEL))

    def _listen(self, say: Say, language: str) -> Iterable[Button]:
        if name := self._sound(say, language):
            yield Button(f"listen:{name}", self.catalogues(language, LISTEN_LABEL), "🔊")

    def _sound(self, say: Say, language: str) -> str:
        """What somebody of her lab read aloud comes first; "" where there is nothing to hear."""
        if not self.spoken or say.refresh:
            return ""
        if (language, key := fingerprint(say.text)) in self.spoken:
            return key
        ours = say.sound and (language, say.text) not in self.changed
        return say.sound if ours and (language, say.sound) in self.spoken else ""
