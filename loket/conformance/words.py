"""The sentences of the report: what each line is about, and what to do when it is not right."""

from __future__ import annotations

from collections.abc import Mapping

from loket.conformance.findings import Scenario

S = Scenario

TITLES: Mapping[Scenario, str] = {
    S.DELIVERY: "Een verzoek wordt aangenomen",
    S.AGAIN: "Hetzelfde bericht nog eens heeft geen tweede gevolg",
    S.FORGED: "Een valse handtekening wordt geweigerd",
    S.STALE: "Een bericht van lang geleden of uit de toekomst wordt geweigerd",
    S.ROTATION: "Tijdens het wisselen gelden twee geheimen",
    S.SEVERAL: "Eén goede handtekening tussen andere is genoeg",
    S.FIELD: "Een veld dat u niet kent, houdt niets tegen",
    S.KIND: "Een soort bericht die u niet kent, geeft geen storing",
    S.PRODUCT: "Een product dat u niet kent, geeft geen storing",
    S.FOLLOW_UPS: "Alles wat op een verzoek kan volgen, wordt aangenomen",
    S.BIG: "Het grootste bericht wordt aangenomen",
    S.SPEED: "Elk antwoord komt op tijd",
    S.REPORTS: "U meldt hoe het met een verzoek gaat",
    S.SIGNED: "Elke melding is ondertekend",
    S.FORM: "Elke melding is te lezen",
    S.FRESH: "Elke melding heeft een eigen nummer",
    S.ORDER: "De meldingen komen in een volgorde die kan",
    S.RETRIED: "Een melding die niet aankwam, komt opnieuw",
    S.KEY: "Elke aanroep heeft de goede sleutel",
    S.FETCHED: "U haalt op wat in de lijst staat",
    S.PLACE: "Een plaats in de lijst die te oud is, houdt niets tegen",
}

ADVICE: Mapping[Scenario, str] = {
    S.DELIVERY: "Antwoord op POST …/verzoeken met 2xx zodra u het bericht hebt bewaard. Klopt het adres, het geheim en de klok?",
    S.AGAIN: "Bewaar het berichtId samen met uw antwoord. Komt het nog eens, geef dan hetzelfde antwoord en doe verder niets.",
    S.FORGED: "Reken de handtekening na over de ruwe bytes, voordat u de inhoud leest. Klopt zij niet, antwoord dan 401.",
    S.STALE: "Weiger met 401 als webhook-timestamp meer dan 300 seconden van uw klok af ligt.",
    S.ROTATION: "Neem een bericht aan als een van uw beide geheimen past. Zet het nieuwe geheim naast het oude.",
    S.SEVERAL: "In webhook-signature kunnen meer handtekeningen staan, met een spatie ertussen. Eén goede is genoeg.",
    S.FIELD: "Lees alleen de velden die u kent en laat de rest staan. Een nieuwe versie van Loket kan velden toevoegen.",
    S.KIND: "Antwoord 2xx als een mens ernaar kijkt, of 422 als u er niets mee kunt. Geen 5xx: dan probeert Loket het dagen lang.",
    S.PRODUCT: "Antwoord 2xx als een mens ernaar kijkt, of 422 als u er niets mee kunt. Geen 5xx: dan probeert Loket het dagen lang.",
    S.FOLLOW_UPS: "Neem elke soort aan, ook als een mens haar moet lezen. Wat u weigert, wordt onbestelbaar.",
    S.BIG: "Neem berichten aan tot 256 KiB. Kijk ook naar de grens van uw proxy.",
    S.SPEED: "Bewaar het bericht, antwoord, en doe het werk daarna.",
    S.REPORTS: "Meld ten minste ‘ontvangen’ aan het adres in ‘terugmelden’. Hebt u meer tijd nodig, geef dan --wait SECONDEN.",
    S.SIGNED: "Onderteken met uw nieuwste geheim: webhook-id, webhook-timestamp en webhook-signature, over de bytes die u verstuurt.",
    S.FORM: "Vergelijk uw melding met het voorbeeld in docs/organisations.md.",
    S.FRESH: "Geef elke melding een nieuw id, en gebruik het ook als webhook-id. Bij opnieuw versturen blijft het hetzelfde.",
    S.ORDER: "Meld in de volgorde waarin het gebeurt. ‘afgesloten’ kan pas na ‘besloten’.",
    S.RETRIED: "Na 429, 503 of geen antwoord: dezelfde melding nog eens, na Retry-After. Zijn uw stappen langer, geef dan --wait SECONDEN.",
    S.KEY: "Stuur de sleutel mee als Authorization: Bearer.",
    S.FETCHED: "Vraag GET /deelzaken, en daarna elk deel dat erin staat. Hebt u meer tijd nodig, geef dan --wait SECONDEN.",
    S.PLACE: "Begin na 410 opnieuw zonder ‘sinds’. Wat u al had, doet u niet nog eens.",
}

NOTHING_WITHOUT_DELIVERY = "Kan pas als een gewone bezorging lukt."
ROTATION_NEEDS_TWO = "Geef met --next-secret-env het tweede geheim."
NOTHING_WITHOUT_FETCHING = "Kan pas als er iets wordt opgehaald."
NO_REPORTS = "Er kwam geen melding om naar te kijken."
ALL_WELL = "Alles wat getoetst is, is goed."
HEAD = "{naam} op {adres}, product {product}. Meldingen gaan naar {terug}."
HEAD_PULL = "{naam} haalt op bij {adres}, product {product}."
COUNTS = "{goed} goed, {fout} fout, {niet} niet getoetst."
TO_DO = "Doe: "
