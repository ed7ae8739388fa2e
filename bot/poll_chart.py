"""The result of a poll as bars, for the live screen and the desk. Pure: languages by the caller."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.techniques import telling
from flows.techniques.telling import Render, Row, Shown


@dataclass(frozen=True, slots=True)
class Bar:
    """`count` is None where it is hidden. `percent` of the longest bar that there could be; `before`: a round ago.
    `whole`, `whole_before`: the people of whom they are a part; None where something else is counted."""

    label: str
    icon: str
    count: int | None
    percent: int
    before: int | None
    whole: int | None = None
    whole_before: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """One part of a poll. `people` answered it, 0 where that is not told."""

    heading: str
    bars: tuple[Bar, ...]
    sentences: tuple[str, ...]
    words: tuple[str, ...]
    people: int


def charts(parts: Sequence[Shown], render: Render) -> list[Chart]:
    """In the order of the parts. A sentence that is true of several stands under the first of them."""
    drawn: list[Chart] = []
    for one in parts:
        said = {sentence for chart in drawn for sentence in chart.sentences}
        drawn.append(_chart(one, render, said))
    return [one for one in drawn if one.bars or one.words or one.sentences]


def _chart(one: Shown, render: Render, said: set[str]) -> Chart:
    shift = [telling.shift_in_words(one, render)] if one.shift and one.rows else []
    sentences = [*shift, *(render(note, {}) for note in one.notes)]
    return Chart(
        render(one.heading, {}) if one.heading else "",
        tuple(_bar(row, render) for row in one.rows),
        tuple(sentence for sentence in sentences if sentence not in said),
        one.words,
        one.answered,
    )


def _bar(row: Row, render: Render) -> Bar:
    label = telling.label_of(row.option, render)
    percent = round(100 * (row.share or 0))
    return Bar(label, row.option.icon, row.count, percent, row.before, row.whole, row.whole_before)
