"""The registry: names are unique, settings are checked at start, adapters are made when first asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from loket.adapters.dialect import Dialect
from loket.adapters.http import Client
from loket.adapters.registry import Registry, dialects, register
from loket.adapters.rehearsal import Rehearsal
from loket.adapters.settings import OrganisationSettings
from loket.errors import ConfigurationError
from tests.adapters.samples import SECRET, settings

ADDRESS = "https://uwv.example/loket"


def faults(one: OrganisationSettings, client: Client) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        Registry.build({"proef": one}, client)
    return str(refused.value).splitlines()


def test_every_dialect_of_the_package_is_found() -> None:
    assert set(dialects()) == {"cak", "gemeente", "loket", "ophalen", "rehearsal", "svb", "uwv", "worklist"}


def test_a_name_can_be_given_once() -> None:
    known: dict[str, type[Dialect]] = {}
    register("dubbel", known)(Rehearsal)
    with pytest.raises(ConfigurationError, match="dubbel"):
        register("dubbel", known)(Rehearsal)


def test_an_adapter_is_made_once_and_only_when_asked_for(client: Client) -> None:
    organisations = {f"gemeente-{number:04}": settings("rehearsal") for number in range(342)}
    registry = Registry.build(organisations, client)
    assert len(registry) == 342
    assert registry["gemeente-0001"] is registry["gemeente-0001"]
    assert registry["gemeente-0001"] is not registry["gemeente-0002"]


def test_an_unknown_organisation_is_a_key_error(client: Client) -> None:
    with pytest.raises(KeyError):
        Registry.build({}, client)["onbekend"]


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (settings("telex"), "adapter: telex bestaat niet"),
        (settings("loket"), "adres"),
        (settings("loket", "ftp://uwv.example"), "adres"),
        (settings("loket", f"{ADDRESS}/"), "adres"),
        (settings("loket", "https://uwv.example:hoog"), "adres"),
        (replace(settings("loket", ADDRESS), secrets=()), "geheimen"),
        (replace(settings("loket", ADDRESS), secrets=("te kort",)), "geheimen"),
        (replace(settings("loket", ADDRESS), deadline=0.0), "tijdslimiet"),
        (settings("loket", ADDRESS, pad="/x"), "opties.pad"),
        (settings("rehearsal", gedrag="soms"), "opties.gedrag"),
        (settings("gemeente", ADDRESS), "opties.bronorganisatie"),
        (settings("gemeente", ADDRESS, bronorganisatie="517439943", resultaattypen={"Ja": "misschien"}), "opties.resultaattypen"),
        (settings("gemeente", ADDRESS, bronorganisatie="517439943", zaaktypen="bbz"), "opties.zaaktypen"),
        (replace(settings("gemeente", ADDRESS, bronorganisatie="517439943"), rsin=""), "opties.verantwoordelijke_organisatie"),
    ],
)
def test_a_wrong_setting_is_told_with_organisation_and_key(client: Client, one: OrganisationSettings, told: str) -> None:
    (fault,) = faults(one, client)
    assert fault.startswith("organisatie proef: ")
    assert told in fault


def test_all_faults_of_all_organisations_are_told_at_once(client: Client) -> None:
    wrong: dict[str, Any] = {"a": replace(settings("loket"), slug="a"), "b": replace(settings("telex"), slug="b")}
    with pytest.raises(ConfigurationError) as refused:
        Registry.build(wrong, client)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == ["organisatie a", "organisatie b"]


def test_no_secret_stands_in_a_repr_or_a_fault(client: Client) -> None:
    assert SECRET not in repr(settings("loket", ADDRESS))
    assert not [fault for fault in faults(settings("gemeente", "nergens"), client) if SECRET in fault]
