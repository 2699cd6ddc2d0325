"""The line to the citizen: NotifyNL against the practice one over real HTTP, SMTP against a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.messenger import made, messenger_settings
from loket.adapters.port import Adapter, Kind, Message, Verdict
from loket.errors import ConfigurationError
from loket.practice import PracticeServer, create_practice
from loket.practice.notify_api import KEY, PREFIX, TEMPLATES
from tests.adapters.samples import CREATED, DELIVERY
from tests.adapters.serving import answering, wsgi
from tests.adapters.smtp_server import Mailbox, tls_context
from tests.adapters.test_http_tls import pem as pem

NUMBER = "L-7K3M9P2XQ4H"
INSIDE = Guard(("127.0.0.0/8", "::1/128"))


def letter(to: str = "willem@example.nl", way: str = "email") -> Message:
    field = {"email": "emailadres", "sms": "telefoonnummer"}[way]
    body = {
        "soort": "inwonerbericht",
        "wijze": way,
        "taal": "nl",
        "personen": [{"rol": "aanvrager", field: to}],
        "onderwerp": "Nieuws over uw vraag",
        "bericht": "Er is nieuws over uw vraag met nummer L-7K3M9-P2XQ4-H. Kijk op https://loket.example/status.",
    }
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    return Message(DELIVERY, Kind.CITIZEN, NUMBER, "", json.dumps(body).encode(), CREATED, 1, trace)


def notify(base: str, key: str = KEY, client: Client | None = None) -> Adapter:
    templates = ",".join(f"{way}={template}" for way, template in TEMPLATES.items())
    environment = {"LOKET_MESSAGES": "notify", "LOKET_MESSAGES_URL": base, "LOKET_MESSAGES_TEMPLATES": templates, "LOKET_FAST": "1"}
    return made(messenger_settings("inwonerberichten", environment, key), client or Client(INSIDE))


def smtp(address: str, secret: str = "", ca: str = "") -> Adapter:
    environment = {"LOKET_MESSAGES": "smtp", "LOKET_MESSAGES_URL": address, "LOKET_MESSAGES_FROM": "loket@example.nl", "LOKET_FAST": "1"}
    return made(messenger_settings("inwonerberichten", environment | {"LOKET_MESSAGES_CA": ca}, secret), Client(INSIDE))


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[str]:
    """The practice NotifyNL; its base URL."""
    with PracticeServer(create_practice([], loket_url="http://127.0.0.1:9", log_path=tmp_path / "log.jsonl")) as server:
        yield server.url


def shown(practice: str) -> str:
    return Client(INSIDE).request("GET", f"{practice}/oefenorganisaties/berichten", {}, None, 5.0).body.decode()


@pytest.mark.parametrize(("way", "to"), [("email", "willem@example.nl"), ("sms", "0612345678")])
def test_notifynl_takes_a_message_and_the_practice_page_shows_it(practice: str, way: str, to: str) -> None:
    result = notify(practice + PREFIX).send(letter(to, way))
    assert (result.verdict, result.status) == (Verdict.DELIVERED, 201)
    assert to in shown(practice)
    assert "Er is nieuws over uw vraag" in shown(practice)


@pytest.mark.parametrize(("code", "verdict"), [(400, Verdict.REFUSED), (403, Verdict.RETRY), (429, Verdict.RETRY), (500, Verdict.RETRY)])
def test_what_notifynl_refuses_is_final_and_what_may_pass_is_tried_again(practice: str, code: int, verdict: Verdict) -> None:
    result = notify(practice + PREFIX).send(letter(f"oefen-{code}@example.nl"))
    assert (result.verdict, result.status, result.answered) == (verdict, code, True)
    assert "example.nl" not in result.detail
    assert "@" not in result.detail


def test_a_refusal_of_notifynl_is_named_without_repeating_what_was_sent(practice: str) -> None:
    assert notify(practice + PREFIX).send(letter("oefen-400@example.nl")).detail == "HTTP 400 ValidationError"


def test_another_key_is_not_taken_but_the_message_waits(practice: str) -> None:
    wrong = KEY[:-1] + ("1" if KEY[-1] == "0" else "0")
    assert notify(practice + PREFIX, wrong).send(letter()).verdict is Verdict.RETRY


def test_a_token_older_than_half_a_minute_is_not_taken(practice: str) -> None:
    slow = Client(INSIDE, lambda: datetime.now(UTC) - timedelta(seconds=40))
    assert notify(practice + PREFIX, client=slow).send(letter()).status == 403


def test_the_same_reference_goes_along_on_every_try() -> None:
    seen: list[dict[str, bytes]] = []
    with wsgi(answering("201 Created", {"id": "1"}, log=seen)) as base:
        adapter = notify(base)
        adapter.send(letter())
        adapter.send(letter())
    assert [json.loads(one["body"])["reference"] for one in seen] == [DELIVERY, DELIVERY]


def test_nobody_at_the_address_costs_no_try() -> None:
    with wsgi(answering("201 Created")) as base:
        pass
    assert notify(base).send(letter()).answered is False


def test_a_mail_arrives_with_what_mail_programs_need() -> None:
    with Mailbox() as box:
        result = smtp(f"smtp://127.0.0.1:{box.port}").send(letter())
    assert result.verdict is Verdict.DELIVERED
    mail = box.mails[0]
    assert (box.recipients, mail["From"], mail["To"]) == (["willem@example.nl"], "loket@example.nl", "willem@example.nl")
    assert mail["Message-ID"] == f"<{DELIVERY}@example.nl>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Er is nieuws over uw vraag" in mail.get_content()


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_with_tls_the_certificate_must_be_right_and_the_password_goes_inside(pem: Path, scheme: str) -> None:
    with Mailbox(tls_context(pem), implicit=scheme == "smtps", password="geheim") as box:
        assert smtp(f"{scheme}://localhost:{box.port}").send(letter()).verdict is Verdict.RETRY  # nobody vouches for it
        result = smtp(f"{scheme}://localhost:{box.port}", "loket:geheim", str(pem)).send(letter())
    assert result.verdict is Verdict.DELIVERED
    assert box.encrypted == [True]


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("550 willem@example.nl unknown", Verdict.REFUSED), ("451 later", Verdict.RETRY), ("421 busy", Verdict.RETRY)],
)
def test_what_a_mail_server_refuses_for_good_is_final(answer: str, verdict: Verdict) -> None:
    with Mailbox(recipient_answer=answer) as box:
        result = smtp(f"smtp://127.0.0.1:{box.port}").send(letter())
    assert result.verdict is verdict
    assert "willem" not in result.detail


def test_a_wrong_password_is_our_own_fault_and_the_mail_waits(pem: Path) -> None:
    with Mailbox(tls_context(pem), password="geheim") as box:
        assert smtp(f"smtp://localhost:{box.port}", "loket:fout", str(pem)).send(letter()).verdict is Verdict.RETRY


def test_a_mail_server_that_is_not_there_costs_no_try() -> None:
    with Mailbox() as box:
        pass
    assert smtp(f"smtp://127.0.0.1:{box.port}").send(letter()).answered is False


def test_smtp_sends_no_sms_and_off_sends_nothing_but_a_person_hears_of_it() -> None:
    assert smtp("smtp://127.0.0.1:9").send(letter("0612345678", "sms")).verdict is Verdict.UNABLE
    off = made(messenger_settings("inwonerberichten", {}, ""), Client(INSIDE))
    assert off.send(letter()).verdict is Verdict.UNABLE


@pytest.mark.parametrize(
    ("environment", "secret", "named"),
    [
        ({"LOKET_MESSAGES": "duif"}, "", "duif bestaat niet"),
        ({"LOKET_MESSAGES": "notify", "LOKET_MESSAGES_URL": "https://api.notifynl.nl"}, "kort", "sleutel van NotifyNL"),
        ({"LOKET_MESSAGES": "notify", "LOKET_MESSAGES_URL": "https://api.notifynl.nl"}, KEY, "sjabloon"),
        ({"LOKET_MESSAGES": "smtp", "LOKET_MESSAGES_URL": "https://mail.example"}, "", "smtp://server:poort"),
        ({"LOKET_MESSAGES": "smtp", "LOKET_MESSAGES_URL": "smtp://mail.example"}, "", "afzender"),
    ],
)
def test_a_setting_that_is_wrong_is_named_at_the_start(environment: dict[str, str], secret: str, named: str) -> None:
    with pytest.raises(ConfigurationError, match=named) as refused:
        made(messenger_settings("inwonerberichten", environment, secret), Client(INSIDE))
    assert not secret or secret not in str(refused.value)


def test_the_page_of_the_practice_organisations_leads_to_the_messages(practice: str) -> None:
    page = Client(INSIDE).request("GET", f"{practice}/oefenorganisaties", {}, None, 5.0)
    assert b"/oefenorganisaties/berichten" in page.body
