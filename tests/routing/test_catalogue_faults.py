"""Every fault in a file is named with file, table and key, and all of them at once."""

from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.routing.catalogue_files import load
from tests.routing import small_config

POST, GEMEENTE = "producten/post.toml", "producten/gemeente.toml"
EVENT = "levensgebeurtenissen/storm.toml"


def faults(config: Path, *, demo: bool = True) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        load(config, small_config.SMALL_ENVIRON, demo=demo)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (POST, 'termijn = "P8W"', 'termijn = "P8X"', '[product.brief] termijn: "P8X" is geen termijn (zoals P8W, P3WD, P90D, P3M of P1Y)'),
        (POST, 'doel = "Een brief bezorgen"\n', "", "[product.brief] doel: ontbreekt"),
        (POST, "bsn = true", "bsn = 1", "[product.brief] bsn: 1 is niet true of false"),
        (POST, "bsn = true", "bsn = true\nkleur = 1", "[product.brief] kleur: onbekende sleutel"),
        (POST, "dagen = 42", "dagen = -1", "[product.brief] wacht_op.dagen: -1 is geen heel getal vanaf 0"),
        (POST, '"geslachtsnaam"]', '"haarkleur"]', '[product.brief] velden: "haarkleur" is niet een van: burgerservicenummer, kvkNummer'),
        (POST, "\naanvrager =", "\nbuurman =", '[product.brief] velden: "buurman" is niet een van: aanvrager'),
        (POST, 'vragen = ["sinds"]', 'vragen = ["sinds", "sinds"]', "[product.brief] vragen: staat er dubbel in: sinds"),
        (POST, 'uitvoerder = "post"', 'uitvoerder = "De Post"', 'uitvoerder: "De Post" is geen slug'),
        (GEMEENTE, "[product.hulp]", "[product.Hulp]", '[product.Hulp]: "Hulp" is geen slug'),
        (EVENT, 'wijze = "zelf-doen"', 'wijze = "bellen"', '[levensgebeurtenis.storm regel 2] wijze: "bellen" is niet een van: aanvragen'),
        (EVENT, "vraag =", "vrag =", "[levensgebeurtenis.storm regel 1] mits: een voorwaarde heeft precies één van: alle, een"),
        ("vragen.toml", 'type = "datum"', 'type = "tijd"', '[vraag.sinds] type: "tijd" is niet een van: ja-nee, keuze'),
        ("vragen.toml", '["geld", "Geld"]', '"geld"', '[vraag.soort] keuzes: is geen lijst van ["waarde", "Woorden"]'),
        ("organisaties.toml", "00000099000000001000", "123", "[organisatie.post] oin: Een OIN heeft twintig cijfers"),
        ("organisaties.toml", "${PRACTICE}/post/", "${NERGENS}/post", "[organisatie.post] adres: omgevingsvariabele NERGENS ontbreekt"),
        (
            "organisaties.toml",
            'geheimen = ["SECRET_POST"]',
            'geheimen = ["SECRET_POST"]\ntls = {ca = "NERGENS"}',
            "[organisatie.post] tls: omgevingsvariabele NERGENS ontbreekt",
        ),
        (
            "organisaties.toml",
            'geheimen = ["SECRET_POST"]',
            'geheimen = ["SECRET_POST"]\ntls = {client_sleutel = "PRACTICE"}',
            "[organisatie.post] tls: client_certificaat en client_sleutel horen bij elkaar",
        ),
        *(
            (
                "organisaties.toml",
                'geheimen = ["SECRET_POST"]',
                f'geheimen = ["SECRET_POST"]\nprivaat_netwerk = ["{network}"]',
                "[organisatie.post] privaat_netwerk",
            )
            for network in ("127.0.0.0/8", "169.254.0.0/16", "0.0.0.0/0", "10.1.2.3", "::/0", "fe80::/10", "10.1.2.3/8", "x")
        ),
        ("organisaties.toml", 'geheimen = ["SECRET_POST"]\n', "", "[organisatie.post] geheimen: ontbreekt: wie een adres heeft"),
        ("organisaties.toml", "[gemeente.0518]", "[gemeente.9999]", "[gemeente.9999]: onbekende gemeentecode"),
        ("loket.toml", '"67j0m"', '"67 jaar"', '[loket] aow_leeftijd: "67 jaar" is geen leeftijd (zoals 67j3m)'),
        ("loket.toml", "stappen = [0, 5]", "", "[loket] herkansing.stappen: ontbreekt"),
        ("data/gemeenten.csv", "code,naam", "naam,code", "niet te lezen: de kolommen moeten zijn: code, naam, oin, rsin"),
        ("data/postcodes.csv", "0.600", "veel", '[7511] aandeel: "veel" is geen getal'),
    ],
)
def test_a_fault_names_file_table_and_key(config: Path, file: str, old: str, new: str, line: str) -> None:
    small_config.spoil(config, file, old, new)
    assert [fault for fault in faults(config) if fault.startswith(f"config/{file}") and line in fault]


def test_all_faults_are_told_at_once(config: Path) -> None:
    small_config.spoil(config, POST, 'termijn = "P8W"', 'termijn = "P8X"')
    small_config.spoil(config, GEMEENTE, 'wet = "Wet 2"\n', "")
    small_config.spoil(config, "botsingen.toml", '"brief", "hulp"', '"brief", "taart"')
    assert [fault.split(":")[0] for fault in faults(config)] == [
        "config/producten/gemeente.toml [product.hulp] wet",
        "config/producten/post.toml [product.brief] termijn",
        "config/botsingen.toml [botsing.beide] producten",
    ]


def test_nothing_is_said_of_references_to_an_entry_that_could_not_be_read(config: Path) -> None:
    small_config.spoil(config, GEMEENTE, 'wet = "Wet 2"\n', "")
    assert faults(config) == ["config/producten/gemeente.toml [product.hulp] wet: ontbreekt"]


def test_a_slug_in_two_files_is_a_fault(config: Path) -> None:
    (config / "producten/zzz.toml").write_text(small_config.FILES[GEMEENTE])
    assert "config/producten/zzz.toml [product.hulp]: bestaat al in config/producten/gemeente.toml" in faults(config)


def test_a_missing_file_is_named(config: Path) -> None:
    (config / "vragen.toml").unlink()
    assert "config/vragen.toml: bestand ontbreekt" in faults(config)


def test_a_file_that_is_no_toml_is_named_with_the_line(config: Path) -> None:
    (config / "vragen.toml").write_text("[vraag\n")
    assert any(fault.startswith("config/vragen.toml: niet te lezen:") and "line 1" in fault for fault in faults(config))


def test_outside_the_demo_test_numbers_and_plain_http_are_refused(config: Path) -> None:
    told = faults(config, demo=False)
    assert "config/organisaties.toml [organisatie.post] oin: 00000099000000001000 is een testnummer en kan alleen in de demo" in told
    assert "config/organisaties.toml [organisatie.post] adres: moet met https:// beginnen" in told
    assert told.count("config/organisaties.toml [sjabloon.gemeente] adres: moet met https:// beginnen") == 1
