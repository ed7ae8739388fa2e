"""How people were at each meeting: faces that were tapped when it began and when it was over."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from admin.visit import Visit
from admin.voices_tables import Bar
from lab.meetings import Meeting
from lab.moods import good_faces, good_in
from lab.polls import CHECK_IN, CHECK_OUT
from lab.voices import Cell, is_small
from locales import N_

MOMENTS: Mapping[str, str] = {
    CHECK_IN: N_("When the meeting began"),
    CHECK_OUT: N_("When the meeting was over"),
}
Faces = Mapping[tuple[int, str], Mapping[str, int]]
"""By meeting and moment; by face, 5 is the best."""


def mood_bars(
    visit: Visit, held: Iterable[Meeting], faces: Faces, polls: Sequence[Row[Any]]
) -> list[tuple[str, list[Bar]]]:
    """By moment: how many tapped one of the two good faces at each meeting, in the order of the meetings.

    Where people were asked in two ways, a result that was published says more than a number that is hidden.
    """
    tapped = {key: good_faces(found) for key, found in faces.items()}
    told = tapped | {key: cell for key, cell in polled(polls).items() if key not in tapped or not is_small(cell)}
    return [
        (visit.say(words), [_bar(visit, one, told[one.id, moment]) for one in held if (one.id, moment) in told])
        for moment, words in MOMENTS.items()
        if any(key[1] == moment for key in told)
    ]


def _bar(visit: Visit, one: Meeting, cell: Cell) -> Bar:
    label = visit.dates(one.timezone).day(one.starts.date())
    return (label, None, None, "") if is_small(cell) else (label, cell.value, cell.whole, "")


def polled(polls: Iterable[Row[Any]]) -> dict[tuple[int, str], Cell]:
    """From published results only. Where one of the numbers was hidden there, this one is too."""
    found = {}
    for row in polls:
        part = row.results[-1]["parts"].get("face", {}) if row.results else {}
        answered = int(part.get("answered", 0))
        found[row.meeting_id, row.moment] = Cell("", answered, good_in(part.get("counts", {})) or 0, answered)
    return found
