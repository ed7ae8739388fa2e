"""Where a place is, as a link that every phone opens."""

from lab.meetings import Place


def position(place: Place) -> tuple[float, float] | None:
    """Latitude and longitude; None when nobody has put the place on the map, or where no map has such a place."""
    if place.latitude is None or place.longitude is None:
        return None
    return (place.latitude, place.longitude) if abs(place.latitude) <= 90 and abs(place.longitude) <= 180 else None


def map_link(place: Place) -> str | None:
    """None where `position` is."""
    found = position(place)
    return link_to(*found) if found else None


def link_to(latitude: float, longitude: float) -> str:
    north, east = f"{latitude:.6f}", f"{longitude:.6f}"
    return f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"
