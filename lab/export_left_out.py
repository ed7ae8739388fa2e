"""What no export holds, and why. Pure. A test sees to it that of each stored column somebody has decided."""

from collections.abc import Mapping

_CHAT = "what was said in the chat is hers: she gets it with “my data”"
_PROGRAM = "of use to the running program only"
_TEAM = "about the team, not about the lab"
_POLLED = "would stand between an answer and a person"
_FILE = "a picture or a voice: a voice is a name"
LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(("inbox", "outbox", "media", "push"), _CHAT),
    **dict.fromkeys(("gate", "proof", "quarantine", "code", "handing", "review", "early_receipt"), _PROGRAM),
    **dict.fromkeys(("staff", "staff_lab", "audit", "presence", "open_page", "fact_change"), _TEAM),
    **dict.fromkeys(("spoken", "logo"), _FILE),
    "participation": _POLLED,
    "reaction": "who liked what is nobody's business later",
    "talk": "who talked with whom is no result",
    "translation": "holds words of people that nobody passed; what was published stands where it belongs",
    "merging": "two records of one person, for thirty days",
    "small_group": "made for one evening",
    "small_group_member": "made for one evening",
}
"""Whole tables, with the reason. A column beside these that no sheet holds needs one below."""

COLUMNS_LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(("lab.id", "lab.keyword", "lab.tryout", "lab.made_up", "lab.colour", "lab.safety"), _PROGRAM),
    **dict.fromkeys(("phase.id", "phase.lab_id", "quota.id", "quota.lab_id", "meeting.lab_id"), _PROGRAM),
    **dict.fromkeys(("meeting.sequence", "meeting.uid", "meeting.door_hash", "meeting.created_at"), _PROGRAM),
    "meeting.facilitators": "numbers of people",
    **dict.fromkeys(("poll.lab_id", "poll.code", "poll.round_ends_at", "poll.created_at", "poll.closes_at"), _PROGRAM),
    "poll.salt": _POLLED,
    "poll.staff_id": _TEAM,
    **dict.fromkeys(("answer.id", "answer.builds_on", "answer.group", "answer.language"), _POLLED),
    "answer.options": "counted in what was published; one by one they would tell numbers that are hidden there",
    **dict.fromkeys(("answer.sound", "answer.mime"), _FILE),
    **dict.fromkeys(("pilot.lab_id", "pilot.silent", "pilot.checked_at", "milestone.id"), _PROGRAM),
    **dict.fromkeys(("pilot_update.id", "pilot_update.told_at", "pilot_update.language"), _PROGRAM),
    **dict.fromkeys(("pilot_update.person_id", "pilot_update.need"), "who reported, and what only the team reads"),
    "pilot_update.media": _FILE,
    **dict.fromkeys(("recommendation.lab_id", "recommendation_change.id", "source.id"), _PROGRAM),
    "recommendation_change.staff_id": _TEAM,
    **dict.fromkeys(
        ("task.id", "task.lab_id", "task.kind", "task.merged_into", "task.broadcast_id", "task.language"), _PROGRAM
    ),
    **dict.fromkeys(("task.person_id", "task.note", "task.answer", "task.answer_language", "task.media"), _CHAT),
    **dict.fromkeys(("task.done_by", "task.owner_id"), _TEAM),
    **dict.fromkeys(
        (
            *("contact.id", "contact.lab_id", "contact.meeting_id", "contact.reference", "contact.slot"),
            *("contact.priority", "contact.due_at", "contact.expires_at", "contact.reason", "contact.reason_until"),
            *("contact.decided_at", "contact.created_at"),
        ),
        _PROGRAM,
    ),
    "contact.person_id": _CHAT,
    **dict.fromkeys(("tally.id", "tally.lab_id", "marker.lab_id"), _PROGRAM),
    **dict.fromkeys(("observation.id", "observation.created_at"), _PROGRAM),
    "observation.staff_id": _TEAM,
    **dict.fromkeys(("broadcast.id", "broadcast.lab_id", "broadcast.seen_people", "broadcast.due_at"), _PROGRAM),
    **dict.fromkeys(("broadcast.started_at", "broadcast.ended_at", "broadcast.wakes"), _PROGRAM),
    **dict.fromkeys(("broadcast.staff_id", "broadcast.second_id", "broadcast.reason"), _TEAM),
    "broadcast.segment": "may name people",
    **dict.fromkeys(("ready_answer.id", "ready_answer.lab_id", "ready_answer.created_at"), _PROGRAM),
    **dict.fromkeys(("wording.id", "wording.lab_id", "wording.source_version", "wording.at"), _PROGRAM),
    "wording.staff_id": _TEAM,
    **dict.fromkeys(
        (
            *("person.lab_id", "person.state", "person.turns", "person.turns_since", "person.handed_over_at"),
            *("person.paused_until", "person.human_until", "person.merged_into", "person.last_in_at"),
            *("person.last_out_at", "person.expires_at"),
        ),
        _PROGRAM,
    ),
    **dict.fromkeys(("person.worker_id", "person.owner_id"), _TEAM),
    **dict.fromkeys(
        (
            *("address.id", "address.account", "address.lookup", "address.locales", "address.created_at"),
            *("address.farewell_at", "address.line_id", "address.speaker_id", "address.speaks_since"),
        ),
        _PROGRAM,
    ),
    **dict.fromkeys(("consent.id", "invitation.id", "note.id"), _PROGRAM),
    **dict.fromkeys(("consent.assisted_by", "note.staff_id"), _TEAM),
    **dict.fromkeys(("invitation.told_sequence", "invitation.answered_at", "invitation.waiting_since"), _PROGRAM),
    "pilot_member.asked_at": _PROGRAM,
}
