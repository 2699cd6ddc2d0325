"""The pages as a whole: which blueprints there are, the cross-site guard, the headers, the filters and the words for errors."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError

from loket.routing.parts import Parts
from loket.web import limits, oidc, texts, texts_crisis, texts_desk, texts_pages, texts_tailored, texts_taking
from loket.web.accounts import load_accounts
from loket.web.arrears import arrears
from loket.web.concepts import concepts
from loket.web.crisis import crisis
from loket.web.deliveries import deliveries
from loket.web.desk import desk
from loket.web.desk_act import desk_act
from loket.web.desk_add import desk_add
from loket.web.desk_case import desk_case
from loket.web.desk_drafts import desk_drafts
from loket.web.desk_handover import desk_handover
from loket.web.desk_new import again, desk_new
from loket.web.desk_news import desk_news
from loket.web.desk_papers import desk_papers
from loket.web.desk_part import desk_part
from loket.web.figures import figures
from loket.web.figures_frozen import figures_frozen
from loket.web.filters import FILTERS
from loket.web.guard import add_headers, admit, csrf, current_account
from loket.web.home import home
from loket.web.incoming import InMemory
from loket.web.knowledge import knowledge
from loket.web.login import login
from loket.web.opening import opening
from loket.web.organisations import organisations
from loket.web.outage import outage
from loket.web.parts import parts, today
from loket.web.practice_cards import load_cards, practice_cards
from loket.web.privacy import privacy
from loket.web.privacy_breaches import privacy_breaches
from loket.web.privacy_correct import privacy_correct
from loket.web.privacy_sample import privacy_sample
from loket.web.problems import Problem, problem_of
from loket.web.receipt import receipt
from loket.web.signals import signals
from loket.web.signals_brief import signals_brief
from loket.web.signals_desk import signals_desk
from loket.web.status_page import status_page
from loket.web.supervise_case import supervise_case
from loket.web.supervisor import supervisor
from loket.web.supervisor_bulk import supervisor_bulk
from loket.web.tailored import tailored
from loket.web.tailored_table import tailored_table
from loket.web.tailored_talks import tailored_talks
from loket.web.terms import terms
from loket.web.worklist import worklist

#: Where templates and static files are found; ``/static`` holds nothing personal and needs no guard.
files = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
files.after_request(add_headers)
BLUEPRINTS = (
    deliveries,
    home,
    login,
    desk,
    desk_new,
    desk_drafts,
    desk_case,
    desk_part,
    desk_papers,
    knowledge,
    receipt,
    status_page,
    desk_act,
    desk_add,
    desk_handover,
    desk_news,
    opening,
    supervisor,
    supervisor_bulk,
    supervise_case,
    terms,
    organisations,
    outage,
    signals,
    signals_brief,
    signals_desk,
    concepts,
    crisis,
    tailored,
    tailored_table,
    tailored_talks,
    figures,
    figures_frozen,
    worklist,
    arrears,
    privacy,
    privacy_breaches,
    privacy_correct,
    privacy_sample,
    practice_cards,
)


def register(app: Flask) -> None:
    """Put the pages into the application: blueprints at ``/``, cookies, guards, headers. Needs ``app.extensions["loket"]``.

    Outside the demo there are no accounts, and every page but the public ones sends to the sign-in page.
    """
    made: Parts = app.extensions["loket"]
    https = made.settings.base_url.startswith("https://")
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # programs prove themselves with a key; the pages are protected one by one, see guard
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.request_class = InMemory
    csrf.init_app(app)
    _know_people(app, made)
    app.before_request(admit)
    app.after_request(limits.note)
    for blueprint in (files, *BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.register_error_handler(CSRFError, _expired)
    app.context_processor(_shown_everywhere)
    app.jinja_env.globals["page_words"] = texts_pages  # also for macros that are imported without a context
    for name in FILTERS:
        app.add_template_filter(name)
    if https:
        app.after_request(_only_https)


def _know_people(app: Flask, made: Parts) -> None:
    """Practice accounts only in the demo; the login provider where there is one, with what its claims mean."""
    config, login = made.settings.config, made.settings.login
    app.extensions["loket-accounts"] = load_accounts(config / "oefenaccounts.toml", made.catalogue) if made.settings.demo else {}
    app.extensions["loket-cards"] = load_cards(config / "oefenkaarten.toml", made.catalogue) if made.settings.demo else ()
    if login and made.catalogue.sign_in:
        oidc.register(app, login, made.catalogue.sign_in.scope)


def error_page(error: Exception) -> Response:
    """The page that tells what went wrong, in plain Dutch; never a stack trace. 503 carries Retry-After."""
    return _page_of(problem_of(error))


def _page_of(problem: Problem) -> Response:
    title, advice = texts.ERRORS.get(problem.status, texts.ERRORS[400 if problem.status < 500 else 500])
    page = render_template("fout.html", title=title, advice=advice, problem=problem, away=problem.status >= 500)
    return add_headers(Response(page, problem.status, dict(problem.headers), mimetype="text/html"))


def _expired(_error: CSRFError) -> Response:
    """A form from before signing in again: what was typed is shown once more where that is worth it, and nothing was done."""
    page = again() if current_account() else None
    if page is not None:
        return add_headers(Response(page, 400, mimetype="text/html"))
    return _page_of(Problem(400, "formulier-verlopen", *texts.ERRORS[400]))


def _only_https(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def _shown_everywhere() -> dict[str, object]:
    """What every template may use; ``account`` is None for a stranger."""
    found = parts()
    return {
        "texts": texts,
        "taking": texts_taking,
        "catalogue": found.catalogue,
        "desk_words": texts_desk,
        "tailored_words": texts_tailored,
        "account": current_account() if request else None,
        "settings": found.settings,
        "crises": found.catalogue.crises(today()),
        "crisis_words": texts_crisis,
    }
