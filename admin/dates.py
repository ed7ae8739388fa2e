"""Moments as somebody at the desk reads them: "Thu 14 May, 18:00", and relative under a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_skeleton, format_timedelta

DAY = timedelta(days=1)
AT_ONCE = timedelta(minutes=1)
YEAR_IS_CLEAR = timedelta(days=300)
# The day before the month, as in the cities where this runs.
SPOKEN = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Dates:
    """For one reader: her language, her lab's time zone, her now."""

    language: str
    zone: tzinfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def moment(self, when: datetime) -> str:
        ago = self.now - when
        if timedelta() <= ago < DAY:
            return format_timedelta(
                -max(ago, AT_ONCE), add_direction=True, granularity="minute", threshold=1.2, locale=self._locale
            )
        return self.exact(when)

    def exact(self, when: datetime) -> str:
        local = when.astimezone(self.zone)
        return str(self._locale.datetime_formats["medium"]).format(f"{local:%H:%M}", self.day(local.date()))

    def time(self, when: datetime) -> str:
        return f"{when.astimezone(self.zone):%H:%M}"

    def local_day(self, when: datetime) -> date:
        return when.astimezone(self.zone).date()

    def day(self, day: date) -> str:
        """With its weekday always, with its year where that is not clear."""
        skeleton = "MMMEd" if abs(day - self.today) < YEAR_IS_CLEAR else "yMMMEd"
        return _day_in_words(skeleton, day, self.language)

    def chosen(self, typed: str | date) -> str:
        """What a date field holds; nothing where that is no day (yet). A field with a time begins with its day."""
        try:
            return self.day(date.fromisoformat(str(typed)[:10]))
        except ValueError:
            return ""

    @property
    def _locale(self) -> Locale:
        return _locale_of(self.language)


@lru_cache(maxsize=4096)
def _day_in_words(skeleton: str, day: date, language: str) -> str:
    """A page says few days, and says them often."""
    return format_skeleton(skeleton, day, locale=_locale_of(language)).replace(", ", " ", 1)


@cache
def _locale_of(language: str) -> Locale:
    return Locale.parse(SPOKEN.get(language, language))
