"""To whom supervisors' alerts go, and when. Off unless an address is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

WEBHOOK, MAIL = "webhook", "mail"
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{32,}={0,2}")
ADDRESS = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{3,190}")
MINUTES = re.compile(r"[1-9][0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class Alerts:
    """The webhook and the mail address of the supervisors; ``digest`` is a time in Amsterdam, ``down`` is in minutes."""

    webhook: str | None = None
    secret: str | None = field(default=None, repr=False)  # signs what goes to the webhook, as whsec_…
    mail: str | None = None
    digest: time = time(7, 30)
    down: int = 60  # an organisation that does not answer for so long is told of

    @property
    def lines(self) -> tuple[str, ...]:
        """Over which lines alerts go; none when they are off."""
        return tuple(line for line, to in ((WEBHOOK, self.webhook), (MAIL, self.mail)) if to)

    @classmethod
    def load(cls, environ: Mapping[str, str], secret: str, faults: list[str], *, demo: bool) -> Alerts:
        """Read them from the environment; what is wrong is added to ``faults``. ``secret`` is that of the webhook."""
        webhook, mail = environ.get("LOKET_ALERT_URL"), environ.get("LOKET_ALERT_MAIL")
        clock, minutes = environ.get("LOKET_ALERT_TIME") or "07:30", environ.get("LOKET_ALERT_DOWN") or "60"
        wrong = {
            "LOKET_ALERT_URL: an address with https is needed": webhook and not (demo or webhook.startswith("https://")),
            "LOKET_ALERT_SECRET: needed with LOKET_ALERT_URL, as whsec_<base64 of 24 to 64 random bytes>": webhook
            and not SECRET.fullmatch(secret),
            "LOKET_ALERT_MAIL: a mail address is needed": mail and not ADDRESS.fullmatch(mail),
            "LOKET_ALERT_MAIL: needs LOKET_MESSAGES, the line over which mail goes": mail and not environ.get("LOKET_MESSAGES"),
            "LOKET_ALERT_TIME: a time as uu:mm is needed": not CLOCK.fullmatch(clock),
            "LOKET_ALERT_DOWN: a whole number of minutes from 1 to 99999 is needed": not MINUTES.fullmatch(minutes),
        }
        found = [words for words, fault in wrong.items() if fault]
        faults.extend(found)
        return cls() if found else cls(webhook or None, secret or None, mail or None, time.fromisoformat(clock), int(minutes))
