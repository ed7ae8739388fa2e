"""Finds every flow by itself: a module of this package that has FLOW or FLOWS, and a technique that has TECHNIQUE."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

import flows
import flows.techniques
from flows.model import Flow
from flows.techniques.model import Technique


@cache
def all_flows() -> Mapping[str, Flow]:
    """By name. Raises ValueError where two flows share one."""
    found: dict[str, Flow] = {}
    for flow in _flows():
        if flow.name in found:
            raise ValueError(f"two flows are called {flow.name}")
        found[flow.name] = flow
    return MappingProxyType(found)


@cache
def all_techniques() -> Mapping[str, Technique]:
    """By key. Raises ValueError where two share one, or a flow is not called after its technique."""
    found: dict[str, Technique] = {}
    for module in pkgutil.iter_modules(flows.techniques.__path__):
        loaded = importlib.import_module(f"flows.techniques.{module.name}")
        technique: Technique | None = getattr(loaded, "TECHNIQUE", None)
        if technique is None:
            continue
        if technique.key in found or technique.flow.name != f"poll_{technique.key}":
            raise ValueError(f"the technique {technique.key} or its flow is not called as it should be")
        found[technique.key] = technique
    return MappingProxyType(found)


def _flows() -> Iterator[Flow]:
    yield from (technique.flow for technique in all_techniques().values())
    for module in pkgutil.iter_modules(flows.__path__):
        if not module.ispkg:
            loaded = importlib.import_module(f"flows.{module.name}")
            yield from getattr(loaded, "FLOWS", ())
            if flow := getattr(loaded, "FLOW", None):
                yield flow
