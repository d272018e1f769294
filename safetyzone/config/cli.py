"""``safetyzone``: the only entry that knows every step. Each step's commands live beside their feature in ``commands.py``."""

import os
from importlib import import_module

import click

# name → module that holds the click command of the same name; imported when it is called, so that --help stays quick.
COMMANDS = {
    "area": "safetyzone.foundation.places.commands",
    "audit": "safetyzone.foundation.audit.commands",
    "import": "safetyzone.listen.incidents.commands",
    "picture": "safetyzone.analyse.pictures.commands",
    "try": "safetyzone.config.commands.try_file",
    "demo": "safetyzone.config.commands.demo",
    "serve": "safetyzone.config.commands.serve",
    "doctor": "safetyzone.config.commands.doctor",
}
WITHOUT_DJANGO = {"area new", "area check"}


class Lazy(click.Group):
    """A group whose commands load when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetyzone.config.settings")
        import django  # noqa: PLC0415 - half a second that --help should not cost

        django.setup()
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="safetyzone")
def main() -> None:
    """Safer neighbourhoods by cooperation: listen, analyse, plan, act, measure, publish."""
