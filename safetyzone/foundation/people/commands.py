"""``safetyzone people``: the first account has to come from somewhere."""

import json

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from safetyzone.foundation.access.roles import ROLES
from safetyzone.foundation.people.actions import NotAllowed, give_role, set_password
from safetyzone.foundation.people.models import Membership
from safetyzone.foundation.places.models import Place

BY = "command-line"


@click.group()
def command() -> None:
    """Accounts and roles."""


@command.command("add")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.code for role in ROLES]))
@click.option("--place", "slug", required=True, help="slug of the country, bureau, province, station or zone")
@click.option("--name", default="", help="as pages show it; the address without it")
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True, help="asked for when left out")
def add(email: str, role: str, slug: str, name: str, password: str) -> None:
    """Give EMAIL a role at a place, making the account when there is none."""
    place = Place.objects.filter(slug=slug).first()
    if place is None:
        raise SystemExit(f"There is no place {slug!r}. Load an area first: safetyzone area load thailand")
    try:
        validate_password(password)
        with transaction.atomic():  # an account with its password, or neither
            membership = give_role(email=email, role=role, place=place, by=BY, giver=None, name=name)
            set_password(user=membership.user, password=password, by=BY)
    except (NotAllowed, ValidationError) as error:
        raise SystemExit(str(error)) from None
    click.echo(f"{membership.user.email} is {role} at {place.slug}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="print them as JSON")
def list_members(as_json: bool) -> None:
    """Every account and its roles."""
    held = Membership.objects.select_related("user", "place").order_by("user__email", "place__path", "role")
    if as_json:
        rows = [
            {"email": m.user.email, "role": m.role, "place": m.place.slug, "until": m.until and m.until.isoformat()}
            for m in held
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for membership in held:
        until = f" until {membership.until}" if membership.until else ""
        click.echo(f"{membership.user.email}  {membership.role}  {membership.place.path}{until}")
