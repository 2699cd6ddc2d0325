"""A configuration small enough to read: two gemeenten, two organisations, three products. Tests spoil one thing in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SMALL_ENVIRON = {"PRACTICE": "http://127.0.0.1:8001"}

FILES: Mapping[str, str] = {
    "loket.toml": """
[voornormen]
opname = 9
[herkansing]
stappen = [0, 5]
[aow_leeftijd]
"2026" = "67j0m"
[bezwaar]
termijn = "P6W"
""",
    "organisaties.toml": """
[organisatie.post]
naam = "De Post"
korte_naam = "post"
oin = "00000099000000001000"
adapter = "loket"
adres = "${PRACTICE}/post/"
geheimen = ["SECRET_POST"]
[organisatie.post.normen]
ontvangst = 5
[organisatie.archief]
naam = "Het Archief"
korte_naam = "archief"
oin = "00000099000000002000"
adapter = "worklist"
[sjabloon.gemeente]
naam = "Gemeente {naam}"
korte_naam = "gemeente {naam}"
adapter = "loket"
adres = "${PRACTICE}/gemeente-{code}"
geheimen = ["SECRET_{code}"]
[gemeente.0518]
tijdslimiet = 5
""",
    "uitvoerders.toml": """
[[uitvoerder]]
gemeentecode = "0153"
product = "hulp"
organisatie = "archief"
grondslag = "mandaat"
""",
    "loketten.toml": """
[loket.post-balie]
naam = "Balie van de Post"
organisatie = "post"
""",
    "vragen.toml": """
[vraag.haast]
type = "ja-nee"
label = "Hebt u haast?"
geldig_dagen = 0
[vraag.sinds]
type = "datum"
label = "Sinds wanneer?"
geldig_dagen = 90
[vraag.soort]
type = "keuze"
label = "Wat voor hulp?"
geldig_dagen = 30
keuzes = [["geld", "Geld"], ["zorg", "Zorg"]]
toon_als = {vraag = "haast", is = true}
""",
    "botsingen.toml": """
[botsing.beide]
woorden = "Deze twee raken elkaar."
producten = ["brief", "hulp"]
als = {vraag = "soort", is = "geld"}
""",
    "verwerkingen.toml": """
adres = "https://register.example"
[[verwerking]]
verwerking = "helpen"
versie = 1
naam = "Helpen"
handelingen = ["zaak-openen", "zaak-inzien"]
doel = "Mensen helpen"
grondslagen = ["AVG art. 6"]
gegevens = ["naam"]
betrokkenen = ["aanvrager"]
ontvangers = ["de Post"]
doorgifte = "geen"
bewaren = "Een jaar"
maatregelen = "Een kluis"
rol = "verantwoordelijke"
verantwoordelijke = "De Post"
geldig_vanaf = 2026-01-01
""",
    "producten/post.toml": """
uitvoerder = "post"
[product.brief]
naam = "Een brief"
wet = "Wet 1"
grondslag = "Wet 1; AVG art. 6"
doel = "Een brief bezorgen"
termijn = "P8W"
bsn = true
vragen = ["sinds"]
uiterlijk_dagen = 7
uiterlijk_vanaf = "sinds"
bron = "zelf bedacht"
zekerheid = "gezien"
[product.brief.velden]
aanvrager = ["burgerservicenummer", "geslachtsnaam"]
[product.brief.wacht_op]
product = "hulp"
uitkomsten = ["toegekend"]
dagen = 42
""",
    "producten/gemeente.toml": """
uitvoerder = "gemeente"
[product.hulp]
naam = "Hulp"
wet = "Wet 2"
grondslag = "Wet 2; AVG art. 6"
doel = "Helpen"
bsn = false
vragen = ["soort"]
bron = "zelf bedacht"
zekerheid = "schatting"
[product.hulp.velden]
aanvrager = ["geslachtsnaam"]
""",
    "producten/iedereen.toml": """
uitvoerder = "iedereen"
[product.algemeen-verzoek]
naam = "Algemeen verzoek"
wet = "Awb 2:3"
grondslag = "Awb 2:3"
doel = "Een verzoek bekijken"
termijn = "P8W"
bsn = false
bron = "Awb"
zekerheid = "gezien"
[product.algemeen-verzoek.velden]
aanvrager = ["geslachtsnaam"]
""",
    "levensgebeurtenissen/storm.toml": """
naam = "Storm"
uitleg = "Het heeft gestormd."
zekerheid = "gezien"
vragen = ["haast"]
[[regel]]
product = "hulp"
wijze = "aanvragen"
reden = "De gemeente helpt."
mits = {woorden = "u hebt haast", vraag = "haast", is = true}
[[regel]]
naam = "Ramen dicht"
wijze = "zelf-doen"
reden = "Doe de ramen dicht."
""",
    "selectielijst.toml": """
[standaard]
jaren = 5
nominatie = "vernietigen"
categorie = "1"
bron = "zelf bedacht"
zekerheid = "gezien"
[[regel]]
producten = ["hulp"]
jaren = 10
nominatie = "vernietigen"
categorie = "2"
bron = "zelf bedacht"
zekerheid = "gezien"
""",
    "data/gemeenten.csv": (
        "code,naam,oin,rsin\n0518,Den Haag,00000001002308836000,002308836\n0153,Enschede,00000001001589623000,001589623\n"
    ),
    "data/gemeente_opvolgers.csv": "code,naam,opvolger\n1107,Loosduinen,0518\n",
    "data/postcodes.csv": "pc4,gemeentecode,aandeel\n2511,0518,1.000\n7511,0153,0.600\n7511,0518,0.400\n",
    "data/gemeente_loketten.csv": "gemeentecode,naam,adres,telefoon,website\n0518,Loket gemeente Den Haag,Spui 70,14 070,https://example.org\n",
    "data/feestdagen.csv": (
        "datum,naam,grondslag,weekdag,atw_feestdag,status\n2026-01-02,Gelijkgestelde dag,Atw art. 3 lid 3,vr,1,vastgesteld\n"
    ),
}


def write(folder: Path) -> Path:
    """Write the configuration below ``folder``; the path of ``config/``."""
    for name, content in FILES.items():
        path = folder / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder / "config"


def spoil(config: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands exactly once in a file."""
    content = (config / name).read_text()
    if content.count(old) != 1:
        raise AssertionError(f"{old!r} stands {content.count(old)} times in {name}")
    (config / name).write_text(content.replace(old, new))
