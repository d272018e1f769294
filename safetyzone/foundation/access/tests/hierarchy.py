"""A small country for tests of access: two bureaus, two stations each, one zone a station."""

from safetyzone.foundation.people.models import Membership, User
from safetyzone.foundation.places.models import Level, Place

PASSWORD = "a-long-password-1"


def make_places() -> dict[str, Place]:
    """Keyed by slug: land, bureau-1, station-11, zone-11, station-12, zone-12, bureau-2, station-21, zone-21, station-22, zone-22."""
    made: dict[str, Place] = {}

    def place(slug: str, level: Level, parent: Place | None) -> Place:
        path = f"{parent.path if parent else '/'}{slug}/"
        made[slug] = Place.objects.create(
            slug=slug, level=level, parent=parent, path=path, names={"en": slug, "th": f"ที่ {slug}"}, pack="test"
        )
        return made[slug]

    land = place("land", Level.COUNTRY, None)
    for bureau in (1, 2):
        above = place(f"bureau-{bureau}", Level.BUREAU, land)
        for number in (1, 2):
            station = place(f"station-{bureau}{number}", Level.STATION, above)
            place(f"zone-{bureau}{number}", Level.ZONE, station)
    return made


def person(role: str = "", place: Place | None = None, *, email: str = "", name: str = "") -> User:
    """Somebody with an account, and a role at a place if both are given."""
    user = User.objects.create_user(email or f"{role or 'nobody'}@example.org", PASSWORD, name=name)
    if role and place:
        Membership.objects.create(user=user, place=place, role=role)
    return user
