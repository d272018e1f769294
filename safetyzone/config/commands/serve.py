"""``safetyzone serve``."""

import click

from safetyzone.config.commands.serving import serve


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="0.0.0.0 for all networks; list names in SAFETYZONE_HOSTS"
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="taken: the next free one")
@click.option("--no-worker", is_flag=True, help="only the web server; run `safetyzone worker` elsewhere")
def command(host: str, port: int, no_worker: bool) -> None:
    """Bring the database up to date, then run the web server and the worker until Ctrl-C."""
    raise SystemExit(serve(host=host, port=port, worker=not no_worker))
