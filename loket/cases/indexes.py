"""What the partial indexes of the tables hold: each only the rows that its one question is about."""

from __future__ import annotations

from sqlalchemy import text

WATCHED = text("norm_at IS NOT NULL AND NOT overdue")
PROMISED = text("promised_by IS NOT NULL AND promise_kept_at IS NULL")
UNANNOUNCED = text("NOT announced")
UNNUMBERED = text("feed_number IS NULL")
LOOKED_AT = text("stuck_next IS NOT NULL")
STUCK = text("stuck_reason IS NOT NULL")
#: Lists of all cases: whom nobody told anything, what goes to the archive, what came in of one life event.
CASE_LISTS = {
    "ix_case_told": ("counter", "told_at"),
    "ix_case_archive": ("state", "nomination", "archive_on"),
    "ix_case_event": ("life_event", "received_at"),
}
#: The supervisor's list, whole and by what it is most filtered by. Each holds only what stands still, in the order of the list.
STUCK_LISTS = {
    "ix_case_stuck": ("stuck_rank", "stuck_since", "id"),
    "ix_case_stuck_reason": ("stuck_reason", "stuck_rank", "stuck_since", "id", "snoozed_until", "hidden"),  # all that counting needs
    "ix_case_stuck_organisation": ("stuck_organisation", "stuck_rank", "stuck_since", "id"),
    "ix_case_stuck_counter": ("counter", "stuck_rank", "stuck_since", "id"),
    "ix_case_stuck_coordinator": ("coordinator", "stuck_rank", "stuck_since", "id"),
}
#: A legal date counts while the part that it belongs to can still be decided; that of an objection begins with the decision.
DECIDABLE = "state IN ('sent', 'received', 'accepted', 'needs_information', 'suspended')"
DUE = text(f"due_on IS NOT NULL AND {DECIDABLE}")
ASKED = text("information_due_on IS NOT NULL AND state = 'needs_information'")
PENALTY = text(f"penalty_from IS NOT NULL AND {DECIDABLE}")
OBJECTION = text("objection_until IS NOT NULL")
UNANSWERED = text("state IN ('pending', 'sent', 'received')")
OPEN_CASE = text("joinable AND state NOT IN ('settled', 'closed', 'withdrawn')")
HIDDEN = text("hidden")
URGENT = text("urgent")
