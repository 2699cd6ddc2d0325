"""A real login provider (OpenID Connect) in a process of its own, on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from loket.demo import HOST, answers, free_port
from tests.support import traces
from tests.support.traces import Wanted
from tests.support.waiting import until

CLIENT_SECRET = "geheim-van-loket"  # as the tests set it


class Provider:
    """The provider; ``issuer`` is its address. Close it."""

    def __init__(self, log: Path) -> None:
        port = free_port()
        self.issuer = f"http://{HOST}:{port}"
        command = (Path(sys.executable).with_name("oidc-provider-mock"), "--host", HOST, "--port", str(port))
        self._log = log
        with log.open("w") as written:
            self._process = subprocess.Popen(command, stdout=written, stderr=subprocess.STDOUT)
        until(lambda: answers(f"{self.issuer}/.well-known/openid-configuration"), "the login provider answers")

    def know(self, subject: str, **claims: object) -> None:
        """Have this employee, with these claims."""
        body = json.dumps(claims).encode()
        urlopen(Request(f"{self.issuer}/users/{subject}", body, {"Content-Type": "application/json"}, method="PUT")).close()

    def sign_in(self, address: str, subject: str) -> str:
        """Let the employee sign in on the provider's page at ``address``; returns where the browser is sent then."""
        split = urlsplit(address)
        connection = HTTPConnection(split.netloc, timeout=10)
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"{split.path}?{split.query}", f"sub={subject}", form)
        answer = connection.getresponse()
        connection.close()
        return answer.headers["Location"] or ""

    def close(self) -> None:
        """End the process; the addresses to which Loket sent somebody tell of nobody and hold no secret. The rest of its log is its own."""
        self._process.terminate()
        self._process.wait(10)
        wanted = traces.of_all_runs() | Wanted(secrets={"client secret": CLIENT_SECRET})
        called = [line for line in self._log.read_text(errors="replace").splitlines() if " uvicorn.access " in line]
        assert called
        traces.refuse({"addresses at the login provider": "\n".join(called)}, wanted)
