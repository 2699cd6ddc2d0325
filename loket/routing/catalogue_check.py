"""Checks what no single entry can tell: that everything named exists, fits together and can be carried out."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from loket.routing.arrears.lists import arrears_faults
from loket.routing.catalogue import Catalogue
from loket.routing.concepts import concept_faults
from loket.routing.conditions import programmes_in, question_faults, questions_in
from loket.routing.entries import EVERYONE, GEMEENTE, GENERAL, Collision, Condition, LifeEvent, Product, Question, Row
from loket.routing.knowledge import knowledge_faults
from loket.routing.mandate import mandate_faults
from loket.routing.selection import selection_faults
from loket.routing.tailored.talk_kinds import talk_faults

BSN = "burgerservicenummer"
ASKED = ("aanvragen", "melden")


def check(catalogue: Catalogue, broken: Collection[str] = ()) -> list[str]:
    """Every problem across entries, one line each that names file, table and key. ``broken`` are entries that could not be read:
    they exist, so nothing is said of references to them."""
    checker = _Checker(catalogue, frozenset(broken))
    return [
        *checker.organisations(),
        *(fault for product in catalogue.products.values() for fault in checker.product(product)),
        *checker.waiting_in_circles(),
        *(fault for question in catalogue.questions.values() for fault in checker.question(question)),
        *(fault for event in catalogue.life_events.values() for fault in checker.life_event(event)),
        *(fault for collision in catalogue.collisions for fault in checker.collision(collision)),
        *checker.whole(),
        *checker.selection(),
        *checker.knowledge(),
        *checker.programmes(),
        *checker.mandates(),
        *checker.concepts(),
        *checker.talks_and_arrears(),
    ]


def summary(catalogue: Catalogue) -> str:
    """What ``loket check`` prints when all is well."""
    gemeenten = sum(organisation.gemeente_code is not None for organisation in catalogue.organisations.values())
    indicative = sum(product.indicative for product in catalogue.products.values())
    estimated = sum(line is None or line.confidence != "gezien" for line in map(catalogue.selection.of_product, catalogue.products))
    unsure = sum(one.confidence != "gezien" for found in catalogue.concepts.values() for one in found)
    executors = Tally(product.executor for product in catalogue.products.values())
    return "\n".join(
        [
            f"De configuratie klopt (versie {catalogue.version[:12]}).",
            f"{len(catalogue.organisations)} organisaties, waarvan {gemeenten} gemeenten; {len(catalogue.counters)} loketten.",
            f"{len(catalogue.products)} producten: {', '.join(f'{name} {count}' for name, count in executors.most_common())}.",
            f"{len(catalogue.life_events)} levensgebeurtenissen, {len(catalogue.questions)} vragen, {len(catalogue.collisions)} botsingen.",
            f"Bij {indicative} producten is de termijn een indicatie; bij {estimated} is de bewaartermijn een schatting.",
            catalogue.knowledge.summary,
            f"Begrippen van {len(catalogue.concepts)} producten; {unsure} daarvan kijkt een jurist nog na.",
            f"De feestdagen zijn bekend tot en met {catalogue.calendar.known_until}.",
        ]
    )


@dataclass(frozen=True, slots=True)
class _Checker:
    catalogue: Catalogue
    broken: frozenset[str]

    def organisations(self) -> Iterator[str]:
        """Organisations, executors and lokets that name each other."""
        catalogue = self.catalogue
        sources = Tally(organisation.event_source for organisation in catalogue.organisations.values())
        for slug, organisation in catalogue.organisations.items():
            if sources[organisation.event_source] > 1:
                yield self._line(f"organisatie.{slug}", "oin", "een andere organisatie heeft hetzelfde OIN en systeem")
        for number, executor in enumerate(catalogue.executors, 1):
            table = f"uitvoerder {number}"
            yield from self._unknown(table, "organisatie", [executor.organisation], catalogue.organisations, "organisatie")
            yield from self._unknown(table, "product", [executor.product], catalogue.products, "product")
            yield from self._unknown(table, "gemeentecode", [executor.gemeente_code], catalogue.gemeenten, "gemeentecode")
        for slug, counter in catalogue.counters.items():
            yield from self._unknown(f"loket.{slug}", "organisatie", [counter.organisation], catalogue.organisations, "organisatie")

    def product(self, product: Product) -> Iterator[str]:
        """One product: what it names exists, and what it gets fits together."""
        table, catalogue = f"product.{product.slug}", self.catalogue
        if product.executor not in (GEMEENTE, EVERYONE):
            yield from self._unknown(table, "uitvoerder", [product.executor], catalogue.organisations, "organisatie")
        yield from self._unknown(table, "vragen", product.questions, catalogue.questions, "vraag")
        yield from self._unknown(table, "wijst_naar", product.points_at, catalogue.products, "product")
        for key in set(product.required) - set(product.questions):
            yield self._line(table, "noodzakelijk", f'"{key}" staat niet bij vragen')
        for role, fields in product.fields.items():
            if BSN in fields and not product.bsn:
                yield self._line(table, f"velden.{role}", f"{BSN} mag niet: bsn = false")
        if product.bsn and not any(BSN in fields for fields in product.fields.values()):
            yield self._line(table, "bsn", f"is true, maar geen rol geeft het {BSN} mee")
        if product.secret_address and not any(name in fields for fields in product.fields.values() for name in ("postcode", "huisnummer")):
            yield self._line(table, "geheim_adres", "geen rol geeft een adres mee")
        if product.waits_for:
            yield from self._unknown(table, "wacht_op.product", [product.waits_for.product], catalogue.products, "product")
        yield from self._own_last_day(table, product)

    def waiting_in_circles(self) -> Iterator[str]:
        awaited = {slug: product.waits_for.product for slug, product in self.catalogue.products.items() if product.waits_for}
        for slug in awaited:
            path = [slug]
            while path[-1] in awaited and awaited[path[-1]] not in path:
                path.append(awaited[path[-1]])
            if awaited.get(path[-1]) == slug:
                yield self._line(f"product.{slug}", "wacht_op", f"wacht in een kring: {' → '.join([*path, slug])}")

    def question(self, question: Question) -> Iterator[str]:
        table = f"vraag.{question.key}"
        if (question.type in ("keuze", "meerkeuze")) != bool(question.choices):
            yield self._line(table, "keuzes", "horen bij type keuze en meerkeuze, en alleen daar")
        yield from self._condition(table, "toon_als", question.shown_if)

    def life_event(self, event: LifeEvent) -> Iterator[str]:
        """One life event: its rows, and the questions that their conditions need."""
        table = f"levensgebeurtenis.{event.slug}"
        yield from self._unknown(table, "vragen", event.questions, self.catalogue.questions, "vraag")
        if event.crisis is not None and (event.valid_from is None or event.valid_to is None):
            yield self._line(table, "crisis", "een crisis heeft een geldig_vanaf en een geldig_tot")
        if event.valid_from and event.valid_to and event.valid_to < event.valid_from:
            yield self._line(table, "geldig_tot", "ligt voor geldig_vanaf")
        for number, row in enumerate(event.rows, 1):
            place = f"{table} regel {number}"
            yield from self._row(place, row)
            yield from self._condition(place, "mits", row.condition)
            for key in sorted(questions_in(row.condition) - set(event.questions) - self.broken):
                yield self._line(place, "mits", f'vraag "{key}" staat niet bij de vragen van deze levensgebeurtenis')

    def collision(self, collision: Collision) -> Iterator[str]:
        table, catalogue = f"botsing.{collision.slug}", self.catalogue
        yield from self._unknown(table, "producten", collision.products, catalogue.products, "product")
        yield from self._unknown(table, "uitkomsten", collision.outcomes, catalogue.products, "product")
        yield from self._unknown(table, "levensgebeurtenissen", collision.life_events, catalogue.life_events, "levensgebeurtenis")
        yield from self._condition(table, "als", collision.when)

    def whole(self) -> Iterator[str]:
        """What is about no single table."""
        catalogue = self.catalogue
        general = catalogue.products.get(GENERAL)
        if GENERAL not in self.broken and (general is None or general.executor != EVERYONE):
            yield self._line(f"product.{GENERAL}", "uitvoerder", f'dit product moet er zijn, met uitvoerder "{EVERYONE}" (Awb 2:3)')
        for code in sorted(set(catalogue.successors.values()) - catalogue.gemeenten.keys()):
            yield self._line("data/gemeente_opvolgers.csv", "opvolger", f'onbekende gemeentecode "{code}"')
        known = {code for shares in catalogue.postcodes.values() for code, _ in shares}
        for code in sorted(known - catalogue.gemeenten.keys()):
            yield self._line("data/postcodes.csv", "gemeentecode", f'onbekende gemeentecode "{code}"')
        for key in sorted(catalogue.questions.keys() - self._used_questions() if not self.broken else ()):
            yield self._line(f"vraag.{key}", "", "niemand stelt deze vraag")

    def selection(self) -> Iterator[str]:
        for table, key, words in selection_faults(self.catalogue.selection, self.catalogue.products.keys() | self.broken):
            yield self._line(table, key, words)

    def knowledge(self) -> Iterator[str]:
        catalogue = self.catalogue
        for table, key, words in knowledge_faults(catalogue.knowledge, catalogue.products, catalogue.questions, self.broken):
            yield self._line(table, key, words)

    def talks_and_arrears(self) -> Iterator[str]:
        catalogue, products = self.catalogue, self.catalogue.products.keys() | self.broken
        for table, key, words in talk_faults(catalogue.talks, products, catalogue.programmes.keys()):
            yield self._line(table, key, words)
        for table, key, words in arrears_faults(catalogue.arrears, catalogue.organisations.keys(), products):
            yield self._line(table, key, words)

    def programmes(self) -> Iterator[str]:
        catalogue = self.catalogue
        for programme in catalogue.programmes.values():
            yield from self._unknown(f"deelname.{programme.slug}", "gemeenten", programme.gemeenten, catalogue.gemeenten, "gemeentecode")
        for right in catalogue.knowledge.rights:
            yield from self._taking_part(f"recht.{right.slug}", "als", right.condition)

    def mandates(self) -> Iterator[str]:
        catalogue = self.catalogue
        named = {one.organisation for one in catalogue.mandates} & catalogue.organisations.keys()
        offered = {slug: {product.slug for product in catalogue.products_of(catalogue.organisations[slug])} | self.broken for slug in named}
        for table, key, words in mandate_faults(catalogue.mandates, catalogue.organisations, offered, catalogue.products):
            yield self._line(table, key, words)

    def concepts(self) -> Iterator[str]:
        for table, key, words in concept_faults(self.catalogue.concepts, self.catalogue.products.keys() | self.broken):
            yield self._line(table, key, words)

    def _used_questions(self) -> set[str]:
        catalogue = self.catalogue
        used = {key for product in catalogue.products.values() for key in product.questions}
        used |= {key for event in catalogue.life_events.values() for key in event.questions}
        return used

    def _own_last_day(self, table: str, product: Product) -> Iterator[str]:
        key = product.apply_by_question
        if (key is None) != (product.apply_by_days is None):
            yield self._line(table, "uiterlijk_dagen", "hoort samen met uiterlijk_vanaf")
        if key is None:
            return
        yield from self._unknown(table, "uiterlijk_vanaf", [key], self.catalogue.questions, "vraag")
        if key in self.catalogue.questions and self.catalogue.questions[key].type != "datum":
            yield self._line(table, "uiterlijk_vanaf", f'vraag "{key}" is geen datum')

    def _row(self, place: str, row: Row) -> Iterator[str]:
        if row.organisation:
            yield from self._unknown(place, "organisatie", [row.organisation], self.catalogue.organisations, "organisatie")
        if row.product:
            yield from self._unknown(place, "product", [row.product], self.catalogue.products, "product")
            product = self.catalogue.products.get(row.product)
            if product and product.executor == EVERYONE and not row.organisation:
                yield self._line(place, "organisatie", f'ontbreekt: elke organisatie heeft "{row.product}"')
        elif row.way in ASKED:
            yield self._line(place, "product", f'ontbreekt: "{row.way}" gaat altijd over een product')
        elif not row.name:
            yield self._line(place, "naam", "ontbreekt: een regel zonder product heeft een naam")

    def _condition(self, table: str, key: str, condition: Condition | None) -> Iterator[str]:
        if condition and not questions_in(condition) & self.broken:
            yield from (self._line(table, key, words) for words in question_faults(condition, self.catalogue.questions))
        yield from self._taking_part(table, key, condition)

    def _taking_part(self, table: str, key: str, condition: Condition | None) -> Iterator[str]:
        yield from self._unknown(table, key, sorted(programmes_in(condition)), self.catalogue.programmes, "deelname")

    def _unknown(self, table: str, key: str, names: Iterable[str], known: Collection[str], what: str) -> Iterator[str]:
        for name in names:
            if name not in known and name not in self.broken:
                yield self._line(table, key, f'onbekend: {what} "{name}"')

    def _line(self, table: str, key: str, words: str) -> str:
        file = self.catalogue.places.get(table, "")
        return " ".join(part for part in (file, f"[{table}]", key) if part) + f": {words}"
