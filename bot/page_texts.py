"""The words of the small public pages: the front door and the page behind a QR code."""

from locales import N_

TEXTS = {
    "what": N_("Here the people of this group stay in touch, each in their own language."),
    "how": N_("You can write, speak or send a photo. A person and a program answer."),
    "choose": N_("How do you want to talk with us?"),
    "invited": N_("You are invited to talk with us, in your own language."),
    "chat_here": N_("Chat here"),
    "chat_hint": N_("In this browser. You install nothing."),
    "telegram": N_("Telegram"),
    "telegram_hint": N_("In the app on your phone."),
    "free": N_("You can stop at any time."),
    "hand_on": N_("For another phone: point its camera at this picture."),
    "picture": N_("QR code of this page"),
    "scan_at_door": N_("Welcome. Point the camera of your phone at this picture. Then we know that you are here."),
    "at_door": N_("Welcome. Where do you talk with us? Tap it. Then we know that you are here."),
}

NOTICE = N_("You have a message")
"""All that a notice says on a locked phone: it names nobody and no topic."""

PUSH_TEXTS = {
    "ask": N_("May this page tell you when there is a message?"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "on": N_("Good. This phone or computer tells you when there is a message. You can stop this in the menu."),
    "failed": N_("That does not work in this browser. Please look here from time to time."),
    "home": N_(
        "Do you want to know when there is a message? Put this page on your home screen: "
        "tap “Share”, then “Add to Home Screen”. Then open it from there."
    ),
    "close": N_("Close"),
    "off": N_("Do not tell me about messages"),
    "how": TEXTS["choose"],
    "telegram": TEXTS["telegram"],
    "here": TEXTS["chat_here"],
}
"""The card in the chat that asks whether it may tell her, and the way out."""
