"""The web server: gunicorn with threads, since most of a request is waiting for the database."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from wsgiref.types import WSGIApplication

import structlog
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from loket import create_app
from loket.errors import ConfigurationError
from loket.logs import configure, frames
from loket.settings import Settings

log = structlog.get_logger()


class QuietLogger(Logger):
    """Gunicorn's log without what callers sent: an address, a header or a line that it cannot read may hold a BSN or a key."""

    def access(self, resp: Any, _req: Any, environ: Mapping[str, Any], request_time: timedelta) -> None:
        """One line a request, by the pattern of its address (``loket.web`` puts that into ``environ``); also for the unreadable ones."""
        log.info(
            "request",
            client=environ.get("REMOTE_ADDR"),
            method=environ.get("REQUEST_METHOD"),
            route=environ.get("loket.route", "-"),
            status=int(str(resp.status).split(maxsplit=1)[0]),
            bytes=resp.sent,
            milliseconds=request_time // timedelta(milliseconds=1),
        )

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """As gunicorn does, but of an unreadable request only that it came and from where."""
        super().warning(msg.partition(": ")[0] if msg.startswith("Invalid request from") else msg, *args, **kwargs)

    def exception(self, msg: str, *_args: Any, **_kwargs: Any) -> None:
        """What went wrong and where; gunicorn would tell the address and the error's text. Our own words about settings are told."""
        error = sys.exc_info()[1]
        told = {"detail": str(error)} if isinstance(error, ConfigurationError) else {}
        log.error("server_error", told=msg, error=type(error).__name__, frames=frames(error) if error else [], **told)


class Server(BaseApplication):
    """Gunicorn around ``create_app``; each of its processes makes the application, and so its database pool, after the fork."""

    def __init__(self, settings: Settings, options: dict[str, object]) -> None:
        self.settings, self.options = settings, options
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn our options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Make the application."""
        return create_app(self.settings)


def run_web(settings: Settings, bind: str, workers: int, threads: int) -> None:
    """Serve pages and API on ``bind`` (host:port) until SIGTERM; requests under way get five seconds to end."""
    configure()
    options: dict[str, object] = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "graceful_timeout": 5,
        "timeout": 60,
        "control_socket_disable": True,  # its default place is the user's home folder
        "proc_name": "loket",
        "logger_class": QuietLogger,
        "accesslog": "-",  # only says that there is one: QuietLogger writes it
    }
    Server(settings, options).run()
