"""A sign-up played from memory, for one person, in the events that the page of the chat understands."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.channels.webchat_texts import TEXTS
from tests.fakes.chat_texts import ARABIC_LABELS, ASK_LANGUAGE, LANGUAGES, RTL, SAYINGS

AGES = ("under_16", "16-17", "18-25", "26-59", "60")
TIMES = {"mornings": "🌅", "afternoons": "☀️", "evenings": "🌙", "weekends": "📅"}
HIDDEN = ("/start", "/language", "/help", "/mydata", "/stop")


@dataclass
class ScriptedConversation:
    """What was said so far, and what is said next, `thinking` seconds after she wrote."""

    thinking: float = 0.05
    lang: str = "en"
    step: str = ""
    name: str = "Amina"
    messages: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, name: str, data: Any, number: str = "") -> None:
        """Bring an event to the page."""
        raise NotImplementedError

    def labels(self) -> dict[str, str]:
        return ARABIC_LABELS if self.lang == "ar" else TEXTS

    def hello(self) -> dict[str, Any]:
        data = {"empty": not self.messages, "lab": "Samen Sterk", "lang": self.lang, "dir": direction(self.lang)}
        return {**data, "strings": self.labels()}

    def say(
        self, text: str, *, sender: str = "brug", key: str = "o", buttons: tuple[dict[str, Any], ...] = (), **more: Any
    ) -> dict[str, Any]:
        number = len(self.messages) + 1
        message = {
            "key": f"{key}{number}",
            "from": sender,
            "text": text,
            "lang": self.lang,
            "dir": direction(self.lang),
            "time": "2026-05-14T18:00:00Z",
            "time_text": "18:00",
            "day_text": SAYINGS.get(self.lang, SAYINGS["en"])["day"],
            "buttons": [button(**one) for one in buttons],
            "several": any(one.get("done") for one in buttons),
            "picture": None,
            "sound": None,
            "client": None,
            "status": None,
            "open": True,
        }
        self.messages.append({**message, **more})
        self.tell("message", self.messages[-1], str(number))
        return self.messages[-1]

    async def answer(self, post: dict[str, Any]) -> None:
        await asyncio.sleep(self.thinking)
        for message in self.messages:
            if message["client"] == post["id"]:
                message["status"] = "read"
                self.tell("status", {"client": post["id"], "status": "read"})
        if post["text"].startswith(HIDDEN):
            self._command(post["text"])
        else:
            self._step(post)

    def _command(self, text: str) -> None:
        if text.startswith(("/start", "/language")):
            self.ask_language()
        else:
            self.say(self._words("help"))

    def ask_language(self) -> None:
        self.step = "language"
        languages = ({"token": f"l:{code}", "label": name, "lang": code} for code, name in LANGUAGES.items())
        self.say(ASK_LANGUAGE, buttons=tuple(languages), lang="")

    def _step(self, post: dict[str, Any]) -> None:
        taps = [tap.split(":")[1] for tap in post["taps"]]
        if taps == ["listen"]:
            self.say(self._words("consent"), sound="/chat/media/tone")
            return
        self._close(post["taps"])
        match self.step:
            case "language" if taps:
                self._speak(taps[0])
                self.say(self._words("intro"))
                self.ask("consent", {"yes": "✅", "no": "✖️", "question": "❓", "listen": "🔊"})
            case "consent" if taps:
                self.ask("name", {})
            case "name":
                self.name = post["text"]
                self.ask("age", dict.fromkeys(AGES, ""))
            case "age":
                self.ask("times", TIMES, closers=("done", "skip"))
            case "times":
                self.step = "end"
                self.say(self._words("welcome").format(name=self.name))
            case _:
                self.say(self._words("noted"))

    def ask(self, question: str, options: dict[str, str], closers: tuple[str, ...] = ()) -> None:
        self.step = question
        choices = [
            {"token": f"{question}:{option}", "label": self._words(option), "icon": i} for option, i in options.items()
        ]
        ends = [{"token": f"{question}:{c}", "label": self._words(c), "done": c == "done"} for c in closers]
        self.say(self._words(question), buttons=(*choices, *ends))

    def _close(self, taps: list[str]) -> None:
        for message in self.messages:
            if message["buttons"] and message["open"]:
                message["open"] = False
                for one in message["buttons"]:
                    one["chosen"] = one["token"] in taps and not one["done"]
                self.tell("closed", closing(message))

    def _speak(self, lang: str) -> None:
        self.lang = lang
        self.tell("hello", self.hello())

    def _words(self, key: str) -> str:
        return SAYINGS.get(self.lang, SAYINGS["en"])[key]


def button(
    token: str, label: str, icon: str = "", chosen: bool = False, done: bool = False, lang: str = ""
) -> dict[str, Any]:
    return {"token": token, "label": label, "icon": icon, "chosen": chosen, "done": done, "lang": lang}


def closing(message: dict[str, Any]) -> dict[str, Any]:
    return {"key": message["key"], "chosen": [one["token"] for one in message["buttons"] if one["chosen"]]}


def direction(lang: str) -> str:
    return "rtl" if lang in RTL else "ltr"
