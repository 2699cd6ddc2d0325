"""The bill of materials: what runs beside our own code, from the lock files, as CycloneDX 1.6."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)")
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})")
_OURS = uuid.UUID("3f0c1d52-60c1-4d0e-8c3e-6a2f1f5b9a77")


def bill(root: Path, version: str) -> dict[str, Any]:
    """The bill of the release ``version`` whose locks stand in ``root``; the same locks give the same bill, serial number included.

    A Python package comes in one file for each platform: the hashes of all of them stand with its distribution.
    """
    components = [*_python(root / "requirements" / "run.txt"), *_node(root / "package-lock.json")]
    serial = uuid.uuid5(_OURS, json.dumps([version, components], sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "loket",
                "name": "loket",
                "version": version,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            }
        },
        "components": components,
    }


def _python(lock: Path) -> Iterator[dict[str, Any]]:
    for entry in re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8")):
        if pin := _PIN.match(entry):
            hashes = [{"alg": "SHA-256", "content": found["hash"]} for found in _HASH.finditer(entry)]
            place = f"pkg:pypi/{pin['name']}@{pin['version']}"
            yield _component("pypi", pin["name"], pin["version"]) | {
                "externalReferences": [{"type": "distribution", "url": place, "hashes": hashes}]
            }


def _node(lock: Path) -> Iterator[dict[str, Any]]:
    for path, entry in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if path:
            algorithm, _, encoded = entry["integrity"].partition("-")
            content = base64.b64decode(encoded).hex()
            name = path.rpartition("node_modules/")[2]
            yield _component("npm", name, entry["version"]) | {"hashes": [{"alg": algorithm.replace("sha", "SHA-"), "content": content}]}


def _component(kind: str, name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
