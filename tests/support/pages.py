"""Reading our own documents: their fenced blocks, tables, links and the paths they name."""

from __future__ import annotations

import re
from pathlib import Path

from loket.settings import ROOT

FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
#: The first line of a block that stands for (a part of) a file: ``# config/organisaties.toml``.
FILE_LINE = re.compile(r"# (?P<path>config/\S+\.toml)\n")


def documents() -> list[Path]:
    """README.md and its companions, and everything in ``docs``."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def section(name: str, heading: str) -> str:
    """The text below a heading of a document (a path from the root), up to the next heading of the same or a higher level."""
    text = (ROOT / name).read_text()
    level = len(heading) - len(heading.lstrip("#"))
    _, found, rest = text.partition(f"\n{heading}\n")
    assert found, f"{name} has no heading {heading!r}"
    return re.split(rf"^#{{1,{level}}} ", FENCE.sub(_without_hashes, rest), maxsplit=1, flags=re.MULTILINE)[0].replace("\0", "#")


def _without_hashes(found: re.Match[str]) -> str:
    """A fenced block whose comments are no headings."""
    return found[0].replace("#", "\0")


def blocks(text: str, kind: str) -> list[str]:
    """The fenced blocks of one kind (``toml``, ``sh``, ``json``), in order."""
    return [found["text"] for found in FENCE.finditer(text) if found["kind"] == kind]


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return FENCE.sub("", text)


def add_to_files(text: str, root: Path) -> list[str]:
    """Add each TOML block that names a file to that file below ``root``; a file that is not there yet is made. Returns the paths."""
    paths = []
    for block in blocks(text, "toml"):
        named = FILE_LINE.match(block)
        assert named, f"a block does not begin with the file that it belongs to: {block[:60]!r}"
        path = root / named["path"]
        before = path.read_text() + "\n" if path.exists() else ""
        path.write_text(before + block[named.end() :])
        paths.append(named["path"])
    return paths
