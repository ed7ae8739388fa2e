"""A stand-in for Telegram's Bot API, as a process of its own.

    python -m tests.fakes.telegram_server --port 0 --log accepted.jsonl

prints `{"port": ...}` and then answers the methods Brug uses, for any token. Every message it accepted is one line
of JSON in the log before the answer leaves: that log, not Brug's tables, says what people saw. Tests steer it:

    POST /_control/updates  [update, ...]     people write; ids are given where they are missing
    POST /_control/script   {"kind": "blocked", "method": "sendMessage", "chat_id": 7, "times": 2, ...}  see `Fault`
    POST /_control/files    {"file_id", "file_path", "base64", ...}  see `TelegramControl.add_file`
    GET  /_control/log      the accepted messages        GET /_control/calls    how often each method was called
    GET  /_control/attempts each call, with its time and the fault that met it
    GET  /_control/webhook  what setWebhook was told     POST /_control/reset    as new, but for the log file
"""

import argparse
import asyncio
import io
import json
import time
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.fakes.telegram_control import Control, State
from tests.fakes.telegram_faults import ACCEPTING, error, misbehave

UPLOADS = {"sendPhoto": "photo", "sendVoice": "voice", "sendAudio": "audio", "sendDocument": "document"}


class TelegramServer:
    """The methods of the Bot API."""

    def __init__(self, state: State) -> None:
        self.state = state

    async def api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        data = await _parameters(request)
        self.state.calls[method] += 1
        fault = self.state.script.next(method, data.get("chat_id"))
        self.state.attempts.append(
            {"method": method, "chat_id": data.get("chat_id"), "time": time.time(), "fault": fault and fault.kind}
        )
        if fault is None or fault.kind == "slow":
            era = self.state.era
            await asyncio.sleep(fault.seconds if fault else 0)
            if era != self.state.era:
                return error(500, "Internal Server Error: everything was reset")
            return await self.answer(request, method, data)
        if fault.kind in ACCEPTING:
            await self.answer(request, method, data)
        return await misbehave(fault, request)

    async def answer(self, request: web.Request, method: str, data: dict[str, Any]) -> web.Response:
        match method:
            case "getMe":
                bot_id = int(request.match_info["token"].split(":")[0])
                return _ok({"id": bot_id, "is_bot": True, "first_name": "Brug", "username": self.state.username})
            case "getUpdates":
                return await self.get_updates(data)
            case "setWebhook" | "deleteWebhook":
                self.state.webhook = data if data.get("url") else {"url": ""}
                return _ok(True)
            case "getWebhookInfo":
                return _ok({"url": self.state.webhook["url"], "pending_update_count": len(self.state.waiting)})
            case "sendMessage" | "sendPhoto" | "sendVoice" | "sendAudio" | "sendDocument" | "sendLocation":
                return self.send(method, data)
            case "editMessageReplyMarkup":
                return self.edit(data)
            case "getFile":
                return self.get_file(data)
            case "sendChatAction" | "answerCallbackQuery":
                return _ok(True)
            case _:
                return error(404, "Not Found: method not found")

    async def get_updates(self, data: dict[str, Any]) -> web.Response:
        """Long polling: an offset forgets what is older; a second poller ends the first one's wait."""
        if self.state.webhook["url"]:
            return error(409, "Conflict: can't use getUpdates method while webhook is active; delete it first")
        async with self.state.news:
            self.state.poller += 1
            me = self.state.poller
            self.state.news.notify_all()
            while self.state.waiting and self.state.waiting[0]["update_id"] < int(data.get("offset", 0)):
                self.state.waiting.popleft()
            ready = self.state.news.wait_for(lambda: self.state.waiting or self.state.poller != me)
            try:
                await asyncio.wait_for(ready, float(data.get("timeout", 0)) + 0.01)
            except TimeoutError:
                return _ok([])
            if self.state.poller != me:
                return error(409, "Conflict: terminated by other getUpdates request")
            return _ok([*self.state.waiting][: int(data.get("limit", 100))])

    def send(self, method: str, data: dict[str, Any]) -> web.Response:
        text = data.get("caption" if method in UPLOADS else "text", "")
        if method == "sendMessage" and not text.strip():
            return error(400, "Bad Request: message text is empty")
        message_id, self.state.next_message = self.state.next_message, self.state.next_message + 1
        upload = {"upload": data[UPLOADS[method]]} if method in UPLOADS else {}
        self.accept(method, data, message_id, text=text, **upload)
        chat = {"id": data["chat_id"], "type": "private", "first_name": "Amina"}
        message = {"message_id": message_id, "date": int(time.time()), "chat": chat, "text": text}
        return _ok(message)

    def edit(self, data: dict[str, Any]) -> web.Response:
        key = (data["chat_id"], int(data["message_id"]))
        if key not in self.state.markups:
            return error(400, "Bad Request: message to edit not found")
        if self.state.markups[key] == data.get("reply_markup"):
            return error(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        self.accept("editMessageReplyMarkup", data, key[1], text="")
        return _ok({"message_id": key[1], "date": int(time.time()), "chat": {"id": key[0], "type": "private"}})

    def accept(self, method: str, data: dict[str, Any], message_id: int, **more: Any) -> None:
        markup = data.get("reply_markup")
        self.state.markups[data["chat_id"], message_id] = markup
        line = {
            "method": method,
            "chat_id": data["chat_id"],
            "message_id": message_id,
            "reply_markup": markup,
            "time": time.time(),
            **more,
        }
        self.state.accepted.append(line)
        if self.state.log is not None:
            self.state.log.write(json.dumps(line) + "\n")
            self.state.log.flush()

    def get_file(self, data: dict[str, Any]) -> web.Response:
        if data["file_id"] not in self.state.files:
            return error(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        file = self.state.files[data["file_id"]]
        about = {"file_id": data["file_id"], "file_unique_id": "u", "file_path": file.path}
        return _ok(about | {"file_size": file.size})

    async def download(self, request: web.Request) -> web.StreamResponse:
        self.state.calls["download"] += 1
        fault = self.state.script.next("download", None)
        if fault is not None:
            return await misbehave(fault, request)
        for file in self.state.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=io.BytesIO(file.content))
        return error(404, "Not Found")

    def app(self) -> web.Application:
        app = web.Application(client_max_size=60 * 1024 * 1024)
        app.router.add_route("*", r"/bot{token:\d+:[^/]+}/{method}", self.api)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)
        app.add_routes(Control(self.state).routes())
        return app


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


