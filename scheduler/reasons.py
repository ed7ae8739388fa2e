"""What the gate answers, and the sentence for each reason: for the coordinator and for the person herself.

The sentences say neither "she" nor "you", so that both can read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from locales import N_


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, by its code in `REASONS`, with the moment that it names."""

    code: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Send:
    reason: Reason = field(default_factory=lambda: Reason("sent"))


@dataclass(frozen=True, slots=True)
class Hold:
    until: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Merge:
    """It goes out together with the contact `into`."""

    into: int
    reason: Reason = field(default_factory=lambda: Reason("merged"))


@dataclass(frozen=True, slots=True)
class Drop:
    """It does not go out. With a reason that names a moment: because it would have had to wait until then."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class CallHuman:
    """No message: a person of the team calls, for this reason."""

    reason: Reason


Decision = Send | Hold | Merge | Drop | CallHuman


WAITING: Mapping[str, str] = {
    "correction": N_("News about the same meeting goes first: this has to wait until {until}."),
    "paused": N_("Messages are paused: this has to wait until {until}."),
    "talking": N_("A conversation is going on: this has to wait until {until}."),
    "human": N_("A person of the team is talking in this chat: this has to wait until {until}."),
    "quiet": N_("These are quiet hours: this has to wait until {until}."),
    "rest_day": N_("This is a day without messages: this has to wait until {until}."),
    "feast": N_("This is a special day for many people: this has to wait until {until}."),
    "hours": N_("Another time of the day suits better: this has to wait until {until}."),
    "day_full": N_("There are enough messages on this day: this has to wait until {until}."),
    "week_full": N_("There are enough messages in these seven days: this has to wait until {until}."),
    "outranked": N_("Something more important goes first: this has to wait until {until}."),
}
"""Why the gate holds something. It drops for these reasons too, where waiting takes too long."""

TOO_LATE = N_("That is too late: it does not go out.")
"""What is added where something was dropped for a reason of `WAITING`."""

DECIDED: Mapping[str, str] = {
    "sent": N_("It was due, and nothing spoke against it."),
    "merged": N_("Another message went out at the same time: this one went along with it."),
    "guardian": N_("A parent or guardian has not said yes: nothing goes out before that."),
    "consent": N_("There is no yes to messages: nothing goes out without it."),
    "expired": N_("It was too late for this message."),
    "no_text": N_("This message does not exist in the chosen language: nothing goes out in another one."),
    "unreachable": N_("Messages cannot arrive at the moment: a person of the team gets in touch."),
    "nudges": N_("Several messages got no answer: a person of the team gets in touch instead."),
    "heard_lately": N_("There was contact a short time ago: there is no need for this message now."),
}
"""Why the gate sends, drops, or asks a human."""

NEEDLESS: Mapping[str, str] = {
    "answered_no": N_("The answer to the invitation was no."),
    "not_coming": N_("This message is only for people who come to the meeting."),
    "answered": N_("This question was answered already."),
    "coming_already": N_("The answer to the invitation was yes already."),
    "prepared": N_("The preparation talk has been held already."),
    "was_there": N_("This message is only for people who could not come to the meeting."),
    "was_absent": N_("This message is only for people who were at the meeting."),
    "attendance_unknown": N_("Nobody has noted who was at the meeting."),
    "meeting_cancelled": N_("The meeting is cancelled."),
    "meeting_moved": N_("The meeting has changed, and this message with it."),
    "meeting_started": N_("The meeting has started already."),
    "superseded": N_("A newer message took the place of this one."),
    "nothing_decided": N_("Nobody has written down what the meeting decided."),
    "left": N_("No more messages go out after leaving the group."),
    "no_slots": N_("There are no free times for a talk."),
    "pilot_over": N_("The pilot does not run at the moment."),
    "pilot_heard": N_("Somebody of the team told already how the pilot goes."),
    "plan_changed": N_("The team does not send this kind of message at the moment."),
    "withdrawn": N_("The team took this message back."),
    "not_meant": N_("This message is for other people now."),
}
"""Why something is not needed any more: whoever asks the gate knows it (`Contact.needless`)."""

REASONS: Mapping[str, str] = {**WAITING, **DECIDED, **NEEDLESS}
"""Every reason, by its code."""
