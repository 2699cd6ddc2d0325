"""The demo's beginnings: its own keys, a free port, one demo at a time; and the command line's answers."""

from __future__ import annotations

import fcntl
import socket
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from loket.adapters.signing import is_secret
from loket.cli import main
from loket.demo import HOST, demo_environment, keep_keys
from loket.settings import ROOT, Settings


def environment(var: Path) -> dict[str, str]:
    return demo_environment(ROOT / "config", var, port=8000, practice_port=8001, valkey_folder=var, environ={})


def test_the_keys_are_made_once_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / "sleutels.json"
    assert keep_keys(path) == keep_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_environment_of_the_demo_is_complete(tmp_path: Path) -> None:
    made = environment(tmp_path)
    settings = Settings.load(made)
    assert settings.demo
    assert settings.base_url == "http://127.0.0.1:8000"
    assert is_secret(made["LOKET_GEHEIM_UWV"])
    assert made["LOKET_GEHEIM_UWV"] != made["LOKET_GEHEIM_SVB"]


def test_a_second_start_has_the_same_secrets(tmp_path: Path) -> None:
    assert environment(tmp_path) == environment(tmp_path)


def test_a_taken_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["demo", "--port", str(port)], env={"LOKET_VAR": str(tmp_path)})
    assert result.exit_code == 1
    assert result.output == f"Error: Poort {port} is al in gebruik. Kies een andere, bijvoorbeeld: make demo PORT={port + 1}\n"


def test_two_demos_do_not_share_their_data(tmp_path: Path) -> None:
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        result = CliRunner().invoke(main, ["demo", "--port", "8000"], env={"LOKET_VAR": str(tmp_path)})
    assert result.exit_code == 1
    assert "Er draait al een demo" in result.output


def test_check_tells_what_is_in_the_configuration() -> None:
    result = CliRunner().invoke(main, ["check", "--oefenen"])
    assert result.exit_code == 0, result.output
    assert "levensgebeurtenissen" in result.output


def test_check_outside_the_demo_refuses_test_numbers() -> None:
    result = CliRunner().invoke(main, ["check"], env={"LOKET_DEMO": ""})
    assert result.exit_code == 1
    assert "is een testnummer en kan alleen in de demo" in result.output


@pytest.mark.parametrize("missing", ["LOKET_KEYS", "LOKET_LOOKUP_KEY", "LOKET_SECRET_KEY"])
def test_a_missing_secret_is_named(missing: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["worker"], env={**environment(tmp_path), missing: ""})
    assert result.exit_code == 1
    assert missing in result.output
