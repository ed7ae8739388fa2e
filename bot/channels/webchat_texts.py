"""The words around the web chat: its labels and short notices. The keys are what `static/chat/` asks for."""

from locales import N_
from locales.catalogue import Catalogues, MissingText

TEXTS = {
    "answered_by": N_("Answers by a person and a program"),
    "offline": N_("No connection. Trying again"),
    "leave": N_("Leave quickly"),
    "menu": N_("Menu"),
    "language": N_("Language"),
    "my_data": N_("My data"),
    "help": N_("Help"),
    "stop": N_("Stop"),
    "conversation": N_("Conversation"),
    "you": N_("You"),
    "team": N_("A person of the team"),
    "write": N_("Write a message"),
    "send": N_("Send"),
    "photo": N_("Photo"),
    "voice": N_("Voice message"),
    "cancel": N_("Cancel"),
    "close": N_("Close"),
    "more": N_("More"),
    "search": N_("Search"),
    "nothing_found": N_("Nothing found"),
    "new_messages": N_("New messages"),
    "listen": N_("Listen"),
    "pause": N_("Pause"),
    "calendar": N_("For my calendar"),
    "map": N_("See it on the map"),
    "sent": N_("Sent"),
    "delivered": N_("Delivered"),
    "read": N_("Read"),
    "waiting": N_("Not sent yet, trying again"),
    "failed": N_("Not sent"),
    "retry": N_("Try again"),
    "no_microphone": N_("The microphone does not work here. You can write instead."),
    "no_script": N_("This chat needs JavaScript. Please turn it on."),
}


def labels(catalogues: Catalogues, language: str) -> dict[str, str]:
    """In one language. A last good catalogue may be older than a label: that one is left out, and the chat goes on."""
    return {key: found for key, text in TEXTS.items() if (found := _found(catalogues, language, text))}


def _found(catalogues: Catalogues, language: str, text: str) -> str:
    try:
        return catalogues(language, text)
    except MissingText:
        return ""
