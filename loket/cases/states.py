"""The words of the two state tables and who is to act. The tables themselves stand in ``lifecycle``."""

from __future__ import annotations

import enum


class ReferralState(enum.StrEnum):
    """The state of one part (deelzaak). The value is what stands in the database."""

    PLANNED = "planned"  #: waits for another part's outcome, or for answers it cannot start without
    PENDING = "pending"  #: must be sent
    SENT = "sent"  #: their system took it; the decision term runs
    RECEIVED = "received"  #: they confirmed
    ACCEPTED = "accepted"  #: taken up by somebody over there
    NEEDS_INFORMATION = "needs_information"  #: the applicant must supply something (Awb 4:5)
    SUSPENDED = "suspended"  #: the term stands still for another reason (Awb 4:15)
    DECIDED = "decided"  #: there is a decision
    DELIVERED = "delivered"  #: what was granted was paid or started
    CLOSED = "closed"  #: the organisation closed its file
    DECLINED = "declined"  #: handed back; somebody must choose what follows
    RETURNED = "returned"  #: handed back and told so to the applicant: nothing follows
    FORWARDED = "forwarded"  #: handed back and a successor took its place (Awb 2:3)
    UNDELIVERABLE = "undeliverable"  #: could not be delivered; a person must look
    WITHDRAWN = "withdrawn"  #: withdrawn by the applicant, or no longer needed


class CaseState(enum.StrEnum):
    """The state of the whole request (zaak), derived from its parts."""

    RECEIVED = "received"  #: taken in, nothing left the house yet
    UNROUTABLE = "unroutable"  #: no part: a person must choose
    IN_PROGRESS = "in_progress"  #: at least one organisation has its part
    WAITING_FOR_CITIZEN = "waiting_for_citizen"  #: at least one part needs something of the applicant
    SETTLED = "settled"  #: all parts are final
    CLOSED = "closed"  #: a person recorded how it ended
    WITHDRAWN = "withdrawn"  #: all parts withdrawn


class Turn(enum.StrEnum):
    """Wie is aan zet: who is to act. The values are the words of the API."""

    APPLICANT = "aanvrager"
    ORGANISATION = "organisatie"
    COUNTER = "loket"
    NOBODY = "niemand"  #: an open part's norm has passed without an event
    NONE = "geen"  #: nothing is left to do


REFERRAL_WORDS = {
    ReferralState.PLANNED: "gepland",
    ReferralState.PENDING: "te-verzenden",
    ReferralState.SENT: "verzonden",
    ReferralState.RECEIVED: "ontvangen",
    ReferralState.ACCEPTED: "in-behandeling",
    ReferralState.NEEDS_INFORMATION: "wacht-op-aanvulling",
    ReferralState.SUSPENDED: "opgeschort",
    ReferralState.DECIDED: "besloten",
    ReferralState.DELIVERED: "uitgevoerd",
    ReferralState.CLOSED: "afgesloten",
    ReferralState.DECLINED: "teruggegeven",
    ReferralState.RETURNED: "teruggegeven",
    ReferralState.FORWARDED: "doorgezonden",
    ReferralState.UNDELIVERABLE: "onbestelbaar",
    ReferralState.WITHDRAWN: "ingetrokken",
}

#: Cases that are over, and those on which every organisation answered besides.
CASE_OVER = frozenset({CaseState.CLOSED, CaseState.WITHDRAWN})
CASE_ENDED = CASE_OVER | {CaseState.SETTLED}

CASE_WORDS = {
    CaseState.RECEIVED: "ontvangen",
    CaseState.UNROUTABLE: "routering-nodig",
    CaseState.IN_PROGRESS: "in-behandeling",
    CaseState.WAITING_FOR_CITIZEN: "wacht-op-aanvrager",
    CaseState.SETTLED: "besloten",
    CaseState.CLOSED: "afgerond",
    CaseState.WITHDRAWN: "ingetrokken",
}
