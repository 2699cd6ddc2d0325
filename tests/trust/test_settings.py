"""A setting that cannot be right stops the start, with all faults at once and never a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.settings import LIMITS, Settings
from tests.trust.test_keys import production


@pytest.mark.parametrize("name", sorted(LIMITS))
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "veel", "1_000", " 5", "1000001", "٣", "9" * 5000])
def test_a_limit_that_is_no_sound_number_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{name}: a whole number from 1 to 1000000 is needed"):
        Settings.load(production(**{name: value}))


@pytest.mark.parametrize("value", ["-1", "11", "een", "1.0"])
def test_a_number_of_proxies_that_cannot_be_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match="LOKET_PROXIES: a whole number from 0 to 10 is needed"):
        Settings.load(production(LOKET_PROXIES=value))


def test_a_limit_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="LOKET_PAGES_LIMIT: there is no such limit"):
        Settings.load(production(LOKET_PAGES_LIMIT="10"))


def test_all_faults_are_told_at_once() -> None:
    wrong = {"LOKET_SECRET_KEY": "kort", "LOKET_API_LIMIT": "x", "LOKET_MISS_LIMIT": "0", "LOKET_PROXIES": "y", "LOKET_METRICS_KEY": "kort"}
    with pytest.raises(ConfigurationError) as refused:
        Settings.load(production(**wrong))
    assert sorted(line.partition(":")[0] for line in str(refused.value).splitlines()) == sorted(wrong)


def test_what_is_set_holds_and_the_rest_is_as_documented() -> None:
    settings = Settings.load(production(LOKET_API_LIMIT="7", LOKET_PAGE_LIMIT="", LOKET_PROXIES="2"))
    assert settings.limits == {**LIMITS, "LOKET_API_LIMIT": 7}
    assert settings.proxies == 2


def test_the_readme_tells_the_limits_that_hold_without_a_setting() -> None:
    rows = [line for line in (Path(__file__).parents[2] / "README.md").read_text().splitlines() if line.startswith("| `LOKET_")]
    for name, number in LIMITS.items():
        row = next(row for row in rows if row.startswith(f"| `{name}`"))
        assert f"; {number} when absent." in row


@pytest.mark.parametrize("value", ["kort", "met een spatie erin", "é" * 20, "x" * 201])
def test_a_key_of_the_figures_that_is_short_or_cannot_be_sent_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match="LOKET_METRICS_KEY: 16 to 200"):
        Settings.load(production(LOKET_METRICS_KEY=value))


def test_the_key_of_the_figures_is_not_in_the_settings_words() -> None:
    key = "cijfers-van-dit-loket"
    settings = Settings.load(production(LOKET_METRICS_KEY=key))
    assert settings.metrics_key == key
    assert key not in repr(settings)


def test_alerts_are_off_and_each_setting_of_them_that_cannot_be_is_refused() -> None:
    assert Settings.load(production()).alerts.lines == ()
    wrong = {"LOKET_ALERT_URL": "http://toezicht.example", "LOKET_ALERT_SECRET": "kort", "LOKET_ALERT_MAIL": "toezicht"}
    with pytest.raises(ConfigurationError) as refused:
        Settings.load(production(**wrong, LOKET_ALERT_TIME="8 uur", LOKET_ALERT_DOWN="0"))
    told = [line.partition(":")[0] for line in str(refused.value).splitlines()]
    assert sorted(set(told)) == sorted([*wrong, "LOKET_ALERT_TIME", "LOKET_ALERT_DOWN"])
    assert "kort" not in str(refused.value)


def test_the_secret_of_the_alerts_is_not_in_the_settings_words() -> None:
    secret = "whsec_" + "A" * 32
    settings = Settings.load(production(LOKET_ALERT_URL="https://toezicht.example/in", LOKET_ALERT_SECRET=secret))
    assert (settings.alerts.lines, settings.alerts.secret) == (("webhook",), secret)
    assert secret not in repr(settings.alerts)
