"""Conversations about pilots and recommendations, as a team and as the others have them."""

from dataclasses import replace

from flows.model import Option
from tests.conversations import Talk, member
from tests.flows.scribe import NAMES, Scribe


def somebody(language: str) -> Talk:
    talk = member(language)
    pilots = (Option("3", "Café", literal=True), Option("4", "Tandem", literal=True))
    about = {
        "pilot:3": {"pilot": "Café"},
        "update:8": {"news": "• Café: 🙂"},
        "milestone:5": {"pilot": "Café", "milestone": "1 ✔"},
        "change:15": {"what": "…", "status": "…", "reason": "…"},
    }
    lists = {**talk.scene.lists, "pilot:0/pilots": pilots, "update:8/updates": pilots}
    values = {**talk.scene.values, "name": NAMES[language]}
    talk.scene = replace(talk.scene, values=values, lists=lists, about={**talk.scene.about, **about})
    return talk


def pilot(language: str) -> str:
    """She tells how it goes, then that they are stuck; she may say which of two; and she is in none."""
    scribe = Scribe(somebody(language), language).is_written_to("pilot_report", about="pilot:3")
    scribe.taps("on_track").says("", "photo:1").taps("_skip")
    scribe.is_written_to("pilot_report", about="pilot:3").taps("stuck").taps("_skip").says("...")
    return scribe.is_written_to("pilot_choice", about="pilot:0").is_written_to("no_pilot", about="").text


def pilot_news(language: str) -> str:
    """The others hear of it; a step is reached; a recommendation that grew from it is adopted."""
    scribe = Scribe(somebody(language), language).is_written_to("pilot_news", about="update:8").taps("3").taps("heart")
    scribe.is_written_to("milestone", about="milestone:5")
    return scribe.is_written_to("recommendation", about="change:15").text


PILOT_STORIES = {"pilot": pilot, "pilot-news": pilot_news}
