"""All that one run measured, and what it says about the targets."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.entrants import TARGETS
from bench.figures import Figures

MEMORY_TARGET = 150e6
"""Resident bytes with everybody in conversation."""
LATENCY_TARGET = 1.0
"""Seconds, 99th percentile of the answer time at half load."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as fast `first` is as `second`: of the medians, and in the worst and best round."""

    first: str
    second: str
    target: float
    value: float
    worst: float
    best: float

    @property
    def reached(self) -> bool:
        return self.value >= self.target


@dataclass(slots=True)
class Results:
    """By entrant's name. `flat` is by name and the number of people known."""

    settings: Mapping[str, object]
    speed: dict[str, list[Figures]] = field(default_factory=dict)
    memory: dict[str, Figures] = field(default_factory=dict)
    latency: dict[str, Figures] = field(default_factory=dict)
    flat: dict[str, dict[int, Figures]] = field(default_factory=dict)

    def rate(self, name: str) -> float:
        """Median updates a second over the rounds."""
        return statistics.median(figures.rate for figures in self.speed[name])

    def ratios(self) -> Sequence[Ratio]:
        """Those of the targets for which both sides were measured."""
        return [
            self._ratio(first, second, target)
            for (first, second), target in TARGETS.items()
            if self.speed.get(first) and self.speed.get(second)
        ]

    def _ratio(self, first: str, second: str, target: float) -> Ratio:
        rounds = [a.rate / b.rate for a, b in zip(self.speed[first], self.speed[second], strict=True)]
        value = self.rate(first) / self.rate(second)
        return Ratio(first, second, target, value, min(rounds), max(rounds))

    def as_json(self) -> dict[str, object]:
        return {
            "settings": dict(self.settings),
            "speed": {
                name: {"rate": round(self.rate(name), 1), "rounds": [figures.as_json() for figures in rounds]}
                for name, rounds in self.speed.items()
            },
            "ratios": [
                {
                    "of": ratio.first,
                    "to": ratio.second,
                    "target": ratio.target,
                    "value": round(ratio.value, 2),
                    "rounds": [round(ratio.worst, 2), round(ratio.best, 2)],
                    "reached": ratio.reached,
                }
                for ratio in self.ratios()
            ],
            "memory": {name: figures.as_json() for name, figures in self.memory.items()},
            "latency": {name: figures.as_json() for name, figures in self.latency.items()},
            "flat": {
                name: {str(people): figures.as_json() for people, figures in by_people.items()}
                for name, by_people in self.flat.items()
            },
        }
