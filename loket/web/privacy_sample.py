"""The privacy officer looks afterwards at cases that were opened for a typed reason (practice rule 20)."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from loket.cases.access import ReviewOutcome
from loket.routing import opening_review
from loket.routing.context import Context
from loket.web import texts_trust
from loket.web.guard import account, acting, guarded
from loket.web.parts import parts
from loket.web.privacy import act, typed, typed_id

privacy_sample = guarded("privacy_sample")


@privacy_sample.get("/privacyregister/steekproef")
def waiting() -> str:
    """What waits for a review: who, which case, on which ground and for which reason, and when."""
    names = {ground.slug: ground.name for ground in parts().catalogue.grounds}
    sample = opening_review.sample(acting())
    return render_template("privacy/steekproef.html", sample=sample, names=names, own=account().slug, words=texts_trust)


@privacy_sample.post("/privacyregister/steekproef")
def review() -> Response:
    """Judge one of them."""
    outcome = next((one for one in ReviewOutcome if one.value == typed("uitkomst")), None)
    back = url_for("privacy_sample.waiting")
    if outcome is None:
        flash(texts_trust.SAMPLE_CHOOSE, "fout")
        return redirect(back)

    def judge(context: Context) -> None:
        opening_review.review(context, typed_id(typed("id")), outcome, typed("toelichting"))

    return act(texts_trust.SAMPLE_RIGHT if outcome is ReviewOutcome.RIGHT else texts_trust.SAMPLE_WRONG, judge, back)
