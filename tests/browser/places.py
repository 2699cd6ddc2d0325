"""Every page and every error state: its name, who looks at it, and how to get there. The one list for all that looks at each page.

``tests.browser.test_places`` fails when a page has no entry here and no excuse.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.doing import (
    COUNTER,
    Step,
    changed_draft,
    examined,
    found,
    join_silently,
    looked,
    mistyped,
    press,
    rehearsed,
    rehearsed_whole,
    request_noted,
    stale,
    supervised,
    too_late,
    two_contacts,
    typed,
    unfold,
    unfolded,
    wrong_note,
)
from tests.browser.world import World

ELSEWHERE, HANDLER = "balie-uwv", "behandelaar-cjib"
SUPERVISOR, OFFICER, TRAVELLER, POLICY_MAKER = "toezichthouder", "privacy-officer", "balie-onderweg", "beleidsmaker"

#: Routes that show no page of their own → why.
EXCUSED = {
    "api": "a program reads it",
    "health": "a program reads it",
    "pages.static": "files, seen through the pages",
    "home.practice": "goes to the practice organisations",
    "home.security": "plain text for researchers",
    "own_keys.key_set": "a program reads it",
    "login.leave_for_provider": "goes to the login provider",
    "login.back_from_provider": "comes from the login provider",
    "desk_case.state": "the part of the case page that refreshes itself",
    "privacy.export_json": "a file",
    "supervisor.export": "a file",
    "terms.export": "a file",
    "signals_brief.export": "a file",
    "figures.export": "a file",
    "figures.export_side_by_side": "a file",
    "figures.document": "a file",
}


@dataclass(frozen=True)
class Place:
    """One page as it stands before somebody. ``path`` names things of the world in braces; ``then`` is done once it is open."""

    name: str
    endpoint: str
    account: str | None
    path: str
    then: Step | None = None
    status: int = 200

    def go(self, page: Page, world: World) -> None:
        """Open it; ``page`` is signed in with its account. A page that cannot be opened is no page to look at."""
        answer = page.goto(self.path.format_map(world.at))
        assert answer is not None
        assert answer.status == self.status, f"{self.name}: {answer.status}"
        if self.then:
            self.then(page, world)
            page.wait_for_load_state("load")


PUBLIC = (
    Place("welkom", "home.start", None, "/"),
    Place("inloggen", "login.sign_in", None, "/inloggen"),
    Place("inloggen-sessie-voorbij", "login.sign_in", None, "/zaken/{midden}"),
    Place("toegankelijkheid", "home.accessibility", None, "/toegankelijkheid"),
    Place("privacy", "home.privacy", None, "/privacy"),
    Place("bestaat-niet", "home.start", None, "/bestaat-niet", status=404),
    *(Place(f"fout-{status}", "home.start", None, f"/fout/{status}", status=status) for status in (409, 413, 415, 429, 500, 503)),
    Place("api", "api.documentatieLezen", None, "/api/v1/docs"),
    Place("api-alles", "api.documentatieLezen", None, "/api/v1/docs", unfold),
    Place("oefenkaarten", "practice_cards.overview", None, "/oefenen"),
    Place("status", "status_page.ask", None, "/status"),
    Place("status-fout", "status_page.ask", None, "/status", looked("midden", "02-02-1999")),
    Place("status-gevonden", "status_page.ask", None, "/status", looked("midden", "01-12-1985")),
    Place("status-engels", "status_page.ask", None, "/status?taal=en"),
    Place("status-engels-fout", "status_page.ask", None, "/status?taal=en", looked("midden", "02-02-1999")),
    Place("status-engels-gevonden", "status_page.ask", None, "/status?taal=en", looked("midden", "01-12-1985")),
)
HOME = (
    Place("vandaag", "home.start", COUNTER, "/"),
    Place("vandaag-intermediair", "home.start", "intermediair", "/"),
    Place("vandaag-concepten", "home.more", COUNTER, "/vandaag/concepten"),
    Place("vandaag-laatst", "home.more", COUNTER, "/vandaag/laatst"),
    Place("start-beheerder", "home.start", "beheerder", "/"),
    Place("mijn-account", "login.own_account", COUNTER, "/mijn-account"),
    Place("loket-kiezen", "login.choose_counter", TRAVELLER, "/loket-kiezen"),
    Place("zoeken-naam", "home.start", COUNTER, "/", found("Verhoeven 01-12-1985")),
    Place("zoeken-niets", "home.start", COUNTER, "/", found("Niemand 01-01-1950")),
    Place("zoeken-bsn-fout", "home.start", COUNTER, "/", found("999993654")),
    Place("zoeken-tikfout", "home.start", COUNTER, "/", mistyped),
    Place("niet-voor-u", "home.start", COUNTER, "/vastgelopen", status=403),
    Place("kenniskaarten", "knowledge.overview", COUNTER, "/kenniskaarten"),
    Place("kenniskaarten-niets", "knowledge.overview", COUNTER, "/kenniskaarten?zoekwoord=olifant"),
    Place("kenniskaart", "knowledge.card", COUNTER, "/kenniskaarten/ww"),
    Place("bestaat-niet-ingelogd", "home.start", COUNTER, "/bestaat-niet", status=404),
)
NEW = (
    Place("nieuw-persoon", "desk_new.begin", COUNTER, "/nieuwe-vraag"),
    Place("nieuw-persoon-alles", "desk_new.begin", COUNTER, "/nieuwe-vraag", unfold),
    Place("nieuw-persoon-fouten", "desk_new.begin", COUNTER, "/nieuwe-vraag", press("Verder")),
    Place("nieuw-brp", "desk_new.begin", COUNTER, "/nieuwe-vraag", typed({"(BSN)": "999992740"}, "Verder")),
    Place("nieuw-brp-onbekend", "desk_new.begin", COUNTER, "/nieuwe-vraag", typed({"(BSN)": "999999990"}, "Verder")),
    Place("nieuw-sessie-voorbij", "desk_new.begin", COUNTER, "/nieuwe-vraag", stale),
    Place("nieuw-spoed", "desk_drafts.resume", COUNTER, "/concepten/{concept_spoed}"),
    Place("nieuw-spoed-fout", "desk_drafts.resume", COUNTER, "/concepten/{concept_spoed}", press("Snel melden")),
    Place("nieuw-lopend", "desk_drafts.resume", COUNTER, "/concepten/{concept_lopend}"),
    Place("nieuw-lopend-fout", "desk_drafts.resume", COUNTER, "/concepten/{concept_lopend}", join_silently),
    Place("nieuw-gebeurtenis", "desk_drafts.resume", COUNTER, "/concepten/{concept_gebeurtenis}"),
    Place("nieuw-situatie", "desk_drafts.resume", COUNTER, "/concepten/{concept_situatie}"),
    Place(
        "nieuw-situatie-fouten", "desk_drafts.resume", COUNTER, "/concepten/{concept_situatie}", typed({"Geboortedatum": "ooit"}, "Verder")
    ),
    Place("nieuw-producten", "desk_drafts.resume", COUNTER, "/concepten/{concept_producten}"),
    Place("nieuw-vragen", "desk_drafts.resume", COUNTER, "/concepten/{concept_vragen}"),
    Place("nieuw-papieren", "desk_drafts.resume", COUNTER, "/concepten/{concept_papieren}"),
    Place("nieuw-controle", "desk_drafts.resume", COUNTER, "/concepten/{concept_controle}"),
    Place("nieuw-controle-alles", "desk_drafts.resume", COUNTER, "/concepten/{concept_controle}", unfold),
    Place("nieuw-concept-veranderd", "desk_drafts.resume", COUNTER, "/concepten/{concept_gebeurtenis}", changed_draft),
)
CASE = (
    Place("zaak", "desk_case.page", COUNTER, "/zaken/{midden}"),
    Place("zaak-alles", "desk_case.page", COUNTER, "/zaken/{midden}", unfold),
    Place("zaak-nieuw", "desk_case.page", COUNTER, "/zaken/{nieuw}"),
    Place("zaak-besloten", "desk_case.page", COUNTER, "/zaken/{besloten}"),
    Place("zaak-gesloten", "desk_case.page", COUNTER, "/zaken/{gesloten}"),
    Place("zaak-ingetrokken", "desk_case.page", COUNTER, "/zaken/{ingetrokken}"),
    Place("zaak-stil", "desk_case.page", COUNTER, "/zaken/{stil}"),
    Place("zaak-verkeerd", "desk_case.page", COUNTER, "/zaken/{verkeerd}"),
    Place("zaak-van-ander-loket", "desk_case.page", COUNTER, "/zaken/{elders}", unfold),
    Place("zaak-toezichthouder", "desk_case.page", SUPERVISOR, "/zaken/{midden}"),
    Place("zaak-behandelaar", "desk_case.page", HANDLER, "/zaken/{midden}"),
    Place("zaak-twee-tegelijk", "desk_case.page", COUNTER, "/zaken/{nieuw}", two_contacts),
    Place("ontvangst", "receipt.page", COUNTER, "/zaken/{midden}/ontvangst"),
    Place("ontvangst-engels", "receipt.page", COUNTER, "/zaken/{midden}/ontvangst?taal=en"),
    Place("ontvangst-groot", "receipt.page", COUNTER, "/zaken/{midden}/ontvangst?groot=1"),
    Place("ontvangst-engels-groot", "receipt.page", COUNTER, "/zaken/{midden}/ontvangst?taal=en&groot=1"),
    Place("bijpraten", "desk_news.form", COUNTER, "/zaken/{midden}/bijpraten"),
    Place("bijpraten-fout", "desk_news.form", COUNTER, "/zaken/{midden}/bijpraten", typed({"Wat vertelt u": ""}, "Vastleggen")),
    Place("toevoegen", "desk_add.form", COUNTER, "/zaken/{midden}/toevoegen"),
    Place("toevoegen-alles-fout", "desk_add.form", COUNTER, "/zaken/{midden}/toevoegen", press("Verder")),
    Place("intrekken", "desk_part.withdraw_form", COUNTER, "/zaken/{midden}/intrekken"),
    Place("intrekken-fout", "desk_part.withdraw_form", COUNTER, "/zaken/{midden}/intrekken", press("Intrekken")),
    Place("intrekken-twee-tegelijk", "desk_part.withdraw_form", COUNTER, "/zaken/{nieuw}/intrekken", too_late("nieuw", "Intrekken")),
    Place("verbeteren", "desk_act.correct_form", COUNTER, "/zaken/{midden}/verbeteren"),
    Place("verbeteren-fout", "desk_act.correct_form", COUNTER, "/zaken/{midden}/verbeteren", press("Verbeteren")),
    Place("verkeerde-persoon", "desk_act.wrong_form", COUNTER, "/zaken/{midden}/verkeerde-persoon"),
    Place("verkeerde-persoon-fout", "desk_act.wrong_form", COUNTER, "/zaken/{midden}/verkeerde-persoon", press("Melden en stoppen")),
    Place("sluiten", "desk_act.close_form", COUNTER, "/zaken/{besloten}/sluiten"),
    Place("sluiten-fout", "desk_act.close_form", COUNTER, "/zaken/{besloten}/sluiten", press("Zaak sluiten")),
    Place("sluiten-kan-niet", "desk_act.close_form", COUNTER, "/zaken/{midden}/sluiten"),
)
ACTS = (
    Place("bezwaar", "desk_act.step_form", COUNTER, "/deelzaken/{akw}/indienen?soort=bezwaar"),
    Place("bezwaar-fout", "desk_act.step_form", COUNTER, "/deelzaken/{akw}/indienen?soort=bezwaar", press("Vandaag doorsturen")),
    Place("ingebrekestelling", "desk_act.step_form", COUNTER, "/deelzaken/{ww}/indienen?soort=ingebrekestelling"),
    Place("klacht", "desk_act.step_form", COUNTER, "/deelzaken/{ww}/indienen?soort=klacht"),
    Place("aanleveren", "desk_part.supply_form", COUNTER, "/deelzaken/{bijstand}/aanvulling"),
    Place("aanleveren-fout", "desk_part.supply_form", COUNTER, "/deelzaken/{bijstand}/aanvulling", press("Aanleveren")),
    Place("kopie", "desk_papers.form", COUNTER, "/deelzaken/{bijzondere-bijstand}/papieren"),
    Place("kopie-fout", "desk_papers.form", COUNTER, "/deelzaken/{bijzondere-bijstand}/papieren", press("Kopie bewaren")),
    Place("kopie-niet-gevraagd", "desk_papers.form", COUNTER, "/deelzaken/{ww}/papieren"),
    Place("maatwerk-vragen", "tailored_table.form", COUNTER, "/zaken/{nieuw}/maatwerk"),
    Place("maatwerk-vragen-fouten", "tailored_table.form", COUNTER, "/zaken/{nieuw}/maatwerk", press("Maatwerk vragen")),
    Place("gesprekken", "tailored_talks.page", COUNTER, "/zaken/{midden}/gesprekken", unfold),
    Place("overdragen", "desk_handover.form", COUNTER, "/zaken/{midden}/overdragen"),
    Place("overdragen-fouten", "desk_handover.form", COUNTER, "/zaken/{midden}/overdragen", press("Overdragen")),
    Place("overdracht-wacht", "desk_handover.one", COUNTER, "{wacht}"),
    Place("overdracht-geweigerd", "desk_handover.one", COUNTER, "{geweigerd}"),
    Place("overdracht-oppakken", "desk_handover.one", ELSEWHERE, "{wacht}", unfold),
    Place("overdracht-oppakken-fout", "desk_handover.one", ELSEWHERE, "{wacht}", press("Ik pak deze zaak op")),
    Place("overdracht-vertellen", "desk_handover.one", ELSEWHERE, "{opgepakt}"),
)
OTHERS = (
    Place("vastgelopen", "supervisor.stuck", SUPERVISOR, "/vastgelopen", unfold),
    Place("vastgelopen-spoed", "supervisor.stuck", SUPERVISOR, "/vastgelopen?spoed=alle"),
    Place("vastgelopen-leeg", "supervisor.stuck", SUPERVISOR, "/vastgelopen?dagen=90&organisatie=cak"),
    Place("vastgelopen-voorbeeld", "supervisor.stuck", SUPERVISOR, "/vastgelopen", rehearsed),
    Place("vastgelopen-alles", "supervisor.stuck", SUPERVISOR, "/vastgelopen", rehearsed_whole),
    Place("vastgelopen-onderhoud", "supervisor.stuck", SUPERVISOR, "/vastgelopen?reden=organisatie-onderhoud"),
    Place("bijsturen", "supervise_case.page", SUPERVISOR, "/vastgelopen/zaken/{midden}"),
    Place("bijsturen-alles", "supervise_case.page", SUPERVISOR, "/vastgelopen/zaken/{gestuurd}", supervised(unfold)),
    Place("bijsturen-fout", "supervise_case.page", SUPERVISOR, "/vastgelopen/zaken/{gestuurd}", supervised(wrong_note)),
    Place("bijsturen-dubbel", "supervise_case.page", SUPERVISOR, "/vastgelopen/zaken/{dubbel}", supervised(unfold)),
    Place("termijnen", "terms.overview", SUPERVISOR, "/termijnen"),
    Place("termijnen-voorbij", "terms.overview", SUPERVISOR, "/termijnen?periode=voorbij"),
    Place("termijnen-niets", "terms.overview", SUPERVISOR, "/termijnen?dag=2026-01-01"),
    Place("termijnen-kalender", "terms.calendar", SUPERVISOR, "/termijnen/kalender?maand=2026-03"),
    Place("organisaties", "organisations.overview", SUPERVISOR, "/organisaties"),
    Place("organisatie", "organisations.one", SUPERVISOR, "/organisaties/cak", unfold),
    Place("organisatie-fouten", "organisations.one", SUPERVISOR, "/organisaties/uwv", press("Leg onderhoud vast")),
    Place("storing", "outage.page", SUPERVISOR, "/organisaties/cak/storing"),
    Place("storing-verslag", "outage.page", SUPERVISOR, "/organisaties/svb/storing"),
    Place("storing-geen", "outage.page", SUPERVISOR, "/organisaties/uwv/storing"),
    Place("signalen", "signals.overview", SUPERVISOR, "/signalen", unfold),
    Place("signalen-niets", "signals.overview", SUPERVISOR, "/signalen?oorzaak=ict&status=opgelost"),
    Place("signalen-beleidsmaker", "signals.overview", POLICY_MAKER, "/signalen"),
    Place("signaal", "signals.one", SUPERVISOR, "/signalen/{signaal}"),
    Place("signaal-steekproef-fout", "signals.one", SUPERVISOR, "/signalen/{signaal}", press("Bewaar de steekproef")),
    Place("signaal-beleidsmaker", "signals.one", POLICY_MAKER, "/signalen/{signaal}"),
    Place("signaal-klein", "signals.one", POLICY_MAKER, "/signalen/{signaal_klein}"),
    Place("reis", "signals.travelled", POLICY_MAKER, "/signalen/{signaal}/reizen/{reis}"),
    Place("knelpuntenbrief", "signals_brief.page", SUPERVISOR, "/signalen/brief"),
    Place("begrippen", "concepts.overview", POLICY_MAKER, "/signalen/begrippen"),
    Place("begrippen-naast-elkaar", "concepts.overview", SUPERVISOR, "/signalen/begrippen?links=bijstand&rechts=toeslag-voorschot"),
    Place("crisis", "crisis.overview", SUPERVISOR, "/crisis"),
    Place("crisis-cijfers", "crisis.one", SUPERVISOR, "/crisis/overstroming"),
    Place("crisis-beleidsmaker", "crisis.one", POLICY_MAKER, "/crisis/overstroming"),
    Place("oorzaak", "signals_desk.note_form", COUNTER, "/zaken/{besloten}/oorzaak"),
    Place("oorzaak-fouten", "signals_desk.note_form", COUNTER, "/zaken/{besloten}/oorzaak", press("Oorzaak opschrijven")),
    Place("signaal-antwoord", "signals_desk.news", COUNTER, "/signalen/{signaal}/nieuws"),
    Place("maatwerk", "tailored.overview", SUPERVISOR, "/maatwerk"),
    Place("maatwerk-klaar", "tailored.overview", SUPERVISOR, "/maatwerk?lijst=klaar"),
    Place("maatwerk-niets", "tailored.overview", SUPERVISOR, "/maatwerk?organisatie=cbr"),
    Place("maatwerk-geheugen", "tailored.learned", SUPERVISOR, "/maatwerk/geheugen", unfold),
    Place("maatwerktafel", "tailored_table.page", SUPERVISOR, "{tafel}", unfold),
    Place("maatwerktafel-fouten", "tailored_table.page", SUPERVISOR, "{tafel}", unfolded(press("Besluit vastleggen"))),
    Place("maatwerktafel-klaar", "tailored_table.page", SUPERVISOR, "{tafel_klaar}", unfold),
    Place("maatwerktafel-loket", "tailored_table.page", COUNTER, "{tafel_klaar}"),
    Place("cijfers", "figures.overview", SUPERVISOR, "/cijfers"),
    Place("cijfers-gekozen", "figures.overview", "beleidsmaker", "/cijfers?organisatie=uwv&per=week&van=01-10-2025&tot=31-12-2025"),
    Place("cijfers-leeg", "figures.overview", "beleidsmaker", "/cijfers?organisatie=cak&product=ww"),
    Place("cijfers-naast-elkaar", "figures.side_by_side", "beleidsmaker", "/cijfers/naast-elkaar"),
    Place("cijfers-vastgelegd", "figures_frozen.overview", "beleidsmaker", "/cijfers/vastgelegd"),
    Place("cijfer-vastgelegd", "figures_frozen.one", "beleidsmaker", "/cijfers/vastgelegd/{cijfer}"),
    Place("werkvoorraad", "worklist.overview", HANDLER, "/werkvoorraad"),
    Place("werkvoorraad-deel", "worklist.part", HANDLER, "/werkvoorraad/{betalingsregeling-cjib}"),
    Place("werkvoorraad-deel-alles", "worklist.part", HANDLER, "/werkvoorraad/{betalingsregeling-cjib}", unfold),
    Place("werkvoorraad-deel-fout", "worklist.part", HANDLER, "/werkvoorraad/{betalingsregeling-cjib}", press("Plaatsen")),
    Place("schuldsignalen", "arrears.overview", "behandelaar-utrecht", "/schuldsignalen"),
    Place("schuldsignaal", "arrears.one", "behandelaar-utrecht", "{schuldsignaal}"),
    Place("schuldsignaal-fout", "arrears.one", "behandelaar-utrecht", "{schuldsignaal_opgepakt}", press("Signaal sluiten")),
    Place("bezorgingen", "deliveries.overview", HANDLER, "/bezorgingen?van=01-12-2025"),
    Place("bezorgingen-fout", "deliveries.overview", HANDLER, "/bezorgingen", typed({"Eerste dag": "ooit"}, "Toon")),
    Place("bezorgingen-niets", "deliveries.overview", HANDLER, "/bezorgingen?status=vervallen"),
    Place("bezorging", "deliveries.one", HANDLER, "/bezorgingen/{bezorging}"),
    Place("bezorging-gewist", "deliveries.one", HANDLER, "/bezorgingen/{bezorging_gewist}"),
    Place("privacyregister", "privacy.register", OFFICER, "/privacyregister", unfold),
    Place("privacyregister-fout", "privacy.register", OFFICER, "/privacyregister", request_noted),
    Place("privacyverzoek", "privacy.one", OFFICER, "/privacyregister/verzoek?id={verzoek}"),
    Place("privacyuitvoer", "privacy.export", OFFICER, "/privacyregister/uitvoer?id={verzoek}"),
    Place("inbreuk", "privacy_breaches.one", OFFICER, "/privacyregister/inbreuk?id={inbreuk}"),
    Place("onderzoek", "privacy.register", OFFICER, "/privacyregister", examined),
    Place("privacy-verkeerde-persoon", "privacy_breaches.wrong_person_form", OFFICER, "/privacyregister/verkeerde-persoon"),
    Place(
        "privacy-verkeerde-persoon-fouten",
        "privacy_breaches.wrong_person_form",
        OFFICER,
        "/privacyregister/verkeerde-persoon",
        press("Overzetten naar de juiste persoon"),
    ),
    Place("privacy-verbeteren", "privacy_correct.form", OFFICER, "/privacyregister/verbeteren?zaak={midden}"),
    Place("steekproef", "privacy_sample.waiting", OFFICER, "/privacyregister/steekproef"),
)
PLACES = PUBLIC + HOME + NEW + CASE + ACTS + OTHERS
