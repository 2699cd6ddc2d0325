"""The command line: `loket check`, `web`, `worker`, `clock`, `demo`, `db upgrade`, … A command's file is read when it is asked for."""

from __future__ import annotations

import os
from importlib import import_module

import click

from loket.errors import ConfigurationError, LoketError
from loket.supervisor import stop_at_eof

#: Each command → where it is made. Whoever starts the clock need not read the demo, the conformance kit and Alembic first.
WHERE = {
    "audit": "loket.commands_records:auditing",
    "bewaartermijnen-herrekenen": "loket.commands_records:plan_again",
    "check": "loket.commands_inventory:check",
    "cijfers": "loket.commands_records:figures",
    "clock": "loket.commands_run:clock",
    "conformance": "loket.commands_conformance:conformance",
    "db": "loket.commands_records:database",
    "demo": "loket.commands_practice:demo",
    "gegevens": "loket.commands_inventory:data",
    "gemeente-opvolgen": "loket.commands_records:follow",
    "key": "loket.commands_access:key",
    "organisatie": "loket.commands_organisation:organisatie",
    "persoon-uitvoer": "loket.commands_records:export_person",
    "practice": "loket.commands_practice:practice",
    "sbom": "loket.commands_inventory:sbom",
    "sessies": "loket.commands_access:web_sessions",
    "sleutels": "loket.commands_records:encryption",
    "web": "loket.commands_web:web",
    "worker": "loket.commands_run:worker",
    "zgw": "loket.commands_zgw:zgw",
}


class Commands(click.Group):
    """Commands whose known errors are one clear text and exit code 1, without a stack trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names, in order."""
        return sorted(WHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command with this name, read now; None when there is none."""
        if cmd_name not in WHERE:
            return None
        module, _, name = WHERE[cmd_name].partition(":")
        found: click.Command = getattr(import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (ConfigurationError, LoketError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Loket: één vraag erin, elke organisatie antwoordt, één gedeelde status eruit."""
    stop_at_eof(os.environ)
