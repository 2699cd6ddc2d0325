"""What a desk keeps beside a case, each free text marked: to look for it where nobody may see it."""

from __future__ import annotations

import base64
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, inspect
from sqlalchemy.orm import Session

from loket.cases import desk as tables
from loket.cases import tailored
from loket.cases.base import Base
from loket.cases.crypto import EncryptedJSON, EncryptedText, keys
from loket.cases.desk import CaseMessage, Handover, LegalStep, Paper, PaperCopy, PaperState, SavedRequest
from loket.cases.models import Case, ContactMoment, Referral
from loket.cases.signals import Cause, CauseCode, Signal, SignalStatus
from loket.routing.figures.disclosure import FEWEST
from tests.support.desk import BSN, COUNTER

#: The argument of a route → the id of what it names.
IDS = {
    "handover": str(UUID(int=11)),
    "saved": str(UUID(int=12)),
    "papier": str(UUID(int=14)),
    "signaal": str(UUID(int=18)),
    **dict.fromkeys(("voorbeeld", "oorzaak"), str(UUID(int=19))),
}
MARKS = tuple(
    f"MERK-{what}"
    for what in (
        "OVERDRACHTREDEN",
        "SAMENVATTING",
        "BEREIKEN",
        "WEIGERING",
        "CONCEPTNAAM",
        "CONCEPTVELD",
        "OVERLEG",
        "BEZWAAR",
        "GEVRAAGD",
        "VERTELD",
        "TOEZEGGING",
        "KOPIE",
        "OORZAAK",
        "EIGENWOORDEN",
    )
)
REASON, SUMMARY, REACH, REFUSAL, LABEL, FIELD, TALK, OBJECTION, ASKED, SAID, PROMISE, COPY, CAUSE, OWN_WORDS = MARKS


def keep(session: Session, case: Case, part: Referral, now: datetime) -> None:
    """A handover to another loket that was refused, a draft, a copy for the organisation of this part, talk, an objection, a contact."""
    case_id, part_id = case.id, part.id
    session.add_all(
        [
            _handover(case_id, now),
            _draft(now),
            Paper(id=UUID(int=13), case_id=case_id, kind="besluit-uitkering", whose="aanvrager", state=PaperState.COPY, **_noted(now)),
            CaseMessage(id=UUID(int=15), case_id=case_id, referral_id=part_id, author="Balie", source=COUNTER, text=TALK, at=now),
            _objection(case_id, part_id, now),
            _contact(case_id, now),
            _signal(now),
        ]
    )
    session.flush()
    session.add(_cause(case_id, now))
    file = {"media_type": "application/pdf", "size": len(COPY), "content": base64.b64encode(COPY.encode()).decode(), "stored_at": now}
    session.add(PaperCopy(id=UUID(IDS["papier"]), case_id=case_id, paper_id=UUID(int=13), referral_id=part_id, **file))
    session.commit()


def free_texts() -> list[tuple[type[Base], str]]:
    """Every encrypted column of what a desk keeps: table and column."""
    mappers = [mapper for mapper in Base.registry.mappers if mapper.class_.__module__ in (tables.__name__, tailored.__name__)]
    found: list[tuple[type[Base], str]] = []
    for mapper in mappers:
        table = inspect(mapper.class_).local_table
        assert isinstance(table, Table)
        found += [(mapper.class_, column.key) for column in table.columns if isinstance(column.type, EncryptedText | EncryptedJSON)]
    return sorted(found, key=lambda one: (one[0].__name__, one[1]))


def _noted(now: datetime) -> dict[str, Any]:
    return {"noted_at": now, "noted_by": "balie-den-haag", "counter": COUNTER}


def _handover(case_id: UUID, now: datetime) -> Handover:
    return Handover(
        id=UUID(IDS["handover"]),
        case_id=case_id,
        from_counter=COUNTER,
        from_account="balie-den-haag",
        to_counter="uwv-den-haag",
        reason=REASON,
        summary=SUMMARY,
        reach=REACH,
        offered_at=now,
        norm_at=now,
        refused_at=now,
        refusal=REFUSAL,
    )


def _draft(now: datetime) -> SavedRequest:
    return SavedRequest(
        id=UUID(IDS["saved"]),
        counter=COUNTER,
        account="balie-den-haag",
        bsn_blind=keys().blind(BSN),
        step="persoon",
        label=LABEL,
        fields=[["toelichting", FIELD]],
        knocked_at=now,
        saved_at=now,
        expires_at=now + timedelta(days=7),
    )


def _objection(case_id: UUID, part_id: UUID, now: datetime) -> LegalStep:
    who = {"by": "balie-den-haag", "counter": COUNTER, "at": now}
    return LegalStep(
        id=UUID(int=16), case_id=case_id, referral_id=part_id, kind="bezwaar", text=OBJECTION, received_on=date(2026, 3, 2), **who
    )


def _signal(now: datetime) -> Signal:
    """So many cases that a policy maker reads its numbers and the examples that somebody confirmed: this cause is none."""
    about = {"product": "aow", "organisation": "svb", "code": CauseCode.LAW, "article": "", "article_key": "", "count": FEWEST}
    return Signal(id=UUID(IDS["signaal"]), **about, status=SignalStatus.ANSWERED, first_at=now, last_at=now)


def _cause(case_id: UUID, now: datetime) -> Cause:
    noted = {
        "source": COUNTER,
        "by": "balie-den-haag",
        "at": now,
        "month": now.date(),
        "pseudonym": "K7Q2MX",
        "days": 1,
        "knocks": 1,
        "hand_backs": 0,
    }
    return Cause(id=UUID(IDS["voorbeeld"]), case_id=case_id, signal_id=UUID(IDS["signaal"]), words=CAUSE, own_words=OWN_WORDS, **noted)


def _contact(case_id: UUID, now: datetime) -> ContactMoment:
    told = {"channel": "balie", "question": ASKED, "answered": True, "said": SAID}
    promised = {"promise": PROMISE, "promised_by": date(2026, 3, 9), "promise_owner": "uwv-den-haag"}
    return ContactMoment(id=UUID(int=17), case_id=case_id, at=now, counter=COUNTER, employee="balie-den-haag", **told, **promised)
