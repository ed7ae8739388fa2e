"""Where a person stands, as JSON-able data and back."""

from collections.abc import Mapping
from typing import Any

from flows.model import Frame, State


def dump_state(state: State) -> dict[str, Any]:
    return {"asked": state.asked, "frames": [_dump_frame(frame) for frame in state.frames]}


def _dump_frame(frame: Frame) -> dict[str, Any]:
    """By hand: `dataclasses.asdict` copies every answer deeply, at each turn of each person."""
    return {
        "flow": frame.flow,
        "step": frame.step,
        "number": frame.number,
        "tries": frame.tries,
        "selected": list(frame.selected),
        "answers": dict(frame.answers),
    }


def load_state(stored: Mapping[str, Any] | None) -> State:
    if not stored:
        return State()
    return State(tuple(map(_load_frame, stored["frames"])), stored["asked"])


def _load_frame(kept: Mapping[str, Any]) -> Frame:
    return Frame(kept["flow"], kept["step"], kept["number"], kept["tries"], tuple(kept["selected"]), kept["answers"])
