"""Copies of papers: only for an organisation that asked, kept encrypted, fetched by it alone, and gone 30 days after that.

Never of an identity document. Loket does not open or show a copy: it checks what kind of file it is and passes it on.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from loket.cases.base import new_id
from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import Paper, PaperCopy, PaperState
from loket.cases.lifecycle import FINAL
from loket.cases.models import Referral
from loket.cases.states import ReferralState
from loket.errors import BadRequest, Conflict, Fault, NotFound
from loket.routing import journal
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.joining import note_papers
from loket.routing.knowledge import PaperKind
from loket.routing.paper_content import EXTENSIONS, media_type_of
from loket.routing.progress import lock_part
from loket.routing.request import PaperGiven
from loket.routing.rows import paper_row

KEEP = timedelta(days=30)
STORE, FETCH, ERASE = "stuk-bewaren", "stuk-ophalen", "stukken-wissen"
NO_COPY = "Dit stuk is er niet, of niet meer."


@dataclass(frozen=True, slots=True)
class Fetched:
    """A copy as its organisation gets it; ``name`` holds nothing personal."""

    content: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy without its content: which paper (kind), what kind of file, bytes, times in UTC; ``available`` until it is erased."""

    id: UUID
    kind: str
    media_type: str
    size: int
    stored_at: datetime
    fetched_at: datetime | None
    erase_on: date | None
    available: bool


def may_be_copied(catalogue: Catalogue, part: Referral) -> list[PaperKind]:
    """The kinds of paper of which this part's organisation asked a copy; none once the part is at its end.

    All kinds while it waits for information, else those of ``kopie_gevraagd``; never an identity document.
    """
    kinds, product = catalogue.knowledge.papers, catalogue.products.get(part.product)
    if part.state in FINAL:
        return []
    asked = list(kinds) if part.state is ReferralState.NEEDS_INFORMATION else list(product.copies if product else ())
    return [kinds[slug] for slug in asked if slug in kinds and not kinds[slug].never_copied]


def store_copy(context: Context, number: str, kind: str, content: bytes) -> UUID:
    """Keep a copy for the organisation of this part; the paper counts as seen. Commits and returns the copy's id.

    Raises NotFound; Conflict ``kopie-niet-gevraagd`` when nobody asked, ``kopie-staat-klaar`` when one waits to be fetched;
    BadRequest for a file that is no PDF, JPEG or PNG, is not whole, or is above 10 MB.
    """
    case, part = lock_part(context, number)
    wanted = {found.slug: found for found in may_be_copied(context.catalogue, part)}
    if kind not in wanted:
        raise Conflict("De organisatie vroeg niet om een kopie van dit papier.", code="kopie-niet-gevraagd")
    media_type = media_type_of(content)
    if media_type is None:
        fault = Fault("/bestand", "verkeerd-bestand", "Kies een heel pdf-, jpeg- of png-bestand van hoogstens 10 MB.")
        raise BadRequest("Dit bestand kan niet worden aangenomen.", faults=(fault,))
    note_papers(context, case, [paper_row(context, case.id, PaperGiven(kind, wanted[kind].whose, PaperState.COPY.value))])
    context.session.flush()
    copy_id = _keep(context, part, wanted[kind], media_type, content)
    journal.audit(context, STORE, part.number, soort=kind, bytes=len(content))
    journal.log_processing(context, STORE, [case.person.pseudonym])
    context.session.commit()
    return copy_id


def _keep(context: Context, part: Referral, kind: PaperKind, media_type: str, content: bytes) -> UUID:
    """The row of the copy; Conflict when one of the same paper still waits to be fetched."""
    its = select(Paper.id).where(Paper.case_id == part.case_id, Paper.kind == kind.slug, Paper.whose == kind.whose)
    paper = context.session.scalars(its).one()
    waits = select(PaperCopy.id).where(
        PaperCopy.paper_id == paper, PaperCopy.referral_id == part.id, PaperCopy.content.is_not(None), PaperCopy.fetched_at.is_(None)
    )
    if context.session.scalars(waits).first() is not None:
        raise Conflict("Van dit papier staat al een kopie klaar.", code="kopie-staat-klaar")
    copy = PaperCopy(
        id=new_id(context.now),
        case_id=part.case_id,
        paper_id=paper,
        referral_id=part.id,
        media_type=media_type,
        size=len(content),
        content=base64.b64encode(content).decode(),
        stored_at=context.now,
    )
    context.session.add(copy)
    return copy.id


def copies_of(context: Context, part: Referral) -> list[Copy]:
    """The copies of a part, the oldest first; their content is not read."""
    row = PaperCopy
    columns = (row.id, Paper.kind, row.media_type, row.size, row.stored_at, row.fetched_at, row.erase_on, row.content.is_not(None))
    query = select(*columns).join(Paper, row.paper_id == Paper.id).where(row.referral_id == part.id)
    return [Copy(*found) for found in context.session.execute(query.order_by(row.stored_at, row.id))]


def fetch_copy(context: Context, number: str, copy_id: UUID) -> Fetched:
    """Give the part's own organisation its copy; the first fetch sets the day on which it is erased. Commits.

    NotFound for anybody else, an unknown copy, or one that is erased: they look the same.
    """
    case, part = lock_part(context, number)
    query = select(PaperCopy, Paper.kind).join(Paper, PaperCopy.paper_id == Paper.id)
    row = context.session.execute(query.where(PaperCopy.id == copy_id, PaperCopy.referral_id == part.id)).one_or_none()
    if row is None or row.PaperCopy.content is None or part.organisation != context.actor.organisation:
        raise NotFound(NO_COPY)
    copy: PaperCopy = row.PaperCopy
    if copy.fetched_at is None:
        copy.fetched_at, copy.erase_on = context.now, amsterdam_date(context.now) + KEEP
    journal.audit(context, FETCH, part.number, soort=row.kind, bytes=copy.size)
    journal.log_processing(context, FETCH, [case.person.pseudonym], foreign=part.organisation)
    found = Fetched(base64.b64decode(row.PaperCopy.content), copy.media_type, f"{part.number}-{row.kind}.{EXTENSIONS[copy.media_type]}")
    context.session.commit()
    return found


def drop_copies(context: Context, parts: Sequence[Referral]) -> None:
    """Erase the copies for these parts that nobody fetched: they may not be used any more. In the caller's transaction."""
    waits = PaperCopy.referral_id.in_([part.id for part in parts]), PaperCopy.fetched_at.is_(None), PaperCopy.content.is_not(None)
    erase = update(PaperCopy).where(*waits).values(content=None)
    context.session.execute(erase.execution_options(synchronize_session=False))


def erase_copies(context: Context) -> int:
    """Erase the content of copies whose day has come, and of those that nobody fetched 30 days after the end of their part. Commits.

    Returns how many. The row stays, so that it can be told that there was a copy and when it went.
    """
    over = select(Referral.id).where(Referral.state.in_(list(FINAL)), Referral.state_since < context.now - KEEP)
    due = (PaperCopy.erase_on <= amsterdam_date(context.now)) | PaperCopy.referral_id.in_(over)
    query = select(PaperCopy.id).where(PaperCopy.content.is_not(None), due)
    found = context.session.scalars(query).all()
    if found:
        erase = update(PaperCopy).where(PaperCopy.id.in_(found)).values(content=None)
        context.session.execute(erase.execution_options(synchronize_session=False))
        journal.audit(context, ERASE, "stukken", aantal=len(found))
    context.session.commit()
    return len(found)
