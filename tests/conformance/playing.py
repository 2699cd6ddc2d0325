"""Playing the kit in a test: against a program of our own, or against anything that listens."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from loket.adapters.signing import derive_secret
from loket.conformance.findings import PUSH, Finding, Scenario, Verdict
from loket.conformance.line import Line
from loket.conformance.listener import Listener
from loket.conformance.messages import Composer
from loket.conformance.play import play
from loket.demo import HOST, free_port
from loket.routing.catalogue import Catalogue
from loket.settings import ROOT
from tests.support.waiting import until

SECRETS = derive_secret("conformance", "one"), derive_secret("conformance", "two")
EXAMPLE = ROOT / "examples" / "organisation" / "organisation.py"
QUIET = 0.2


def conform(catalogue: Catalogue, slug: str, url: str, listener: Listener, *, wait: float = 10, deadline: float = 20.0) -> list[Finding]:
    """The findings about the organisation at ``url``; ``deadline`` in seconds instead of what the catalogue says."""
    organisation = replace(catalogue.organisations[slug], deadline=deadline)
    product = next(one for one in catalogue.products_of(organisation) if one.executor == slug)
    return play(Composer(catalogue, organisation, product, listener.url), Line(organisation, url, SECRETS), listener, wait, QUIET)


def listening() -> Listener:
    """A place to report to, on a free port."""
    return Listener(HOST, 0, SECRETS)


@contextmanager
def program(path: Path, oin: str) -> Iterator[str]:
    """A program like ``examples/organisation`` as a process of its own; yields its address."""
    port = free_port()
    environment = {"PATH": os.environ["PATH"], "LOKET_GEHEIM": " ".join(SECRETS), "OIN": oin}
    with subprocess.Popen(
        [sys.executable, str(path), str(port)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until(lambda: listens(port), f"{path.name} listens")
            yield f"http://{HOST}:{port}"
        finally:
            process.kill()


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def wrong(findings: list[Finding]) -> dict[Scenario, str]:
    """What was found wrong."""
    return {finding.scenario: finding.seen for finding in findings if finding.verdict is Verdict.WRONG}


def all_good(findings: list[Finding]) -> bool:
    """Whether every scenario was played and was good; tells which were not."""
    others = [finding for finding in findings if finding.verdict is not Verdict.GOOD]
    assert others == []
    return [finding.scenario for finding in findings] == list(PUSH)
