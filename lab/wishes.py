"""What she told of when she likes messages, among her facts. Pure."""

from collections.abc import Mapping
from typing import Any

from lab.policy import Wishes

MOST_DAYS_OFF = 6
"""On one day of the week at least we must be able to write."""


def wishes_of(facts: Mapping[str, Any] | None) -> Wishes:
    """As the gate sees it. Where she said nothing else, the times at which she can come to meetings."""
    said = facts or {}
    hours = tuple(said.get("hours", said.get("times", ())))
    return Wishes(tuple(said.get("days_off", ()))[:MOST_DAYS_OFF], hours, bool(said.get("less_often")))
