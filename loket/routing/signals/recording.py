"""Noting what went wrong in a case: at closing or at any time. Equal causes are one signal."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from loket.cases.base import new_id
from loket.cases.models import Case
from loket.cases.numbers import ALPHABET
from loket.cases.queries import find_case
from loket.cases.signals import TELLS, Cause, CauseCode, Review, Signal, SignalMonth, SignalNews, SignalStatus
from loket.db import insert_missing, insert_or_add
from loket.errors import Faults, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.progress import lock_case, today
from loket.routing.signals.anonymous import personal_in
from loket.routing.signals.articles import article_key, is_article
from loket.routing.signals.harm import COUNTS, give, harm_of, lock, recount, take

LONGEST, LONGEST_ARTICLE, PSEUDONYM = 1000, 120, 6
ARTICLES = ("/wetsartikel", "/tweedeArtikel")
NUMBERED = re.compile(r"[\d.]+")  # the number of an article: 8.1.10
KEY = ("product", "organisation", "code", "article_key")


@dataclass(frozen=True, slots=True)
class Raised:
    """A cause as it was typed. Empty text: nothing. ``agreed``: the person said that their own words may be used."""

    code: str
    words: str
    product: str = ""
    organisation: str = ""
    article: str = ""
    second_article: str = ""
    own_words: str = ""
    agreed: bool = False
    among: frozenset[tuple[str, str]] | None = None  # what who types may choose from, as product and organisation; None: anything


def record(context: Context, number: str, raised: Raised) -> None:
    """Note a cause at a case. Commits. NotFound; BadRequest that names all faults, also what in the words leads to one person."""
    case = lock_case(context, find_case(context.session, number).id)
    faults = Faults()
    check(context, case, raised, faults)
    faults.raise_if_any()
    keep(context, case, raised)
    context.session.commit()


def check(context: Context, case: Case, raised: Raised, faults: Faults) -> None:
    """Add to ``faults`` what is wrong with a cause, by the field of the form. One statement at most."""
    if raised.code not in set(CauseCode):
        faults.add("/oorzaak", "verplicht", "Kies wat de oorzaak was.")
    if _is_hidden(raised):
        faults.add("/waarover", "onbekend", "Dit onderdeel is hier niet bekend.")
    elif raised.product and raised.product not in context.catalogue.products:
        faults.add("/waarover", "onbekend", "Dit product is niet bekend.")
    if raised.organisation and raised.organisation not in context.catalogue.organisations:
        faults.add("/waarover", "onbekend", "Deze organisatie is niet bekend.")
    if not raised.words.strip():
        faults.add("/watGingMis", "verplicht", "Vertel in eigen woorden wat er misging.")
    if raised.second_article.strip() and not raised.article.strip():
        faults.add("/wetsartikel", "verplicht", "Noem eerst het ene artikel, dan het andere.")
    if raised.own_words.strip() and not raised.agreed:
        faults.add("/akkoord", "verplicht", "Eigen woorden mogen alleen als de inwoner dat goed vindt.")
    _check_words(context, case, raised, faults)
    if raised.code in set(CauseCode) and not _is_hidden(raised) and _stands_already(context, case, raised):
        faults.add("/oorzaak", "dubbel", "Deze oorzaak staat al bij deze zaak.")


def keep(context: Context, case: Case, raised: Raised) -> None:
    """Write a checked cause down at a locked case: its signal, the timeline and both logs. The caller commits."""
    signal = _signal(context, raised)
    recount(context, case, joined=signal.id)
    harm, month = harm_of(context, case), today(context).replace(day=1)
    cause = Cause(
        id=uuid4(),
        case_id=case.id,
        signal=signal,
        second_article=_tidy(raised.second_article) or None,
        words=raised.words.strip(),
        own_words=raised.own_words.strip() or None,
        source=context.actor.source,
        by=context.actor.name,
        at=context.now,
        month=month,
        pseudonym="".join(secrets.choice(ALPHABET) for _ in range(PSEUDONYM)),
        days=harm.days,
        knocks=harm.knocks,
        hand_backs=harm.hand_backs,
    )
    context.session.add(cause)
    give(signal, cause)
    signal.last_at = context.now
    insert_or_add(context.session, SignalMonth, [{"signal_id": signal.id, "month": month, "count": 1, "counted": 0}], "signal_id", "month")
    if signal.status is SignalStatus.SOLVED:
        signal.status, signal.revision = SignalStatus.OPEN, signal.revision + 1
        journal.audit(context, "signaal-komt-terug", str(signal.id), van=SignalStatus.SOLVED.value, tot=SignalStatus.OPEN.value)
    if signal.status in TELLS:  # this loket hears what the others already heard
        news = {"id": new_id(context.now), "signal_id": signal.id, "source": cause.source, "at": context.now}
        insert_missing(context.session, SignalNews, [news], "signal_id", "source")
    journal.tell(context, case, "oorzaak-vastgelegd")
    journal.audit(context, "oorzaak-vastleggen", case.number, signaal=str(signal.id), regel=case.events_count)
    journal.log_processing(context, "oorzaak-vastleggen", [case.person.pseudonym])


def forget_own_words(context: Context, number: str, cause_id: object) -> None:
    """The person no longer agrees: their own words go (AVG 7:3); the cause stays. Commits. NotFound."""
    case = lock_case(context, find_case(context.session, number).id)
    query = select(Cause).where(Cause.id == cause_id, Cause.case_id == case.id, Cause.own_words.is_not(None))
    found = context.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("Hier staan geen eigen woorden.")
    found.own_words = None
    journal.tell(context, case, "eigen-woorden-gewist")
    journal.audit(context, "eigen-woorden-wissen", case.number, signaal=str(found.signal_id), regel=case.events_count)
    journal.log_processing(context, "oorzaak-vastleggen", [case.person.pseudonym])
    context.session.commit()


def remove(context: Context, number: str, cause_id: UUID) -> None:
    """A cause that was noted by mistake goes, and out of every number with it. Commits. NotFound."""
    case = lock_case(context, find_case(context.session, number).id)
    known = Cause.id == cause_id, Cause.case_id == case.id
    signal_id = context.session.scalar(select(Cause.signal_id).where(*known))
    if signal_id is None:
        raise NotFound("Deze oorzaak staat niet bij deze zaak.")
    lock(context, signal_id)
    query = select(Cause).where(*known).options(joinedload(Cause.signal)).execution_options(populate_existing=True)
    cause = context.session.scalars(query).one()
    if cause.review is not Review.WRONG:
        take(cause.signal, cause)
        less = {"signal_id": signal_id, "month": cause.month, "count": -1, "counted": -int(cause.review in COUNTS)}
        insert_or_add(context.session, SignalMonth, [less], "signal_id", "month")
    context.session.delete(cause)
    journal.tell(context, case, "oorzaak-weggehaald")
    journal.audit(context, "oorzaak-weghalen", case.number, signaal=str(signal_id), regel=case.events_count)
    journal.log_processing(context, "oorzaak-vastleggen", [case.person.pseudonym])
    context.session.commit()


def _check_words(context: Context, case: Case, raised: Raised, faults: Faults) -> None:
    written = (
        ("/watGingMis", raised.words, LONGEST),
        ("/eigenWoorden", raised.own_words, LONGEST),
        ("/wetsartikel", raised.article, LONGEST_ARTICLE),
        ("/tweedeArtikel", raised.second_article, LONGEST_ARTICLE),
    )
    for field, text, longest in written:
        if len(text) > longest:
            faults.add(field, "te-lang", f"Schrijf hier hooguit {longest} tekens.")
        elif found := _personal(text, field in ARTICLES, case):
            told = "Laat weg wat over één persoon gaat: namen, nummers en datums. Hier staat: "
            faults.add(field, "herleidbaar", f"{told}{', '.join(f'‘{piece}’' for piece in found)}.")
        elif text and field in ARTICLES and not is_article(text, context.catalogue):
            faults.add(field, "geen-artikel", "Schrijf hier alleen een artikel, zoals: Participatiewet art. 31 lid 2.")


def _personal(text: str, article: bool, case: Case) -> list[str]:
    """What leads to one person; ``Wmo 2015 art. 2.6.10`` holds no date."""
    return [piece for piece in personal_in(text, case.participants) if not (article and NUMBERED.fullmatch(piece))]


def _key(raised: Raised) -> dict[str, str]:
    code = CauseCode(raised.code)
    return {"product": raised.product, "organisation": raised.organisation, "code": code, "article_key": article_key(raised.article)}


def _is_hidden(raised: Raised) -> bool:
    """Whether it is about what who types may not see."""
    about = raised.product, raised.organisation
    return any(about) and raised.among is not None and about not in raised.among


def _stands_already(context: Context, case: Case, raised: Raised) -> bool:
    query = select(Cause.id).join(Signal, Signal.id == Cause.signal_id).where(Cause.case_id == case.id, *_same(raised))
    return context.session.scalar(query.limit(1)) is not None


def _same(raised: Raised) -> list[ColumnElement[bool]]:
    return [getattr(Signal, name) == value for name, value in _key(raised).items()]


def _signal(context: Context, raised: Raised) -> Signal:
    """The signal that this cause belongs to, made when it is the first."""
    query = select(Signal).where(*_same(raised))
    found = context.session.scalars(query).one_or_none()
    if found is None:
        moments = dict.fromkeys(("first_at", "last_at"), context.now)
        numbers = dict.fromkeys(("count", "days", "knocks", "hand_backs"), 0)
        numbers |= dict.fromkeys(("counted", "counted_days", "counted_knocks", "counted_hand_backs", "revision"), 0)
        row = {"id": uuid4(), **_key(raised), "article": _tidy(raised.article), "status": SignalStatus.OPEN}
        insert_missing(context.session, Signal, [row | moments | numbers], *KEY)
        found = context.session.scalars(query).one()
    return found


def _tidy(text: str) -> str:
    return " ".join(text.split())
