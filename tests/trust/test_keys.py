"""Keys: from the environment or a file, refused when weak, missing or of the demo, and printed nowhere."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from flask import Flask

from loket.cases.crypto import Keyring
from loket.errors import ConfigurationError
from loket.settings import Settings

SECRET = "een-lang-geheim-0123456789-abcdefghij"


def key(word: str) -> str:
    """A good key as it stands in the environment, another for each word."""
    return encoded(hashlib.sha256(word.encode()).digest())


def encoded(raw: bytes) -> str:
    """These bytes as a key stands in the environment."""
    return base64.b64encode(raw).decode()


def production(**changes: str) -> dict[str, str]:
    """A complete environment outside the demo, unless ``changes`` say otherwise."""
    return {"LOKET_KEYS": f"k1:{key('een')}", "LOKET_LOOKUP_KEY": key("opzoeken"), "LOKET_SECRET_KEY": SECRET, **changes}


def started(environ: dict[str, str]) -> Keyring:
    """The keyring that an application with this environment uses."""
    settings = Settings.load(environ)
    return Keyring(settings.current_key, settings.key_texts, settings.lookup_key, settings.also_lookup_key)


def test_the_last_key_encrypts_and_all_decrypt() -> None:
    old, new = key("oud"), key("nieuw")
    before, after = started(production(LOKET_KEYS=f"k1:{old}")), started(production(LOKET_KEYS=f"k1:{old},k2:{new}"))
    assert after.decrypt(before.encrypt(b"woorden")) == b"woorden"
    assert after.encrypt(b"woorden").startswith("k2:")


@pytest.mark.parametrize("name", ["LOKET_KEYS", "LOKET_LOOKUP_KEY", "LOKET_SECRET_KEY"])
def test_a_missing_key_is_named(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        Settings.load(production(**{name: ""}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOKET_KEYS", f"k1:{encoded(b'kort')}"),
        ("LOKET_KEYS", f"k1:{encoded(bytes(32))}"),  # all the same
        ("LOKET_KEYS", f"k1:{encoded(b'geheim-geheim-geheim-geheim-1234')}"),  # words: 13 different bytes
        ("LOKET_KEYS", "k1:dit is geen base64"),
        ("LOKET_KEYS", f"K 1:{key('een')}"),  # an id that cannot be read back
        ("LOKET_KEYS", f"k1:{key('een')},k1:{key('twee')}"),  # which one decrypts?
        ("LOKET_LOOKUP_KEY", encoded(bytes(32))),
        ("LOKET_LOOKUP_KEY_ALSO", encoded(b"kort")),
        ("LOKET_SECRET_KEY", "te kort"),
        ("LOKET_SECRET_KEY", "a" * 40),
    ],
)
def test_a_weak_key_is_refused_by_name_and_its_value_is_not_told(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match="LOKET_KEYS" if name == "LOKET_KEYS" else name) as refused:
        started(production(**{name: value}))
    assert value.rpartition(":")[2] not in str(refused.value)


def test_one_key_for_two_purposes_is_refused() -> None:
    same = key("zelfde")
    with pytest.raises(ConfigurationError, match="every key must be another one"):
        started(production(LOKET_KEYS=f"k1:{same}", LOKET_LOOKUP_KEY=same))


def test_the_keys_of_the_demo_are_refused_outside_it(environment: dict[str, str]) -> None:
    outside = {name: value for name, value in environment.items() if name != "LOKET_DEMO"}
    with pytest.raises(ConfigurationError, match="keys of the demo"):
        Settings.load(outside)
    with pytest.raises(ConfigurationError, match="keys of the demo"):
        Settings.load(production(LOKET_SECRET_KEY=environment["LOKET_SECRET_KEY"]))
    assert Settings.load(environment).demo


def test_keys_come_from_files_too(tmp_path: Path) -> None:
    given = production()
    from_files = {}
    for name, value in given.items():
        (tmp_path / name).write_text(value.replace(",", "\n") + "\n")
        from_files[f"{name}_FILE"] = str(tmp_path / name)
    assert Settings.load(from_files).key_texts == Settings.load(given).key_texts
    assert Settings.load(from_files).secret_key == SECRET


def test_a_file_that_is_not_there_is_named_and_two_sources_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="LOKET_SECRET_KEY_FILE: cannot be read"):
        Settings.load(production(LOKET_SECRET_KEY="", LOKET_SECRET_KEY_FILE=str(tmp_path / "nergens")))
    (tmp_path / "geheim").write_text(SECRET)
    with pytest.raises(ConfigurationError, match="give either"):
        Settings.load(production(LOKET_SECRET_KEY_FILE=str(tmp_path / "geheim")))


def test_no_secret_is_in_what_the_parts_say_of_themselves(app: Flask, environment: dict[str, str]) -> None:
    parts = app.extensions["loket"]
    told = f"{parts!r} {parts.settings!r} {started(environment)!r} {app.extensions['loket.dispatcher']!r}"
    names = ("LOKET_LOOKUP_KEY", "LOKET_SECRET_KEY", *(name for name in environment if name.startswith("LOKET_GEHEIM")))
    secrets = [environment[name] for name in names] + [environment["LOKET_KEYS"].partition(":")[2]]
    assert len(secrets) > 10
    assert [secret for secret in secrets if secret in told] == []
    assert repr(base64.b64decode(environment["LOKET_LOOKUP_KEY"])) not in told


def test_the_password_of_a_database_is_not_in_the_settings_words() -> None:
    settings = Settings.load(
        production(LOKET_DATABASE_URL="postgresql://loket:wachtwoord1@db/loket", LOKET_REDIS_URL="redis://:wachtwoord2@r")
    )
    assert "wachtwoord" not in repr(settings)


@pytest.mark.parametrize("wrong", ["x", f"k1:{encoded(b'x' * 31)}", f"k1:{encoded(bytes(32))}", f"K1:{key('een')}", f"demo:{key('een')}"])
def test_a_key_to_sign_with_that_is_wrong_weak_or_of_the_demo_stops_the_start(wrong: str) -> None:
    with pytest.raises(ConfigurationError, match="LOKET_SIGNING_KEYS") as refusal:
        Settings.load(production(LOKET_SIGNING_KEYS=wrong))
    assert wrong.partition(":")[2] not in str(refusal.value) or len(wrong) == 1


def test_keys_to_sign_with_come_from_a_file_too_and_may_be_absent(tmp_path: Path) -> None:
    file = tmp_path / "sleutels"
    file.write_text(f"k1:{key('een')}\nk2:{key('twee')}\n")
    assert list(Settings.load(production(LOKET_SIGNING_KEYS_FILE=str(file))).signing_keys) == ["k1", "k2"]
    assert Settings.load(production()).signing_keys == {}
