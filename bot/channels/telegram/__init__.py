"""Telegram: people write to a bot, by long polling or a webhook."""

import hashlib

from telegram.error import TelegramError

from bot.channels import Setup
from bot.channels.telegram.channel import Telegram, parse
from bot.channels.telegram.request import AiohttpRequest, QuietBot, Timeouts
from bot.settings import Settings

__all__ = ["Telegram", "build", "parse", "username_of"]


def build(setup: Setup) -> Telegram | None:
    """None without a token."""
    settings = setup.settings
    if not settings.telegram_token:
        return None
    made = hashlib.sha256(setup.database.keyring.derive("telegram webhook")).hexdigest()
    return Telegram(
        settings.telegram_token,
        settings.telegram_api_url,
        settings.telegram_delivery,
        settings.base_url,
        settings.telegram_secret or made,
        settings.telegram_previous_secret,
    )


async def username_of(settings: Settings) -> str | None:
    """The bot's name, as Telegram knows it; None when it does not answer."""
    api = settings.telegram_api_url.rstrip("/")
    request = AiohttpRequest(None, Timeouts())
    bot = QuietBot(settings.telegram_token, f"{api}/bot", f"{api}/file/bot", request, request)
    try:
        async with bot:
            return bot.username
    except TelegramError:
        return None
