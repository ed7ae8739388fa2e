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
    usual = USUAL.get(group.key, "")
    ours = {_said(catalogues, code, usual) for code in catalogues.languages} if usual else set()
    if usual and group.name in ("", *ours):
        return _said(catalogues, language, usual) or group.name
    return group.said_in(language)


def group_name(visit: Visit, group: Group) -> str:
    """For whoever is logged in."""
    return called(visit.desk.catalogues, visit.language, group)


def _said(catalogues: Catalogues, language: str, text: str) -> str:
    try:
        return catalogues.render(language, text)
    except MissingText:
        return ""
