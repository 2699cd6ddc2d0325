"""How the list of stuck cases is shown: a row, the bars with how many there are, and a line of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case
from loket.cases.queries import HIDDEN_PART
from loket.cases.stuck_reasons import OUTAGES, REASONS
from loket.routing import stuck_list
from loket.routing.catalogue import Catalogue
from loket.routing.stuck import BEHIND
from loket.web import stuck_filters, texts_stuck
from loket.web.parts import name_in, parts

COLUMNS = (
    *("zaaknummer", "reden", "sinds", "aan zet", "organisatie", "product", "loket", "gemeentecode", "spoed"),
    *("toezichthouder", "uitgesteld tot", "wat nu"),
)


def row(case: Case) -> dict[str, object]:
    """One case of the list: what, since when, whose turn, what now."""
    words, tone = texts_stuck.harm_of(harm(case))
    where = _where(case, parts().catalogue)
    return {"case": case, "harm": words, "tone": tone, "where": where, "followed": case.coordinator_name or case.coordinator}


def harm(case: Case) -> int:
    """The harm by which the list is ordered, as a number from 0."""
    rank = case.stuck_rank or 0
    return (BEHIND if case.stuck_reason in OUTAGES else 0) - rank


def _where(case: Case, catalogue: Catalogue) -> tuple[str, str] | None:
    """The organisation and the product that hold it up; of a sensitive one nothing is said (practice rule 20)."""
    at = case.stuck_organisation, case.stuck_product
    part = next((part for part in case.referrals if (part.organisation, part.product) == at), None)
    if part is None or part.terms.get("gevoelig"):
        return (HIDDEN_PART, HIDDEN_PART) if part else None
    return name_in(catalogue, part.organisation), part.terms["naam"]


def bars(found: Mapping[str, int], filters: Mapping[str, str]) -> list[dict[str, object]]:
    """For each reason how many, the most first, with how long its bar is in percent and where it leads."""
    chosen, most = filters.get("reden"), max(found.values(), default=1)
    ordered = sorted(found.items(), key=lambda one: (-one[1], list(REASONS).index(one[0])))
    return [
        {
            "sentence": REASONS[reason].sentence,
            "count": texts_stuck.MANY if count >= stuck_list.MOST else count,
            "width": max(round(100 * count / most), 1),
            "chosen": reason == chosen,
            "link": stuck_filters.address(filters, reden=None if reason == chosen else reason),
        }
        for reason, count in ordered
    ]


def total(found: Mapping[str, int]) -> str:
    """How many cases there are for these reasons together; counting stops somewhere."""
    count, more = sum(found.values()), max(found.values(), default=0) >= stuck_list.MOST
    return texts_stuck.AT_LEAST.format(aantal=count) if more else str(count)


def cells(case: Case, catalogue: Catalogue) -> Sequence[object]:
    """One case as a line of the file, in the order of ``COLUMNS``.

    Neither the kind of urgency nor the harm as a number: minus the known weights it tells what somebody answered to a sensitive question.
    """
    reason = REASONS[case.stuck_reason or ""]
    since = amsterdam_date(case.stuck_since) if case.stuck_since else None
    return (
        *(case.number, reason.sentence, since, case.turn.value),
        *(_where(case, catalogue) or ("", "")),
        *(case.counter, case.gemeente_code, "ja" if case.urgent else "nee"),
        *(case.coordinator, case.snoozed_until, reason.act.value),
    )