async def _parameters(request: web.Request) -> dict[str, Any]:
    """From JSON, a form or an upload; files become their size and type."""
    if request.content_type == "application/json":
        data: dict[str, Any] = await request.json()
    else:
        form = await request.post()
        data = {key: _field(value) for key, value in form.items()}
    if "chat_id" in data:
        data["chat_id"] = int(data["chat_id"])
    if isinstance(data.get("reply_markup"), str):
        data["reply_markup"] = json.loads(data["reply_markup"])
    return data


def _field(value: str | bytes | bytearray | web.FileField) -> object:
    if isinstance(value, web.FileField):
        content = value.file.read()
        value.file.close()
        return {"filename": value.filename, "mime": value.content_type, "size": len(content)}
    return value if isinstance(value, str) else {"size": len(value)}


async def serve(port: int, log: Path | None, username: str) -> None:
    stream = log.open("a", encoding="utf-8") if log else None
    runner = web.AppRunner(TelegramServer(State(stream, username)).app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await asyncio.Event().wait()


def main() -> None:
    arguments = argparse.ArgumentParser(description="A stand-in for Telegram's Bot API")
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--log", type=Path)
    arguments.add_argument("--username", default="brug_test_bot")
    chosen = arguments.parse_args()
    asyncio.run(serve(chosen.port, chosen.log, chosen.username))


if __name__ == "__main__":
    main()
