"""What supervisors are told by webhook or mail: organisations, counts and numbers. Never a person, and never what a case is about."""

from __future__ import annotations

#: Kind of alert → the sentence. ``{wie}`` is an organisation, ``{nummer}`` of a case or part, ``{sinds}`` a moment, ``{dag}`` a day.
ALERTS = {
    "organisatie-weg": "{wie} antwoordt niet sinds {sinds}.",
    "organisatie-donker": "{wie} antwoordt al dagen niet, sinds {sinds}.",
    "organisatie-gestopt": "De lijn naar {wie} is gestopt sinds {sinds}.",
    "spoed-vast": "Spoed: zaak {nummer} staat stil sinds {sinds}.",
    "spoed-termijn": "Spoed: een termijn van deelzaak {nummer} loopt af op {dag}.",
}
CITIZENS = "de dienst voor berichten aan inwoners"
SUBJECT = "Loket: {aantal} nieuwe melding(en) voor toezicht"
DIGEST_SUBJECT = "Loket: dagoverzicht voor toezicht van {dag}"
STUCK = "Vastgelopen zaken: {aantal}, met spoed: {spoed}."
REASON = "- {reden} {aantal}"
AWAY = "Niet bereikbaar: {wie}."
NOBODY_AWAY = "Alle organisaties zijn bereikbaar."
TERMS = "Termijnen die aflopen tot en met {dag}: {aantal}."
AT_LEAST = "{aantal} of meer"
MORE = "En nog {aantal}."
LOOK = "Kijk op {adres}"
