"""Where a person stands, as JSON-able data and back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flows.model import Frame, State


def dump_state(state: State) -> dict[str, Any]:
    return {"asked": state.asked, "frames": [asdict(frame) for frame in state.frames]}


def load_state(stored: Mapping[str, Any] | None) -> State:
    if not stored:
        return State()
    frames = (Frame(**{**frame, "selected": tuple(frame["selected"])}) for frame in stored["frames"])
    return State(tuple(frames), stored["asked"])
