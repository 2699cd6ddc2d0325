"""Loket: one request in, every organisation answers, one shared status out.

:func:`create_app` and :func:`create_base` are the only place where the parts meet.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask, current_app, g
from sqlalchemy.orm import Session, sessionmaker

from loket import logs
from loket.adapters.brp import HaalCentraal, brp_settings
from loket.adapters.events import Events
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.messenger import made, messenger_settings
from loket.adapters.registry import Registry
from loket.adapters.settings import OrganisationSettings
from loket.adapters.signing_keys import own_keys
from loket.cases import crypto
from loket.db import db, engine_options, prepare_engine
from loket.errors import ConfigurationError
from loket.queues import DrainFailed, Waker
from loket.routing import catalogue_files
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_watch import Watch
from loket.routing.dispatch import Dispatcher, drain
from loket.routing.messages import LINE
from loket.routing.parts import Parts
from loket.routing.secrets import line_to, secrets_of
from loket.routing.subscriptions import ADAPTER
from loket.settings import VERSION, Settings, secret_text

__version__ = VERSION

LOOPBACK = ("127.0.0.0/8", "::1/128")


def create_app(settings: Settings | None = None, *, clock: Callable[[], datetime] | None = None) -> Flask:
    """The application with all its parts: what ``create_base`` makes, with the pages and the API."""
    from loket.web import register_web  # who serves nobody starts in half the time without

    app = create_base(settings, clock=clock)
    register_web(app)
    return app


def create_base(settings: Settings | None = None, *, clock: Callable[[], datetime] | None = None) -> Flask:
    """All that web, worker, clock, commands and tests have in common; without a route.

    ``clock`` is for tests and returns aware UTC times. Raises ConfigurationError that names everything that is wrong.
    """
    settings = settings or Settings.load(os.environ)
    logs.configure()
    crypto.use(crypto.Keyring(settings.current_key, settings.key_texts, settings.lookup_key, settings.also_lookup_key))
    client = Client(guard_of(settings))
    catalogue, adapters = _configured(settings, client)
    brp = brp_settings(settings.environment, secret_text("LOKET_BRP_KEY", settings.environment))
    waker = Waker(settings.redis_url)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=256 * 1024,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
    )
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        sessions = sessionmaker(db.engine, expire_on_commit=False)
    app.extensions["loket"] = Parts(settings, catalogue, adapters, clock or _utc_now, waker, HaalCentraal(brp, client) if brp else None)
    app.extensions["loket.dispatcher"] = Dispatcher(sessions, catalogue, adapters, settings, clock)
    app.extensions["loket.watch"] = Watch(settings.config, catalogue, lambda: _configured(settings, client))
    app.before_request(_begin)
    return app


def _configured(settings: Settings, client: Client) -> tuple[Catalogue, Registry]:
    """The catalogue as it stands in the folder, and an adapter for each of its organisations; ConfigurationError names every fault."""
    catalogue = catalogue_files.load(settings.config, settings.environment, demo=settings.demo)
    if settings.login and catalogue.sign_in is None:
        raise ConfigurationError(
            f"{settings.config.name}/aanmelden.toml: bestand ontbreekt, en er is een inlogvoorziening (LOKET_OIDC_ISSUER)"
        )
    adapters = Registry.build(organisation_settings(catalogue, settings), client)
    line = messenger_settings(LINE, settings.environment, secret_text("LOKET_MESSAGES_KEY", settings.environment))
    adapters.add(LINE, made(line, client))
    adapters.add(ADAPTER, Events(client))
    return catalogue, adapters


def _begin() -> None:
    """Before every request: look whether the configuration changed. This request goes on with what it began with (``web.parts``)."""
    refresh(current_app)
    g.parts = current_app.extensions["loket"]


def refresh(app: Flask) -> None:
    """Take a changed configuration into use, between two requests, jobs or ticks; whoever is busy finishes with what they had."""
    watch: Watch[Registry] = app.extensions["loket.watch"]
    if (found := watch.look()) is not None:
        catalogue, adapters = found
        app.extensions["loket"] = replace(app.extensions["loket"], catalogue=catalogue, adapters=adapters)
        app.extensions["loket.dispatcher"] = replace(dispatcher_of(app), catalogue=catalogue, adapters=adapters)


def organisation_settings(catalogue: Catalogue, settings: Settings) -> Mapping[str, OrganisationSettings]:
    """What each adapter is told of its organisation, secrets included."""
    own = own_keys(settings.signing_keys)
    return {
        slug: OrganisationSettings(
            slug=slug,
            adapter=organisation.adapter,
            address=organisation.address,
            options=organisation.options or {},
            secrets=secrets_of(organisation, settings.environment),
            key=own[-1] if own else None,
            line=line_to(organisation, settings.environment),
            deadline=min(organisation.deadline, settings.pace.lease - 5) if settings.pace.lease > 10 else settings.pace.lease - 1,
            oin=organisation.oin,
            rsin=catalogue.gemeenten[organisation.gemeente_code].rsin if organisation.gemeente_code else "",
        )
        for slug, organisation in catalogue.organisations.items()
    }


def dispatcher_of(app: Flask) -> Dispatcher:
    """The dispatcher of an application."""
    found: Dispatcher = app.extensions["loket.dispatcher"]
    return found


def session_of(app: Flask) -> Session:
    """A session outside any request; close it."""
    return dispatcher_of(app).sessions()


def drain_job() -> None:
    """The one rq job: deliver what is due. Assumes that it may run twice, or beside another drain.

    Raises DrainFailed for anything else: the text of an error of the database may hold a row, and rq keeps it.
    """
    refresh(current_app)
    parts: Parts = current_app.extensions["loket"]
    parts.waker.answer()
    try:
        left = drain(dispatcher_of(current_app))
    except Exception as error:
        raise DrainFailed(type(error).__name__) from None
    if left:
        parts.waker.wake()


def guard_of(settings: Settings) -> Guard:
    """Whom Loket may call: public addresses; in the demo also the practice organisations and whatever else listens on this machine."""
    practice = (settings.practice_url.split("//", 1)[1],) if settings.practice_url else ()
    return Guard((*practice, *LOOPBACK)) if settings.demo else Guard()


def _utc_now() -> datetime:
    return datetime.now(UTC)
