"""``safetyzone demo``."""

import click
from django.conf import settings

from safetyzone.config.commands.serving import prepare, serve
from safetyzone.config.demo.build import NotADemo, build


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="taken: the next free one")
@click.option("--no-serve", is_flag=True, help="build and stop")
def command(port: int, no_serve: bool) -> None:
    """Fifteen zones with two years of sample records, a person per role, everything computed; then serve it.

    Keeps its data in ./data/demo, or where SAFETYZONE_DATA points. A second run finds everything built.
    """
    prepare()
    try:
        build(folder=settings.DATA)
    except NotADemo as refusal:
        raise click.ClickException(str(refusal)) from None
    if no_serve:
        click.echo(f"Built in {settings.DATA}")
        return
    raise SystemExit(serve(port=port))
