"""A signal that whoever tries a door may open, with an example and an answer: or the door stays shut for everybody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Referral
from loket.cases.signals import Cause, CauseCode, Review, Signal, SignalNews, SignalStatus
from loket.routing.figures.disclosure import FEWEST

SIGNAL, CAUSE, NEWS = UUID(int=31), UUID(int=32), UUID(int=33)
ARGUMENTS = {"signaal": str(SIGNAL), "voorbeeld": str(CAUSE), "oorzaak": str(CAUSE)}


def keep(session: Session, part: str, source: str, now: datetime) -> None:
    """One signal with a confirmed example at the case of this part, and its answer as news for this source."""
    case_id = session.scalars(select(Referral.case_id).where(Referral.number == part)).one()
    about = {"product": "aow", "organisation": "svb", "code": CauseCode.LAW, "article": "", "article_key": ""}
    numbers = dict.fromkeys(("count", "days", "knocks", "hand_backs"), FEWEST)
    numbers |= dict.fromkeys(("counted", "counted_days", "counted_knocks", "counted_hand_backs"), FEWEST)
    moments = dict.fromkeys(("first_at", "last_at", "answered_at"), now)
    session.merge(Signal(id=SIGNAL, **about, **numbers, **moments, status=SignalStatus.ANSWERED, revision=1, answer="Het is geregeld."))
    noted = {
        "source": "gemeente-0518",
        "by": "iemand",
        "at": now,
        "month": now.date(),
        "pseudonym": "K7Q2MX",
        "days": 1,
        "knocks": 1,
        "hand_backs": 0,
    }
    words = {"words": "Het duurde lang.", "own_words": "Ik wachtte lang.", "review": Review.CONFIRMED}
    session.merge(Cause(id=CAUSE, case_id=case_id, signal_id=SIGNAL, **noted, **words))
    session.merge(SignalNews(id=NEWS, signal_id=SIGNAL, source=source, at=now, read_at=None))
    session.commit()
