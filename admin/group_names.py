"""What the groups of a lab are called, for whoever reads."""

from admin.visit import Visit
from locales import N_
from locales.catalogue import Catalogues, MissingText
from store.groups import Group

USUAL = {
    "migrant": N_("Newcomers"),
    "partner": N_("Partner organisations"),
    "policymaker": N_("Policy makers"),
}
"""By key: groups that most labs have, with a name in every language."""


def called(catalogues: Catalogues, language: str, group: Group) -> str:
    """Its name in that language. A usual group that somebody gave another name keeps that."""
    if language not in group.names and _is_ours(catalogues, group.key, group.name):
        return _said(catalogues, language, USUAL[group.key]) or group.name
    return group.said_in(language)


def group_name(visit: Visit, group: Group) -> str:
    """For whoever is logged in."""
    return called(visit.desk.catalogues, visit.language, group)


def name_in_field(visit: Visit, group: Group) -> str:
    """As it stands where it can be written anew, beside a field for each language."""
    return group.name if has_names(group) else group_name(visit, group)


def has_names(group: Group) -> bool:
    """Whether it has, or may be given, a name for each language: a usual one has ours."""
    return group.key not in USUAL or bool(group.names)


def written_name(visit: Visit, group: Group, written: str) -> str:
    """What is kept of that field: a usual name, in whatever language she read it, is none that somebody gave."""
    ours = [_is_ours(visit.desk.catalogues, group.key, name) for name in (group.name, written)]
    return group.name if all(ours) or written == name_in_field(visit, group) else written


def _is_ours(catalogues: Catalogues, key: str, name: str) -> bool:
    """Whether a usual group has this name in some language, or none."""
    return key in USUAL and name in ("", *(_said(catalogues, code, USUAL[key]) for code in catalogues.languages))


def _said(catalogues: Catalogues, language: str, text: str) -> str:
    try:
        return catalogues.render(language, text)
    except MissingText:
        return ""
