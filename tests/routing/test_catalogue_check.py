"""What only shows when entries are looked at together."""

from pathlib import Path

import pytest

from loket.errors import ConfigurationError
from loket.routing.catalogue_files import load
from tests.routing import small_config

POST, GEMEENTE, EVERYONE = "producten/post.toml", "producten/gemeente.toml", "producten/iedereen.toml"
EVENT, QUESTIONS = "levensgebeurtenissen/storm.toml", "vragen.toml"
FOLLOWS_BRIEF = '[product.hulp.wacht_op]\nproduct = "brief"\nuitkomsten = ["toegekend"]\ndagen = 1\n[product.hulp.velden]'
GEK = '[vraag.gek]\ntype = "getal"\ngeldig_dagen = 1\nlabel = "Gek?"\n[vraag.sinds]'


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (POST, 'product = "hulp"', 'product = "taart"', '[product.brief] wacht_op.product: onbekend: product "taart"'),
        (POST, 'uitkomsten = ["toegekend"]', 'uitkomsten = ["mooi"]', '[product.brief] wacht_op.uitkomsten: "mooi" is niet een van'),
        (GEMEENTE, "[product.hulp.velden]", FOLLOWS_BRIEF, "[product.hulp] wacht_op: wacht in een kring: hulp → brief → hulp"),
        (POST, 'uitvoerder = "post"', 'uitvoerder = "bank"', '[product.brief] uitvoerder: onbekend: organisatie "bank"'),
        (POST, 'vragen = ["sinds"]', 'vragen = ["wanneer"]', '[product.brief] vragen: onbekend: vraag "wanneer"'),
        (POST, "bsn = true", "bsn = false", "[product.brief] velden.aanvrager: burgerservicenummer mag niet: bsn = false"),
        (GEMEENTE, "bsn = false", "bsn = true", "[product.hulp] bsn: is true, maar geen rol geeft het burgerservicenummer mee"),
        (POST, "bsn = true", 'bsn = true\nnoodzakelijk = ["haast"]', '[product.brief] noodzakelijk: "haast" staat niet bij vragen'),
        (POST, 'uiterlijk_vanaf = "sinds"', 'uiterlijk_vanaf = "haast"', '[product.brief] uiterlijk_vanaf: vraag "haast" is geen datum'),
        (POST, "uiterlijk_dagen = 7\n", "", "[product.brief] uiterlijk_dagen: hoort samen met uiterlijk_vanaf"),
        (EVERYONE, 'uitvoerder = "iedereen"', 'uitvoerder = "post"', "[product.algemeen-verzoek] uitvoerder: dit product moet er zijn"),
        (EVENT, 'product = "hulp"', 'product = "taart"', '[levensgebeurtenis.storm regel 1] product: onbekend: product "taart"'),
        (EVENT, 'product = "hulp"', 'product = "algemeen-verzoek"', "regel 1] organisatie: ontbreekt: elke organisatie heeft"),
        (EVENT, 'product = "hulp"\n', "", 'regel 1] product: ontbreekt: "aanvragen" gaat altijd over een product'),
        (EVENT, 'naam = "Ramen dicht"\n', "", "regel 2] naam: ontbreekt: een regel zonder product heeft een naam"),
        (EVENT, 'vraag = "haast", is = true', 'vraag = "spoedig", is = true', 'regel 1] mits: onbekende vraag "spoedig"'),
        (EVENT, 'vraag = "haast", is = true', 'vraag = "haast", is = "ja"', 'mits: vraag "haast" (ja-nee) kan deze waarde niet hebben'),
        (EVENT, 'vraag = "haast", is = true', 'vraag = "soort", is = "geld"', 'mits: vraag "soort" staat niet bij de vragen van deze'),
        (EVENT, 'vragen = ["haast"]', 'vragen = ["haast", "lucht"]', '[levensgebeurtenis.storm] vragen: onbekend: vraag "lucht"'),
        (QUESTIONS, "[vraag.sinds]", GEK, "[vraag.gek]: niemand stelt deze vraag"),
        (QUESTIONS, 'keuzes = [["geld", "Geld"], ["zorg", "Zorg"]]\n', "", "[vraag.soort] keuzes: horen bij type keuze"),
        (QUESTIONS, 'vraag = "haast", is = true', 'vraag = "heest", is = true', '[vraag.soort] toon_als: onbekende vraag "heest"'),
        (QUESTIONS, 'vraag = "haast", is = true', 'deelname = "proef"', '[vraag.soort] toon_als: onbekend: deelname "proef"'),
        (EVENT, 'vraag = "haast", is = true', 'deelname = "proef"', '[levensgebeurtenis.storm regel 1] mits: onbekend: deelname "proef"'),
        ("botsingen.toml", '"brief", "hulp"', '"brief", "taart"', '[botsing.beide] producten: onbekend: product "taart"'),
        ("botsingen.toml", 'is = "geld"', 'is = "goud"', '[botsing.beide] als: vraag "soort" (keuze) kan deze waarde niet hebben'),
        ("uitvoerders.toml", '"archief"', '"bank"', '[uitvoerder 1] organisatie: onbekend: organisatie "bank"'),
        ("uitvoerders.toml", '"0153"', '"9999"', '[uitvoerder 1] gemeentecode: onbekend: gemeentecode "9999"'),
        ("loketten.toml", '"post"', '"bank"', '[loket.post-balie] organisatie: onbekend: organisatie "bank"'),
        ("organisaties.toml", "00000099000000002000", "00000099000000001000", "[organisatie.archief] oin: een andere organisatie heeft"),
        ("data/gemeente_opvolgers.csv", ",0518", ",9999", 'gemeente_opvolgers.csv] opvolger: onbekende gemeentecode "9999"'),
    ],
)
def test_what_does_not_fit_together_is_named(config: Path, file: str, old: str, new: str, line: str) -> None:
    small_config.spoil(config, file, old, new)
    with pytest.raises(ConfigurationError) as raised:
        load(config, small_config.SMALL_ENVIRON, demo=True)
    assert any(line in fault for fault in str(raised.value).splitlines()), str(raised.value)


PROGRAMME = '[deelname.proef]\nnaam = "Proef"\ngemeenten = ["{code}"]\nbron = "zelf bedacht"\nzekerheid = "schatting"\n'


def test_a_programme_names_gemeenten_that_exist_and_can_be_used_in_conditions(config: Path) -> None:
    small_config.spoil(config, QUESTIONS, 'vraag = "haast", is = true', 'deelname = "proef"')
    (config / "deelname.toml").write_text(PROGRAMME.format(code="9999"))
    with pytest.raises(ConfigurationError) as raised:
        load(config, small_config.SMALL_ENVIRON, demo=True)
    assert str(raised.value) == 'config/deelname.toml [deelname.proef] gemeenten: onbekend: gemeentecode "9999"'
    (config / "deelname.toml").write_text(PROGRAMME.format(code="0518"))
    assert load(config, small_config.SMALL_ENVIRON, demo=True).programmes["proef"].gemeenten == ("0518",)


def test_a_forgotten_right_names_programmes_that_exist(config: Path) -> None:
    (config / "vergeten_rechten.toml").write_text('[recht.hulp]\nproduct = "hulp"\nwaarom = "Zo."\nals = {deelname = "proef"}\n')
    with pytest.raises(ConfigurationError, match=r'\[recht\.hulp\] als: onbekend: deelname "proef"'):
        load(config, small_config.SMALL_ENVIRON, demo=True)
