"""Finds every flow by itself: a module of this package that has FLOW or FLOWS."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import flows
from flows.model import Flow


def all_flows() -> Mapping[str, Flow]:
    """By name. Raises ValueError where two flows share one."""
    found: dict[str, Flow] = {}
    for flow in _flows():
        if flow.name in found:
            raise ValueError(f"two flows are called {flow.name}")
        found[flow.name] = flow
    return found


def _flows() -> Iterator[Flow]:
    for module in pkgutil.iter_modules(flows.__path__):
        if not module.ispkg:
            loaded = importlib.import_module(f"flows.{module.name}")
            yield from getattr(loaded, "FLOWS", ())
            if flow := getattr(loaded, "FLOW", None):
                yield flow
