"""Conversations around a meeting, from the invitation to what was decided."""

from dataclasses import replace

from bot.turn import CALL_LABEL
from flows.model import Option
from tests.conversations import Talk, member
from tests.flows.scribe import NAMES, Scribe


def somebody(language: str) -> Talk:
    talk = member(language)
    slots = (Option("7", "18:00", literal=True), Option("call", CALL_LABEL, "📞"))
    values, lists = {**talk.scene.values, "name": NAMES[language]}, {**talk.scene.lists, "talks": slots}
    talk.scene = replace(talk.scene, values=values, lists=lists)
    return talk


def meeting(language: str) -> str:
    """She comes, with her children; then the time changes, and she cannot."""
    scribe = Scribe(somebody(language), language).is_written_to("invitation").taps("yes")
    scribe.taps("interpreter", "childcare", "_done").taps(language).taps("2")
    scribe.is_written_to("reminder_week").taps("maybe").is_written_to("reminder_day").taps("no").taps("work")
    scribe.is_written_to("moved").taps("no").says("😷").is_written_to("cancelled")
    return scribe.is_written_to("seat_free").text


def meeting_day(language: str) -> str:
    scribe = Scribe(somebody(language), language).is_written_to("reminder_hours", "check_in").taps("yes")
    scribe.taps("_done").taps("4").is_written_to("check_out").taps("5").says("🌱")
    return scribe.is_written_to("decided").is_written_to("missed").taps("travel").text


def preparation(language: str) -> str:
    scribe = Scribe(somebody(language), language).is_written_to("preparation").taps("later").taps("now")
    scribe.taps("on").taps("on").taps("question").says("?").taps("on").taps("on").taps("self").says("?").taps("call")
    return scribe.is_written_to("talk_reminder", about="talk:1").taps("no").taps("call").text


def preparation_young(language: str) -> str:
    scribe = Scribe(somebody(language), language).is_written_to("preparation_young").taps("now")
    return scribe.taps("on").taps("on").taps("on").taps("on").taps("on").taps("_skip").taps("_skip").taps("call").text


def preparation_official(language: str) -> str:
    scribe = Scribe(somebody(language), language).is_written_to("preparation_official").taps("now")
    return scribe.taps("on").taps("on").taps("on").taps("on").taps("on").taps("city").taps("_skip").taps("call").text


def between(language: str) -> str:
    scribe = Scribe(somebody(language), language).is_written_to("check_up_0", about="").taps("good")
    scribe.is_written_to("check_up_1", about="").taps("not_good").says("...")
    scribe.is_written_to("check_up_2", about="").taps("call").is_written_to("check_up_3", about="")
    scribe.is_written_to("check_up_feast", about="").says("/hours").taps("evenings", "_done")
    return scribe.taps("4", "6", "_done").taps("less").says("/meeting").text


def leaving(language: str) -> str:
    scribe = Scribe(somebody(language), language).says("/stop").taps("not_heard").taps("yes")
    return scribe.text


MEETING_STORIES = {
    "meeting": meeting,
    "meeting-day": meeting_day,
    "preparation": preparation,
    "preparation-young": preparation_young,
    "preparation-official": preparation_official,
    "between": between,
    "leaving": leaving,
}
