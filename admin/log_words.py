"""What the log says of each thing that somebody of the team did: one short sentence."""

from locales import N_

SENTENCES = {
    "POST /login": N_("Logged in"),
    "POST /logout": N_("Logged out"),
    "GET /people/{id}": N_("Looked at the page and the conversation"),
    "POST /people/{id}/answer": N_("Wrote a message"),
    "POST /people/{id}/erase": N_("Deleted a person"),
    "POST /people/{id}/role": N_("Gave somebody a role in the chat"),
    "POST /people/{id}/guardian": N_("Wrote down the consent of a parent or guardian"),
    "POST /people/{id}/notes": N_("Wrote a note"),
    "POST /people/{id}/owner": N_("Said who looks after a person"),
    "POST /people/{id}/quiet": N_("Asked the bot to be quiet, or to go on"),
    "POST /tasks/{id}/done": N_("Did a task"),
    "POST /tasks/{id}/undo": N_("Opened a task again"),
    "POST /meetings/{meeting}/attendance": N_("Wrote down who was at a meeting"),
    "POST /meetings/{meeting}/cancel": N_("Cancelled a meeting"),
    "POST /meetings/{meeting}/decided": N_("Wrote what a meeting decided"),
    "POST /labs/{lab}/meetings/new": N_("Planned a meeting"),
    "POST /polls/{poll}/open": N_("Opened a poll"),
    "POST /polls/{poll}/close": N_("Closed a poll"),
    "POST /codes": N_("Made a code to sign up"),
    "POST /staff": N_("Invited somebody to the team"),
    "POST /staff/{staff}": N_("Changed a role in the team"),
    "POST /staff/{staff}/end": N_("Ended somebody’s work here"),
    "POST /staff/{staff}/back": N_("Took somebody back into the team"),
    "POST /staff/{staff}/link": N_("Made a new link for a lost password"),
    "POST /staff/{staff}/chat": N_("Made a new link to a chat"),
    "POST /staff/{staff}/factor": N_("Switched off somebody’s second factor"),
    "POST /labs/new": N_("Made a lab"),
    "POST /broadcasts/{broadcast}/send": N_("Sent a message to many"),
    "POST /broadcasts/{broadcast}/second": N_("Sent a message to many"),
    "GET /labs/{lab}/export/people.zip": N_("Took a file with the people of a lab"),
    "POST /channels/chat": N_("Made a link to the own chat"),
    "POST /channels/test": N_("Sent a test message to the own chat"),
    "POST /prove": N_("Gave the password or the digits again"),
    "POST /account": N_("Switched on the second factor"),
    "POST /account/off": N_("Switched off the own second factor"),
}
AREAS = {
    "GET /media": N_("Looked at a picture or a recording"),
    "GET /people": N_("Looked at what people said"),
    "GET /polls": N_("Looked at answers to a poll"),
    "GET": N_("Looked at words of people"),
    "POST /people": N_("Changed something about people"),
    "POST /people/{id}/merge": N_("Put two records together, or apart"),
    "POST /people/{id}/unmerge": N_("Put two records together, or apart"),
    "POST /tasks": N_("Changed a task"),
    "POST /messages": N_("Looked after a message that did not arrive"),
    "POST /meetings": N_("Changed a meeting"),
    "POST /talks": N_("Changed a talk"),
    "POST /polls": N_("Changed a poll"),
    "POST /pilots": N_("Changed a pilot"),
    "POST /steps": N_("Changed a pilot"),
    "POST /updates": N_("Looked after the news of a pilot"),
    "POST /recommendations": N_("Changed a recommendation"),
    "POST /changes": N_("Changed a recommendation"),
    "POST /broadcasts": N_("Changed a message to many"),
    "POST /labs/{lab}/broadcast": N_("Changed a message to many"),
    "POST /labs/{lab}/cadence": N_("Changed the rules for messages"),
    "POST /labs/{lab}/plan": N_("Changed the rules for messages"),
    "POST /labs/{lab}/phases": N_("Changed the phases"),
    "POST /labs/{lab}/safety": N_("Changed the help in danger"),
    "POST /labs/{lab}/groups": N_("Changed the groups and their seats"),
    "POST /labs/{lab}/look": N_("Changed the look"),
    "POST /labs/{lab}/logo": N_("Changed the look"),
    "POST /labs/{lab}/markers": N_("Changed the progress"),
    "POST /labs/{lab}/questions": N_("Changed a question"),
    "POST /labs/{lab}/answers": N_("Changed the saved answers"),
    "GET /labs/{lab}/questions": N_("Looked at what people said"),
    "POST /labs/{lab}/pilots": N_("Changed a pilot"),
    "POST /labs/{lab}/polls": N_("Changed a poll"),
    "POST /labs/{lab}/recommendations": N_("Changed a recommendation"),
    "POST /labs/{lab}/talks": N_("Changed a talk"),
    "POST /labs/{lab}/report": N_("Changed the report"),
    "GET /labs/{lab}/export": N_("Made an export"),
    "POST /labs/{lab}/translations": N_("Changed a translation"),
    "POST /labs/{lab}/texts": N_("Changed a text of the bot"),
    "POST /labs": N_("Changed the set-up of a lab"),
    "POST /account": N_("Changed the own account"),
}
CHANGED = N_("Changed something")
WHYS = {
    "task": N_("because of a task"),
    "question": N_("because of a question"),
    "list": N_("from the list of people"),
    "search": N_("after a search"),
    "meeting": N_("because of a meeting"),
    "poll": N_("because of a poll"),
    "broadcast": N_("because of a message to many"),
    "calendar": N_("from the calendar of contacts"),
    "voices": N_("because nobody had heard from this person"),
}
PLACES = {
    "meeting": "meetings",
    "poll": "polls",
    "broadcast": "broadcasts",
    "pilot": "pilots",
    "recommendation": "recommendations",
    "staff": "staff",
}
"""Pages of what a line is about, by the name of its number."""


def sentence_of(what: str) -> str:
    """Of a route, by its own name or by what its name begins with."""
    if what in SENTENCES:
        return SENTENCES[what]
    begins = max((one for one in AREAS if what.startswith(one)), key=len, default="")
    return AREAS.get(begins, CHANGED)


def place_of(about: str) -> str:
    """The address of what a line is about ("meeting:12"), or ""."""
    kind, _, number = about.partition(" ")[0].partition(":")
    return f"/admin/{PLACES[kind]}/{number}" if kind in PLACES and number.isdecimal() else ""
