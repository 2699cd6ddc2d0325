"""What all files of commands share: the application, and who is at the keyboard."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from flask import Flask

from loket import create_base
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from loket.routing.context import MACHINE
from loket.settings import ROOT, Settings

#: Whoever sits at the command line; who that was stands in the machine's own log.
OPERATOR = replace(MACHINE, name="beheerder", origin="cli")


def application() -> Flask:
    """The application as the environment describes it, without pages and API."""
    return create_base(Settings.load(os.environ))


def catalogue_to_read() -> Catalogue:
    """The catalogue of ``LOKET_CONFIG`` or of this folder, test numbers and all: for commands that read it and call nobody in it."""
    config = Path(os.environ.get("LOKET_CONFIG") or ROOT / "config")
    return load(config, {"LOKET_PRACTICE_URL": "http://127.0.0.1:9", **os.environ}, demo=True)
