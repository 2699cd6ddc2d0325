"""Every command of the command line can be read, under its own name."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from loket.cli import WHERE, main


@pytest.mark.parametrize("name", sorted(WHERE))
def test_a_command_is_where_it_is_said_to_be(name: str) -> None:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    assert found.name == name


def test_help_names_them_all() -> None:
    told = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in WHERE if f"  {name} " not in told] == []


def test_a_command_that_does_not_exist_is_told() -> None:
    answer = CliRunner().invoke(main, ["bestaat-niet"])
    assert answer.exit_code == 2
    assert "No such command" in answer.output
