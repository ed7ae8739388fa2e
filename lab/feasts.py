"""Days that matter to the people of a lab: public holidays of places, and feasts of the calendars that a coordinator
ticks for the lab. Never derived from a person: nobody's language or origin says what she celebrates.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from hijridate import Gregorian, Hijri

from lab.plan_warnings import PlanWarning
from locales import N_

DAY, EVENINGS, EVE = "day", "evenings", "eve"
"""Whole days; the evening of each day; the one evening with which a feast begins."""
EVENING = time(17)
"""Sunset is not known here: from this hour on it is evening."""
YEARS = range(1925, 2077)
"""What hijridate reaches. Other years have no feasts."""
COUNTRY = "country:"
NOWHERE = "ZZ"
"""What CLDR calls no country."""
ISLAMIC = "islamic"

NAMES: Mapping[str, str] = {
    ISLAMIC: N_("Islamic feasts and Ramadan"),
    "orthodox": N_("Orthodox feasts"),
    "jewish": N_("Jewish feasts"),
    "ethiopian": N_("Ethiopian and Eritrean feasts"),
    "nowruz": N_("Nowruz"),
    "chinese": N_("Chinese feasts"),
}


@dataclass(frozen=True, slots=True)
class Feast:
    """`day` and `until` belong to it; `kind` says what of these days. `estimated`: the moon decides, a day around it.
    `fasting`: people fast by day and eat together in the evening. `ours`: `name` is a source text."""

    name: str
    day: date
    until: date
    calendar: str
    kind: str = DAY
    estimated: bool = False
    fasting: bool = False
    ours: bool = True

    def days(self) -> Iterator[date]:
        return (self.day + timedelta(days=n) for n in range((self.until - self.day).days + 1))


@dataclass(frozen=True, slots=True)
class _Row:
    """A feast of so many `days` (0: a month of fasting) that begins `first` days after what the source calls `named`:
    a public holiday, or month and day of the Islamic calendar. `eve`: it begins the evening before.
    """

    named: str
    name: str
    days: int = 1
    first: int = 0
    eve: bool = False
    kind: str = DAY


_SOURCES = {"orthodox": "RO", "jewish": "IL", "ethiopian": "ET", "nowruz": "IR", "chinese": "CN"}
"""The country whose public holidays have these feasts. Where a feast lasts longer elsewhere, the row says so."""
_TABLES: Mapping[str, tuple[_Row, ...]] = {
    ISLAMIC: (
        _Row("9-1", N_("Ramadan"), days=0, kind=EVENINGS),
        _Row("9-27", N_("Laylat al-Qadr (Night of Power)"), first=-1, kind=EVE),
        _Row("10-1", N_("Eid al-Fitr (end of Ramadan)"), days=3),
        _Row("12-10", N_("Eid al-Adha (Feast of Sacrifice)"), days=4),
        _Row("1-1", N_("Islamic New Year")),
        _Row("1-10", N_("Ashura")),
        _Row("3-12", N_("Mawlid (birthday of the Prophet)")),
    ),
    "orthodox": (
        _Row("Easter", N_("Orthodox Good Friday"), first=-2),
        _Row("Easter", N_("Orthodox Easter"), days=2, eve=True),
        _Row("Easter", N_("Orthodox Ascension Day"), first=39),
        _Row("Easter", N_("Orthodox Pentecost"), days=2, first=49),
        _Row("Christmas Day", N_("Orthodox Christmas"), days=2, eve=True),
        _Row("Christmas Day", N_("Orthodox Christmas (old calendar)"), first=13, eve=True),
    ),
    "jewish": (
        _Row("Rosh Hashanah", N_("Rosh Hashana (Jewish New Year)"), days=2, eve=True),
        _Row("Yom Kippur", N_("Yom Kippur"), eve=True),
        _Row("Sukkot", N_("Sukkot"), days=2, eve=True),
        _Row("Simchat Torah / Shemini Atzeret", N_("Simchat Torah"), days=2, eve=True),
        _Row("Hanukkah", N_("Hanukka"), days=8, first=-1, kind=EVENINGS),
        _Row("Purim", N_("Purim"), eve=True),
        _Row("Pesach", N_("Pesach"), days=2, eve=True),
        _Row("Seventh day of Pesach", N_("The last days of Pesach"), days=2, eve=True),
        _Row("Shavuot", N_("Shavuot"), days=2, eve=True),
    ),
    "ethiopian": (
        _Row("Ethiopian New Year", N_("Enkutatash (New Year)")),
        _Row("Finding of True Cross", N_("Meskel (Finding of the True Cross)"), eve=True),
        _Row("Christmas Day", N_("Genna (Christmas)"), eve=True),
        _Row("Epiphany", N_("Timkat (Epiphany)"), eve=True),
        _Row("Good Friday", N_("Siklet (Good Friday)")),
        _Row("Easter Sunday", N_("Fasika (Easter)"), eve=True),
    ),
    "nowruz": (_Row("Nowruz", N_("Nowruz"), days=2, eve=True),),
    "chinese": (
        _Row("Chinese New Year (Spring Festival)", N_("Chinese New Year"), days=3, eve=True),
        _Row("Mid-Autumn Festival", N_("Mid-Autumn Festival")),
    ),
}


def all_calendars(language: str = "en") -> dict[str, str]:
    """What a coordinator can tick, by id: ours first (source texts), then the countries as they are called there."""
    called, in_english = Locale.parse(language).territories, Locale("en").territories
    codes = [place.removeprefix(COUNTRY) for place in _places() if "-" not in place]
    places = {COUNTRY + code: called.get(code, in_english[code]) for code in codes}
    return {**NAMES, **dict(sorted(places.items(), key=lambda place: place[1]))}


def of_place(timezone: str) -> tuple[str, ...]:
    """The public holidays of the country in which a time zone lies: what counts until a coordinator ticks others.

    From the table of the Unicode consortium (CLDR) that Babel carries. None for a zone of no country, as UTC.
    """
    country = str(get_global("zone_territories").get(timezone, ""))
    return (COUNTRY + country,) if country.isalpha() and country != NOWHERE else ()


def faults_of(calendars: Iterable[str]) -> list[PlanWarning]:
    """On calendars that do not exist. Where such a one is stored, it has no feasts and does no harm."""
    text = N_("There is no calendar “{calendar}”. Choose from: {known}, or a place like {example}.")
    about = {"known": ", ".join(NAMES), "example": "country:BE, country:ES-CT"}
    unknown = (one for one in calendars if one not in NAMES and one not in _places())
    return [PlanWarning("no_calendar", text, values={"calendar": one, **about}) for one in unknown]


def feasts(calendars: Iterable[str], first: date, last: date, language: str = "en") -> tuple[Feast, ...]:
    """All that touch these days, in order. Public holidays are named in `language` where the library knows it.

    The first call loads the library (half a second): not in the event loop.
    """
    found: dict[tuple[str, date, str], Feast] = {}
    for calendar in calendars:
        for year in range(max(first.year - 1, YEARS.start), min(last.year + 2, YEARS.stop)):
            for feast in _of_year(calendar, year, language if calendar.startswith(COUNTRY) else ""):
                if feast.until >= first and feast.day <= last:
                    found.setdefault((feast.name, feast.day, feast.kind), feast)
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.until, one.name)))


def feast_days(calendars: Iterable[str], first: date, last: date) -> frozenset[date]:
    """The days on which nobody is nudged: feasts, but not the evenings before them, and not the whole of Ramadan."""
    days = {day for feast in feasts(calendars, first, last) if feast.kind == DAY for day in feast.days()}
    return frozenset(day for day in days if first <= day <= last)


def warnings_for(starts: datetime, ends: datetime, calendars: Iterable[str], language: str = "en") -> list[PlanWarning]:
    """What a meeting from `starts` to `ends` (naive: wall time at its place) falls on, each feast once."""
    last = max(starts, ends - datetime.resolution)
    found: dict[tuple[str, str], PlanWarning] = {}
    for feast in feasts(calendars, starts.date(), last.date(), language):
        days = [day for day in feast.days() if starts.date() <= day <= last.date()]
        hit = [day for day in days if feast.kind == DAY or last >= datetime.combine(day, EVENING)]
        if hit or feast.fasting:
            warning = _warning(feast, (hit or days)[0], *_rule(feast, bool(hit)))
            found.setdefault((warning.code, feast.name), warning)
    return list(found.values())


def _rule(feast: Feast, evening: bool) -> tuple[str, str, str]:
    celebrated = N_("People who celebrate it may not come. Ask them, or choose another time.")
    if feast.kind == DAY:
        return "feast", N_("The meeting of {day} is on a feast: {feast}."), celebrated
    if feast.kind == EVE:
        return "feast_eve", N_("On the evening of the meeting, {day}, a feast begins: {feast}."), celebrated
    if evening:
        together = N_("Many people are with their families on these evenings. Choose an earlier hour, or ask them.")
        return "feast_evening", N_("The meeting of {day} is on an evening of {feast}."), together
    tired = N_("People who fast are tired earlier and do not eat by day. Plan a shorter meeting without a meal.")
    return "fast", N_("The meeting of {day} is during {feast}."), tired


def _warning(feast: Feast, day: date, code: str, rule: str, reason: str) -> PlanWarning:
    note = N_("This date is an estimate: it depends on the moon, and may be a day earlier or later.")
    ours, theirs = ({"feast": feast.name}, {}) if feast.ours else ({}, {"feast": feast.name})
    return PlanWarning(code, rule, reason, {"day": day, **theirs}, ours, note if feast.estimated else "")


@lru_cache(maxsize=4096)
def _of_year(calendar: str, year: int, language: str) -> tuple[Feast, ...]:
    """The feasts that the source dates in that year; counted from there, some lie in the next one."""
    if calendar not in _TABLES:
        return tuple(_public_holidays(calendar, year, language)) if calendar in _places() else ()
    begun = _hijri_days(year) if calendar == ISLAMIC else _first_days(_SOURCES[calendar], year)
    rows = ((row, day) for row in _TABLES[calendar] for day in begun.get(row.named, ()))
    return tuple(feast for row, day in rows for feast in _feasts_of(calendar, row, day))


def _feasts_of(calendar: str, row: _Row, named: date) -> Iterator[Feast]:
    day = named + timedelta(days=row.first)
    days, moon = row.days or Gregorian.fromdate(day).to_hijri().month_length(), calendar == ISLAMIC
    yield Feast(row.name, day, day + timedelta(days=days - 1), calendar, row.kind, moon, fasting=not row.days)
    if row.eve:
        before = day - timedelta(days=1)
        yield Feast(row.name, before, before, calendar, EVE, moon)


def _hijri_days(year: int) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for hijri in range(Gregorian(year, 1, 1).to_hijri().year, Gregorian(year, 12, 31).to_hijri().year + 1):
        for row in _TABLES[ISLAMIC]:
            month, of_month = map(int, row.named.split("-"))
            day = date(*Hijri(hijri, month, of_month).to_gregorian().datetuple())
            if day.year == year:
                found.setdefault(row.named, []).append(day)
    return found


def _first_days(country: str, year: int) -> dict[str, list[date]]:
    """When each public holiday begins: one of several days begins once, even across New Year."""
    import holidays

    kinds = ("public", "optional", "school") if country == "IL" else ("public",)
    listed = holidays.country_holidays(country, years=(year - 1, year), categories=kinds, language="en_US")
    named = {(day, name) for day in listed for name in listed.get_list(day)}
    found: dict[str, list[date]] = {}
    for day, name in sorted(named):
        if day.year == year and (day - timedelta(days=1), name) not in named:
            found.setdefault(name, []).append(day)
    return found


def _public_holidays(calendar: str, year: int, language: str) -> Iterator[Feast]:
    import holidays

    code, _, part = calendar.removeprefix(COUNTRY).partition("-")
    said = getattr(holidays, code).supported_languages
    short = language.partition("_")[0]
    tongue = next((one for one in said if one in (language, short) or one.startswith(short + "_")), "en_US")
    listed = holidays.country_holidays(code, subdiv=part or None, years=year, language=tongue)
    marks = [listed.tr(getattr(listed, f"{one}_label", "%s")) for one in ("observed_estimated", "estimated")]
    for day in listed:
        for name in listed.get_list(day):
            plain = name
            for before, _, after in (mark.partition("%s") for mark in marks):
                plain = plain.removeprefix(before).removesuffix(after)
            yield Feast(plain, day, day, calendar, estimated=plain != name, ours=False)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """Ids of the countries, and of their parts that have days of their own."""
    import holidays

    listed = holidays.list_supported_countries(include_aliases=False).items()
    return frozenset(COUNTRY + one for code, parts in listed for one in (code, *(f"{code}-{part}" for part in parts)))
