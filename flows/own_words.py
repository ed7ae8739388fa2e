"""A flow in the team's own words, which take the place of ours where it begins, whenever it asks. Pure."""

from dataclasses import replace

from flows.model import Flow, Scene

OF_KIND = {"preparation": ("preparation", "preparation_young", "preparation_official")}
"""Flows that say a contact of this kind, where they are called otherwise."""


def in_own_words(flow: Flow, scene: Scene) -> Flow:
    """All texts of the first step that says something. Where the team wrote none in her language, ours stay."""
    words = scene.own.get(flow.name, {}).get(scene.language, "")
    if not words:
        return flow
    place = next((place for place, step in enumerate(flow.steps) if step.say), 0)
    step = replace(flow.steps[place], say=(words,), sound="")
    return replace(flow, steps=(*flow.steps[:place], step, *flow.steps[place + 1 :]))
