"""A supervisor stops the line to an organisation, or starts it again: each with a reason, which is kept with the outage."""

from __future__ import annotations

from sqlalchemy import select

from loket.cases.outbox import Channel
from loket.db import insert_absent, locked
from loket.errors import BadRequest, Conflict, Fault, NotFound
from loket.routing import journal, lines, outage_log
from loket.routing.announcing import PREFIX
from loket.routing.context import Context
from loket.routing.outages import BY_HAND, How, how_is, open_line

NO_REASON = "Vul een reden in. Zonder reden verandert er niets."


def pause(context: Context, organisation: str, reason: str) -> None:
    """Send nothing more to an organisation until somebody starts the line again. Commits.

    NotFound for one that gets nothing over a line, BadRequest without a reason, Conflict when it is paused already.
    """
    words = _reason(reason)
    if organisation not in context.catalogue.organisations or context.catalogue.pulls(organisation):
        raise NotFound("Naar deze organisatie gaat niets over een lijn.")
    insert_absent(context.session, Channel, [{"organisation": organisation, "failures": 0, "probes": 0}], "organisation")
    channel = _locked(context, organisation)
    if channel.paused_at is not None:
        raise Conflict("Deze lijn was al gestopt.", code="al-gepauzeerd")
    before = _state(channel)
    channel.paused_at, channel.pause_reason = context.now, BY_HAND
    lasting = outage_log.lasting_of(context, organisation) or outage_log.begin(context, organisation, context.now)
    lasting.reason = words
    journal.audit(context, "lijn-pauzeren", organisation, van=before, tot=_state(channel))
    context.session.commit()


def resume(context: Context, organisation: str, reason: str) -> None:
    """Let a paused line go on, whoever paused it, or let the next probe to one that is down go now. Commits.

    NotFound for an unknown line and for that of a subscription, which is the organisation's own to start; BadRequest without a reason;
    Conflict when nothing is the matter with it.
    """
    words = _reason(reason)
    channel = _locked(context, organisation)
    if channel.paused_at is None and channel.open_since is None:
        raise Conflict("Met deze lijn is niets aan de hand.", code="niets-te-openen")
    before = _state(channel)
    open_line(context, organisation, by_hand=True)
    outage = outage_log.lasting_of(context, organisation)
    if outage is not None:
        outage.resumed_because = words
        away = channel.open_since is not None or organisation in lines.look(context.session, [organisation], context.now).announced
        outage.until_at = None if away else context.now
    journal.audit(context, "lijn-openen", organisation, van=before, tot=_state(channel))
    context.session.commit()


def _reason(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise BadRequest(NO_REASON, faults=(Fault("/reden", "verplicht", NO_REASON),))
    return words[:1000]


def _state(channel: Channel) -> str:
    """How the line stands, for the audit log."""
    how = how_is(channel)
    return "open" if how is How.BACK else how.value


def _locked(context: Context, organisation: str) -> Channel:
    query = select(Channel).where(Channel.organisation == organisation, ~Channel.organisation.startswith(PREFIX))
    found = context.session.scalars(locked(context.session, query).execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("Deze organisatie is hier niet bekend.")
    return found
