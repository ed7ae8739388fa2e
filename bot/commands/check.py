"""`brug check`: settings, texts, flows and the environment, before people notice."""

from dataclasses import asdict
from importlib.metadata import packages_distributions
from typing import Any

import typer

from bot.commands import AsJson, show
from bot.settings import read_settings
from flows.checks import check_texts, problems_of
from flows.lexicon import reviews
from flows.registry import all_flows
from locales.catalogue import Catalogues
from locales.catalogue import load as load_catalogues

PACKAGES = ("bot", "flows", "lab", "store", "scheduler", "admin", "locales")


def add(app: typer.Typer) -> None:
    app.command()(check)


def check(as_json: bool = AsJson) -> None:
    """Look at settings, languages, flows and the environment. Exit code 1 when something must be mended."""
    read_settings()
    catalogues = load_catalogues()
    flows = all_flows()
    problems = [str(problem) for problem in catalogues.problems]
    problems += [problem for flow in flows.values() for problem in problems_of(flow)]
    problems += list(check_texts(flows, catalogues))
    problems += strangers()
    report = {"problems": problems, "flows": sorted(flows), "languages": _languages(catalogues)}
    report["lexicon"] = {table: asdict(counted) for table, counted in reviews().items()}
    show(report, as_json=as_json, line=_lines)
    if problems:
        raise typer.Exit(1)


def _languages(catalogues: Catalogues) -> dict[str, dict[str, Any]]:
    return {
        code: {"autonym": language.autonym, "texts": len(language.texts), "unreviewed": language.unreviewed}
        for code, language in catalogues.languages.items()
    }


def strangers() -> list[str]:
    """Another distribution that owns one of our package names: Brug wants an environment of its own."""
    owners = packages_distributions()
    return [
        f"the package name {name} also belongs to {other}: give Brug an environment of its own"
        for name in PACKAGES
        for other in sorted(set(owners.get(name, ())) - {"brug"})
    ]


def _lines(report: dict[str, Any]) -> str:
    lines = [
        f"{code:6} {language['autonym']}: {language['texts']} texts, "
        f"{language['unreviewed']} not yet reviewed by a native speaker"
        for code, language in report["languages"].items()
    ]
    lines += [
        f"Words that always work, {table}.tsv: {counted['rows']} rows, "
        f"{counted['unreviewed']} not yet reviewed by a native speaker"
        for table, counted in report["lexicon"].items()
    ]
    lines += [f"Problem: {problem}" for problem in report["problems"]]
    return "\n".join([*lines, "All is well." if not report["problems"] else "Please mend the problems above."])
