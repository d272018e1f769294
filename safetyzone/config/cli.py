"""``safetyzone``: the only entry that knows every step. Each step's commands live beside their feature in ``commands.py``."""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import click

from safetyzone.config.commands.folders import demo_folder, throwaway_folder
from safetyzone.config.environment import terminal_language


@dataclass(frozen=True)
class Entry:
    """A command: the module that holds it as ``command``, imported when it is called so that --help stays quick."""

    module: str
    does: str
    before: Callable[[], None] | None = None  # settles the environment before Django reads its settings


COMMANDS: Final = {
    "demo": Entry("safetyzone.config.commands.demo", "See it all: fifteen zones of sample records.", demo_folder),
    "try": Entry("safetyzone.config.commands.try_file", "A picture of your own incident file.", throwaway_folder),
    "serve": Entry("safetyzone.config.commands.serve", "Run the web server and the worker together."),
    "worker": Entry("safetyzone.config.commands.worker", "Run only the worker; serve starts one by itself."),
    "area": Entry("safetyzone.foundation.places.commands", "Make, check and load area packs."),
    "people": Entry("safetyzone.foundation.people.commands", "Accounts and roles."),
    "import": Entry("safetyzone.listen.incidents.commands", "Bring incident files in."),
    "picture": Entry("safetyzone.analyse.pictures.commands", "A zone's picture in numbers."),
    "index": Entry("safetyzone.measure.index.commands", "The local index of a zone, or of all zones of a place."),
    "effects": Entry("safetyzone.measure.effects.commands", "What came of a zone's finished plans."),
    "brief": Entry("safetyzone.publish.briefs.commands", "A zone's monthly brief as PDF, sheet or data."),
    "board": Entry("safetyzone.programme.board.commands", "Sum all zones up for the board now."),
    "audit": Entry("safetyzone.foundation.audit.commands", "Verify and sign the chain of everything done."),
    "doctor": Entry("safetyzone.config.commands.doctor", "Check this installation and say what to do."),
}


class Lazy(click.Group):
    """A group whose commands load when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        asks_for_help = bool({"-h", "--help"} & set(sys.argv[1:]))
        if entry.before and not asks_for_help:
            entry.before()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetyzone.config.settings")
        import django  # noqa: PLC0415 - half a second that --help should not cost
        from django.utils import translation  # noqa: PLC0415 - the same

        django.setup()
        translation.activate(terminal_language())
        command: click.Command = import_module(entry.module).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """What a database without its tables answers, in words that say what to do."""
        from django.db.utils import OperationalError, ProgrammingError  # noqa: PLC0415 - half a second, as above

        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            if not re.search("no such (table|column)|does not exist", str(error)):
                raise
            raise click.ClickException(
                "the database is new or older than this version; safetyzone serve (or, the first time, area load) prepares it"
            ) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table: importing every command to read its first sentence would take seconds."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.does) for name, entry in COMMANDS.items()])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="safetyzone")
def main() -> None:
    """Safer neighbourhoods by cooperation: listen, analyse, plan, act, measure, publish."""
