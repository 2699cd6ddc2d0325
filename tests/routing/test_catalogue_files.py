"""Loading: the small configuration becomes values, and the real one is whole."""

import time
from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_check import summary
from loket.routing.catalogue_files import load, load_catalogue
from tests.routing import small_config
from tests.routing.asking import CONFIG, ENVIRON, TODAY


def test_an_address_is_filled_in_from_the_environment_without_a_slash_at_the_end(small: Catalogue) -> None:
    assert small.organisations["post"].address == "http://127.0.0.1:8001/post"


def test_general_norms_hold_where_an_organisation_has_none_of_its_own(small: Catalogue) -> None:
    norms = small.organisations["post"].norms
    assert (norms.take_up, norms.receipt, norms.delivery) == (9, 5, 1)


def test_every_gemeente_follows_the_template_and_its_own_table(small: Catalogue) -> None:
    haag, enschede = small.organisations["gemeente-0518"], small.organisations["gemeente-0153"]
    assert (haag.short_name, haag.secrets, haag.gemeente_code) == ("gemeente Den Haag", ("SECRET_0518",), "0518")
    assert (haag.deadline, enschede.deadline) == (5, 20)
    assert (haag.telephone, enschede.telephone) == ("14 070", None)


def test_the_version_follows_the_content_of_the_files(config: Path, small: Catalogue) -> None:
    assert load(config, small_config.SMALL_ENVIRON, demo=True).version == small.version
    small_config.spoil(config, "botsingen.toml", "raken", "bijten")
    assert load(config, small_config.SMALL_ENVIRON, demo=True).version != small.version


def test_the_command_line_reads_from_the_environment_that_this_is_the_demo(config: Path) -> None:
    assert load_catalogue(config, {**small_config.SMALL_ENVIRON, "LOKET_DEMO": "1"}).organisations
    with pytest.raises(ConfigurationError, match="testnummer"):
        load_catalogue(config, small_config.SMALL_ENVIRON)


def test_the_real_configuration_has_every_gemeente_as_organisation_and_as_counter(catalogue: Catalogue) -> None:
    assert len(catalogue.gemeenten) == 342
    for code, gemeente in catalogue.gemeenten.items():
        assert catalogue.organisations[f"gemeente-{code}"].oin == gemeente.oin
        assert catalogue.counters[f"gemeente-{code}"].organisation == f"gemeente-{code}"
    assert {"uwv-den-haag", "svb-utrecht", "cak-den-haag"} <= catalogue.counters.keys()


def test_the_real_configuration_has_all_products_and_life_events(catalogue: Catalogue) -> None:
    assert len(catalogue.life_events) == 16
    assert len(catalogue.products) >= 63
    assert {product.slug for product in catalogue.products_of(catalogue.organisations["cjib"])} >= {"algemeen-verzoek"}


def test_all_but_two_organisations_are_played_in_the_demo(catalogue: Catalogue) -> None:
    silent = {slug for slug, organisation in catalogue.organisations.items() if organisation.address is None}
    assert silent == {"cjib", "ind"}
    assert all(organisation.secrets for slug, organisation in catalogue.organisations.items() if slug not in silent)


@pytest.mark.parametrize("product", ["shv-gesprek", "shv-bedreigend", "shv-besluit"])
def test_debt_help_of_enschede_is_carried_out_by_the_stadsbank(catalogue: Catalogue, product: str) -> None:
    assert catalogue.executor_of(catalogue.products[product], "0153", TODAY) == "stadsbank-oost-nederland"
    assert catalogue.executor_of(catalogue.products[product], "0518", TODAY) == "gemeente-0518"
    assert catalogue.executor_of(catalogue.products["bijstand"], "0153", TODAY) == "gemeente-0153"


def test_abolished_codes_lead_to_a_current_gemeente(catalogue: Catalogue) -> None:
    assert len(catalogue.successors) > 1000
    assert set(catalogue.successors.values()) <= catalogue.gemeenten.keys()
    assert catalogue.successors["1107"] == "0518"


def test_loading_the_real_configuration_costs_less_than_half_a_second() -> None:
    started = time.process_time()
    load(CONFIG, ENVIRON, demo=True)
    assert time.process_time() - started < 0.5


def test_the_summary_counts_what_there_is(catalogue: Catalogue) -> None:
    told = summary(catalogue)
    assert catalogue.version[:12] in told
    assert "342 gemeenten" in told
    assert "16 levensgebeurtenissen" in told
