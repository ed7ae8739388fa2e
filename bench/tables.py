"""The results as tables for people."""

from collections.abc import Iterator

from rich.table import Table

from bench.figures import Figures
from bench.results import LATENCY_TARGET, MEMORY_TARGET, Results


def tables(results: Results) -> Iterator[Table]:
    """Only those for which something was measured."""
    if results.speed:
        yield _speed(results)
    if results.ratios():
        yield _ratios(results)
    if results.memory:
        yield _memory(results)
    if results.latency:
        yield _latency(results)
    if results.flat:
        yield _flat(results)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left")
    return table


def _speed(results: Results) -> Table:
    table = _table(
        "Updates a second, everybody writes as soon as the reply is there.\n"
        "CPU and generator: CPU ms for an update. Others: cores taken by other programs (the less, the better the run)",
        "entrant", "median", "rounds", "p50 ms", "p99 ms", "CPU", "generator", "others", "errors",
    )  # fmt: skip
    for name, rounds in results.speed.items():
        middle = sorted(rounds, key=lambda figures: figures.rate)[len(rounds) // 2]
        table.add_row(
            name,
            f"{results.rate(name):,.0f}",
            " ".join(f"{figures.rate:.0f}" for figures in rounds),
            _milliseconds(middle, 0.5),
            _milliseconds(middle, 0.99),
            f"{middle.contestant * 1000:.2f}",
            f"{middle.generator * 1000:.3f}",
            f"{middle.others:.2f}",
            _errors(*rounds),
        )
    return table


def _ratios(results: Results) -> Table:
    table = _table("Ratios of the medians", "", "times", "worst and best round", "target", "reached")
    for ratio in results.ratios():
        table.add_row(
            f"{ratio.first} to {ratio.second}",
            f"{ratio.value:.1f}",
            f"{ratio.worst:.1f} - {ratio.best:.1f}",
            f"{ratio.target:g}",
            _yes(ratio.reached),
        )
    return table


def _memory(results: Results) -> Table:
    table = _table("Resident memory with everybody in conversation", "entrant", "MB", "under 150", "errors")
    for name, figures in results.memory.items():
        reached = _yes(figures.memory < MEMORY_TARGET)
        table.add_row(name, f"{figures.memory / 1e6:.0f}", reached, _errors(figures))
    return table


def _latency(results: Results) -> Table:
    table = _table(
        "Answer time at half load", "entrant", "updates/s", "p50 ms", "p95 ms", "p99 ms", "p99 under 1 s", "errors"
    )
    for name, figures in results.latency.items():
        table.add_row(
            name,
            f"{figures.rate:.0f}",
            *(_milliseconds(figures, share) for share in (0.5, 0.95, 0.99)),
            _yes(figures.percentile(0.99) < LATENCY_TARGET),
            _errors(figures),
        )
    return table


def _flat(results: Results) -> Table:
    table = _table("Cost of an update by people known", "entrant", "people", "updates/s", "CPU ms/update", "errors")
    for name, by_people in results.flat.items():
        for people, figures in by_people.items():
            cost = f"{figures.contestant * 1000:.2f}"
            table.add_row(name, f"{people:,}", f"{figures.rate:.0f}", cost, _errors(figures))
    return table


def _milliseconds(figures: Figures, share: float) -> str:
    return f"{figures.percentile(share) * 1000:.0f}"


def _errors(*rounds: Figures) -> str:
    kinds = sorted({kind for figures in rounds for kind in figures.errors})
    return ", ".join(f"{kind}: {sum(f.errors.get(kind, 0) for f in rounds)}" for kind in kinds) or "none"


def _yes(reached: bool) -> str:
    return "yes" if reached else "[bold red]no[/]"
