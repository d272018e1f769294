"""What is new about a zone, as an Atom feed."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from safetyzone.publish.site.models import PublicPage
from safetyzone.publish.site.news import News, news_of
from safetyzone.publish.site.queries import public_page_of


class ZoneFeed(Feed):  # type: ignore[type-arg]
    """Releases, promises kept or handed back, polls and what they found: the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> PublicPage:
        return public_page_of(slug)

    def title(self, page: PublicPage) -> str:
        return f"{page.zone.name} · safetyzone"

    def subtitle(self, page: PublicPage) -> str:
        return _("What was asked, said, done and measured in %(zone)s") % {"zone": page.zone.name}

    def link(self, page: PublicPage) -> str:
        return reverse("site:page", args=[page.zone.slug])

    def items(self, page: PublicPage) -> list[News]:
        return news_of(page.zone)

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.words)

    def item_link(self, item: Any) -> str:
        return str(item.url)

    def item_guid(self, item: Any) -> str:
        return f"urn:safetyzone:{item.key}"  # an Atom id is an IRI

    def item_pubdate(self, item: Any) -> datetime:
        at: datetime = item.at
        return at
