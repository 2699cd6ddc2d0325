"""docs/integrate.md, run from the top to the bottom: an integrator who follows it ends with a passing conformance run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from loket.demo import free_port
from loket.settings import ROOT
from tests.support.pages import FENCE, add_to_files
from tests.support.servers import Valkey
from tests.support.stack import Stack

PAGE = ROOT / "docs" / "integrate.md"
EXAMPLE = ROOT / "examples" / "organisation" / "organisation.py"
EXAMPLES = sorted((ROOT / "examples").rglob("*.py"))
SECRET = "LOKET_GEHEIM_VOORBEELDBUREAU"
BLOCKS = [(found["kind"], found["text"]) for found in FENCE.finditer(PAGE.read_text())]
COMMANDS = [(kind, text) for kind, text in BLOCKS[:-1] if kind in ("sh", "python")]
#: Ends the output of one block.
MARK = "\x1e"


def bash(script: str, **environment: str) -> str:
    """What a script printed on its standard output; what it left running ends with it."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    whole = f"trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\nset -eu\n{script}"
    done = subprocess.run(
        ["bash", "-c", whole], cwd=ROOT, env={"PATH": path, **environment}, capture_output=True, text=True, timeout=150, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def expected() -> list[str]:
    """Per command what the page says that it prints; empty where it says nothing."""
    following = [*BLOCKS[1:], ("", "")]
    pairs = zip(BLOCKS[:-1], following, strict=False)
    return [after[1] if after[0] == "text" else "" for block, after in pairs if block[0] in ("sh", "python")]


def as_command(kind: str, text: str) -> str:
    """A block as a shell runs it."""
    return text if kind == "sh" else f"python3 - <<'PYTHON'\n{text}PYTHON\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the configuration to which the page's TOML was added."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    added = add_to_files(PAGE.read_text(), tmp_path)
    assert len(added) == 3
    return tmp_path / "config"


def test_the_page_from_its_first_command_to_its_last(config: Path, stacks: Callable[..., Stack], valkey: Valkey, tmp_path: Path) -> None:
    (_, share_secret), (_, start), *others = COMMANDS
    assert start == "make demo\n"
    secret, port = bash(f'{share_secret}printf %s "${SECRET}"'), free_port()
    valkey.flush()
    # The page's own port of an organisation is replaced by one that is free, in its configuration too.
    organisations = config / "organisaties.toml"
    organisations.write_text(organisations.read_text().replace("127.0.0.1:9000", f"127.0.0.1:{port}"))
    stack = stacks(f"sqlite:///{tmp_path / 'loket.db'}", valkey=valkey, config=config, **{SECRET: secret})
    script = f"printf '{MARK}'\n".join(as_command(*block) for block in others)
    places = {
        "http://127.0.0.1:8000": stack.base_url,
        "127.0.0.1:9000": f"127.0.0.1:{port}",
        "organisation.py 9000": f"organisation.py {port}",
        "127.0.0.1:9001": f"127.0.0.1:{free_port()}",
        "var/conformance.xml": str(tmp_path / "conformance.xml"),
    }
    for shown, real in places.items():
        assert shown in script
        script = script.replace(shown, real)
    printed = bash(script, **{SECRET: secret, "LOKET_CONFIG": str(config)}).split(MARK)
    assert len(printed) == len(others)
    for command, output, wanted in zip(others, printed, expected()[2:], strict=True):
        assert output.endswith(wanted), f"{command[1]}\nprinted {output!r}\nand not {wanted!r}"
    assert 'failures="0" skipped="0"' in (tmp_path / "conformance.xml").read_text()


def test_the_last_listing_is_the_example_byte_for_byte() -> None:
    assert BLOCKS[-1] == ("python", EXAMPLE.read_text())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_needs_nothing_but_python_and_is_short(example: Path) -> None:
    lines = example.read_text().splitlines()
    imported = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
    code = [line for line in lines if line.strip() and not line.lstrip().startswith(("import ", "from ", '"""', "#"))]
    assert len(code) <= 65
