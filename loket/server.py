"""The web server: gunicorn with threads, since most of a request is waiting for the database."""

from __future__ import annotations

from wsgiref.types import WSGIApplication

from gunicorn.app.base import BaseApplication

from loket import create_app
from loket.settings import Settings


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
    options: dict[str, object] = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "graceful_timeout": 5,
        "timeout": 60,
        "control_socket_disable": True,  # its default place is the user's home folder
        "proc_name": "loket",
    }
    Server(settings, options).run()
