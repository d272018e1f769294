"""Where things are: country → bureau or region → province or division → station → zone."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from safetyzone.foundation.privacy.classes import INTERNAL, PUBLIC, classified


class Level(models.TextChoices):
    """The five levels every hierarchy of policing is told in; an area pack gives them their local names."""

    COUNTRY = "country", _("country")
    BUREAU = "bureau", _("bureau or region")
    PROVINCE = "province", _("province or division")
    STATION = "station", _("station")
    ZONE = "zone", _("zone")


@classified(
    level=PUBLIC,
    slug=PUBLIC,
    path=PUBLIC,
    parent=PUBLIC,
    names=PUBLIC,
    code=PUBLIC,
    pack=PUBLIC,
    lon=PUBLIC,
    lat=PUBLIC,
    boundary=PUBLIC,
    area_km2=PUBLIC,
    area_source=PUBLIC,
    population=PUBLIC,
    population_source=PUBLIC,
    households=PUBLIC,
    notes=PUBLIC,
    sample=PUBLIC,
    unverified=PUBLIC,
    time_zone=PUBLIC,
    withdrawn=INTERNAL,
    added=INTERNAL,
)
class Place(models.Model):
    """One node of the hierarchy. Unknown numbers stay empty; a sample or unverified place says so wherever it is shown."""

    level = models.CharField(max_length=10, choices=Level.choices)
    slug = models.SlugField(max_length=80, unique=True)
    # /thailand/region-1/nonthaburi/pak-kret/: a row's scope is one prefix comparison on any database.
    path = models.CharField(max_length=420, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    names = models.JSONField(help_text="names by language code, the area's own language first")
    code = models.CharField(max_length=40, blank=True, help_text="official code, such as a P-code")
    pack = models.CharField(max_length=40, help_text="slug of the area pack it came from")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    boundary = models.JSONField(null=True, blank=True, help_text="GeoJSON Polygon or MultiPolygon, WGS 84")
    area_km2 = models.FloatField(null=True, blank=True, help_text="as published; never computed from the boundary")
    area_source = models.CharField(max_length=300, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_source = models.CharField(max_length=300, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    sample = models.BooleanField(default=False, help_text="made up for demonstration")
    unverified = models.BooleanField(default=False, help_text="from general knowledge, not from a source")
    time_zone = models.CharField(max_length=40, default="Asia/Bangkok")
    withdrawn = models.BooleanField(default=False, help_text="no longer in its pack; kept because records hang on it")
    added = models.BooleanField(
        default=False, help_text="by the programme, not by its pack, whose loading leaves it alone"
    )

    class Meta:
        ordering: ClassVar = ["path"]
        indexes: ClassVar = [models.Index(fields=["level", "path"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language, else the first the pack gives."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        names: dict[str, str] = self.names
        return names.get(language.split("-")[0]) or next(iter(names.values()), self.slug)


@classified(zone=PUBLIC, resolution=PUBLIC, cell=PUBLIC)
class ZoneCell(models.Model):
    """An H3 cell whose centre lies in the zone, at the resolution its picture uses. Computed once when the boundary changes."""

    zone = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="cells")
    resolution = models.PositiveSmallIntegerField()
    cell = models.BigIntegerField(help_text="H3 index as a 64-bit integer")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["zone", "cell"], name="cell_once_per_zone")]


@classified(
    pack=PUBLIC,
    code=PUBLIC,
    group=PUBLIC,
    names=PUBLIC,
    iccs=PUBLIC,
    origin=PUBLIC,
    sensitive=PUBLIC,
    street=PUBLIC,
    order=PUBLIC,
    withdrawn=INTERNAL,
)
class Category(models.Model):
    """A kind of crime as the area names it, mapped to the UN's ICCS for comparison abroad."""

    pack = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    group = models.CharField(max_length=60, help_text="code of the area's crime group")
    names = models.JSONField()
    iccs = models.CharField(max_length=12, blank=True)
    # Groups that police work discovers are never a crime rate and never train a forecast.
    origin = models.CharField(max_length=10, choices=[("reported", _("reported")), ("discovered", _("discovered"))])
    sensitive = models.BooleanField(default=False, help_text="never on a public map")
    street = models.BooleanField(default=False, help_text="tagged as street crime")
    order = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False, help_text="no longer in its pack; kept because records hang on it")

    class Meta:
        ordering: ClassVar = ["pack", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "code"], name="category_once_per_pack")]

    def __str__(self) -> str:
        names: dict[str, str] = self.names
        return names.get((get_language() or "en").split("-")[0]) or next(iter(names.values()), self.code)


@classified(slug=PUBLIC, version=PUBLIC, digest=PUBLIC, content=PUBLIC, loaded_at=INTERNAL)
class AreaPack(models.Model):
    """An area's data as last loaded: crime groups, partner kinds, targets, languages, emergency numbers."""

    slug = models.SlugField(max_length=40, unique=True)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"
