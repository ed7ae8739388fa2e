"""Brug's speed beside python-telegram-bot's and aiogram's, in one run on one machine."""
