"""What a meeting needs, for each of those who prepare it: numbers only, so that it can be handed on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from admin.meeting_board import COMING, Guest, children_of
from admin.visit import Visit
from flows.meeting import NEED_OPTIONS
from locales import N_

LABELS = {one.id: one.label for one in NEED_OPTIONS}


@dataclass(frozen=True, slots=True)
class Sheet:
    """For one of them: lines of what, and how many."""

    whom: str
    lines: tuple[tuple[str, int], ...]


def sheets(visit: Visit, everybody: Iterable[Guest]) -> list[Sheet]:
    """Of those who said yes."""
    coming = [one for one in everybody if one.answer in COMING]
    return [
        Sheet(visit.say(N_("For the caterer")), ((visit.say(N_("People")), len(coming)), _line(visit, coming, "food"))),
        Sheet(visit.say(N_("For the interpreters")), tuple(_languages(visit, coming))),
        Sheet(
            visit.say(N_("For the childcare")),
            (
                (visit.say(N_("Families")), _many(coming, "childcare")),
                (visit.say(N_("Children")), sum(children_of(one) for one in _with(coming, "childcare"))),
            ),
        ),
        Sheet(
            visit.say(N_("For the place and the way there")),
            tuple(_line(visit, coming, need) for need in ("wheelchair", "quiet_room", "transport")),
        ),
    ]


def _line(visit: Visit, coming: Sequence[Guest], need: str) -> tuple[str, int]:
    return visit.say(LABELS[need]), _many(coming, need)


def _many(coming: Sequence[Guest], need: str) -> int:
    return len(_with(coming, need))


def _with(coming: Sequence[Guest], need: str) -> list[Guest]:
    return [one for one in coming if need in (one.needs.get("options") or ())]


def _languages(visit: Visit, coming: Sequence[Guest]) -> list[tuple[str, int]]:
    """The most wanted first; one line that says zero where nobody needs any."""
    known = visit.desk.catalogues.languages
    wanted = Counter(str(one.needs.get("language") or one.language) for one in _with(coming, "interpreter"))
    named = [(known[code].autonym if code in known else code, many) for code, many in wanted.most_common()]
    return named or [(visit.say(LABELS["interpreter"]), 0)]
