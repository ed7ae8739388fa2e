"""How people are at a meeting, as results of mood barometers tell it. Pure."""

from collections.abc import Mapping

from flows.techniques.faces import GOOD_STEPS


def good_in(counts: Mapping[str, int | None]) -> int | None:
    """How many tapped one of the two good faces, in a result; None: it does not say. `counts` may be of before there
    were bands."""
    if "good" in counts:
        return counts["good"]
    good = [number for step in GOOD_STEPS if (number := counts.get(step)) is not None]
    return sum(good) if len(good) == len(GOOD_STEPS) else None
