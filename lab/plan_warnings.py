"""What is wrong with a plan, as a sentence that can be said in every language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanWarning:
    """A rule that a plan breaks, and why there is one or what to do: source texts, with named placeholders for `values`
    and `words`.

    `code` never changes. `words` are source texts themselves, to be translated before they are filled in.
    """

    code: str
    rule: str
    reason: str = ""
    values: Mapping[str, str | date] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def in_words(self, render: Callable[[str, Mapping[str, str | date]], str]) -> str:
        """All its sentences. `render` translates one text and fills it, as `Catalogues.render` does for a language."""
        known = {**self.values, **{name: render(word, {}) for name, word in self.words.items()}}
        return " ".join(render(text, known) for text in (self.rule, self.reason, self.note) if text)
