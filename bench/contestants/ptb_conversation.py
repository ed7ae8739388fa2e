"""python-telegram-bot's own ConversationHandler with ten states, behind its own webhook receiver.

`Application.run_webhook` as its users run it: Tornado answers 200 as soon as an update is in a queue in
memory, and one task takes updates from there one after the other (`concurrent_updates` is off, which
ConversationHandler's documentation requires). What was answered 200 and not yet handled is lost when the
process dies.

Without `--pickle` nothing is kept: a restart forgets every conversation.

With `--pickle` PicklePersistence writes its file after each update, before the next one is taken. Its cheapest
form is used: `on_flush=True`, so that answers and state cost one write of the file and not one each. The reply
has left before the write, the file is not synced to the disk (a power cut may lose or tear it), and the update
was answered 200 long before.

Answers are collected in `user_data` and cleared at the end, as in the library's example conversationbot2.
"""

import argparse
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)

from bench.conversation import REPLIES

SECRET = "bench-secret"
POOL = 256
"""Connections to the Bot API; what the builder takes by itself as well."""

Context = ContextTypes.DEFAULT_TYPE
Callback = Callable[[Update, Context], Coroutine[Any, Any, int]]
Handler = BaseHandler[Update, Context, object]
Stored = PicklePersistence[dict[Any, Any], dict[Any, Any], dict[Any, Any]]


class FlushingApplication(Application[Any, Any, Any, Any, Any, Any]):
    """Stores what an update changed before the next one is taken."""

    async def process_update(self, update: object) -> None:
        await super().process_update(update)
        await self.update_persistence()
        if self.persistence:
            await self.persistence.flush()


async def begin(update: Update, context: Context) -> int:
    assert update.message
    assert context.user_data is not None
    context.user_data.clear()
    await update.message.reply_text(REPLIES[0])
    return 1


def answered(number: int) -> Callback:
    async def take(update: Update, context: Context) -> int:
        assert update.message
        assert context.user_data is not None
        context.user_data[number] = update.message.text
        await update.message.reply_text(REPLIES[number])
        if number < len(REPLIES) - 1:
            return number + 1
        context.user_data.clear()
        return ConversationHandler.END

    return take


def conversation(persistent: bool) -> ConversationHandler[Context]:
    start: Handler = CommandHandler("start", begin)
    words = filters.TEXT & ~filters.COMMAND
    return ConversationHandler(
        entry_points=[start],
        states={number: [MessageHandler(words, answered(number))] for number in range(1, len(REPLIES))},
        fallbacks=[start],
        name="ten questions",
        persistent=persistent,
    )


def build(provider: str, pickle: Path | None) -> Application[Any, Any, Any, Any, Any, Any]:
    builder: Any = ApplicationBuilder().token("123456:bench").base_url(f"{provider}/bot").connection_pool_size(POOL)
    if pickle:
        only_users = PersistenceInput(bot_data=False, chat_data=False, user_data=True, callback_data=False)
        stored: Stored = PicklePersistence(pickle, store_data=only_users, on_flush=True)
        builder = builder.application_class(FlushingApplication).persistence(stored)
    application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    application.add_handler(conversation(persistent=pickle is not None))
    return application


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--provider", required=True)
    parser.add_argument("--pickle", type=Path)
    args = parser.parse_args()
    build(args.provider, args.pickle).run_webhook(
        port=args.port,
        url_path="webhook",
        webhook_url=f"http://127.0.0.1:{args.port}/webhook",
        secret_token=SECRET,
    )


if __name__ == "__main__":
    main()
