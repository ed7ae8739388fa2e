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
}
