"""What one measurement yields."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figures:
    """Times in seconds. `answers` are sorted times from the start of a POST to the reply taken by the stand-in.

    `generator` and `contestant` are CPU seconds for one update: what the load generator with the stand-in
    took, and what the measured program with its children took. `memory` is the program's resident bytes at the end.
    `others` are the cores that neither of them had: other programs and, on a virtual machine, its neighbours.
    """

    updates: int
    seconds: float
    answers: Sequence[float]
    errors: Mapping[str, int] = field(default_factory=dict)
    generator: float = 0.0
    contestant: float = 0.0
    memory: int = 0
    others: float = 0.0

    @property
    def rate(self) -> float:
        return self.updates / self.seconds

    def percentile(self, share: float) -> float:
        """The answer time that `share` of the answers do not exceed. Infinite where nothing was answered."""
        if not self.answers:
            return float("inf")
        return self.answers[min(len(self.answers) - 1, int(share * len(self.answers)))]

    def as_json(self) -> dict[str, object]:
        return {
            "updates": self.updates,
            "seconds": round(self.seconds, 3),
            "rate": round(self.rate, 1),
            "p50_ms": round(self.percentile(0.50) * 1000, 2),
            "p95_ms": round(self.percentile(0.95) * 1000, 2),
            "p99_ms": round(self.percentile(0.99) * 1000, 2),
            "errors": dict(self.errors),
            "generator_ms_per_update": round(self.generator * 1000, 4),
            "contestant_ms_per_update": round(self.contestant * 1000, 4),
            "cores_taken_by_others": round(self.others, 2),
            "memory_mb": round(self.memory / 1e6, 1),
        }


@dataclass(slots=True)
class Tally:
    """Counts while the load runs."""

    answers: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def clear(self) -> None:
        """Forget the warm-up's answers; its errors stay, they are never fine."""
        self.answers.clear()
