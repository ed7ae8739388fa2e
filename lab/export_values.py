"""Stored values as an export writes them. Pure."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from lab.spreadsheet import Value


def plain(value: Any, *, week: bool = False) -> Value:
    """Moments as days, or as the Monday of their week; lists and texts by language as JSON."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (monday(value) if week else value).isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
    return value if isinstance(value, int) or value is None else str(value)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
