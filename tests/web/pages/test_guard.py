"""Who may open which page, and what protects every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from loket import create_app
from loket.settings import Settings
from tests.web.pages.browsing import Visitor


@pytest.mark.parametrize("path", ["/nieuwe-vraag", "/vastgelopen", "/werkvoorraad", "/zaken/L-00000000000"])
def test_a_stranger_is_sent_to_the_sign_in_page_and_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.location) == (302, f"/inloggen?terug={path}")


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("balie-den-haag", "/vastgelopen"),
        ("balie-den-haag", "/werkvoorraad"),
        ("toezichthouder", "/nieuwe-vraag"),
        ("behandelaar-svb", "/vastgelopen"),
        ("beleidsmaker", "/zaken/L-00000000000"),  # sees figures, never a case (practice rule 25)
    ],
)
def test_a_role_opens_only_its_own_pages(signed_in: Callable[[str], Visitor], account: str, path: str) -> None:
    visitor = signed_in(account).open(path)
    assert visitor.answer.status_code == 403
    assert "andere rol" in visitor.page


@pytest.mark.parametrize("path", ["/uitloggen", "/zoeken", "/nieuwe-vraag", "/inloggen"])
def test_a_form_from_another_site_is_refused(desk: Visitor, path: str) -> None:
    answer = desk.client.post(path, data={"zoek": "999992508", "account": "toezichthouder"})
    assert answer.status_code == 400
    assert "probeer het nog eens" in answer.get_data(as_text=True)


def test_every_page_carries_the_security_headers(desk: Visitor) -> None:
    headers = desk.open("/").answer.headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


def test_the_cookie_says_nothing_and_is_hidden_from_scripts(visitor: Visitor) -> None:
    visitor.open("/inloggen").submit("/inloggen", account="balie-uwv")
    with visitor.client.session_transaction() as kept:
        assert set(kept) <= {"csrf_token"}
    cookie = visitor.client.get_cookie("loket")
    assert cookie is not None
    assert (len(cookie.value), cookie.http_only, cookie.same_site) == (43, True, "Lax")  # 256 bits in base64


def test_over_https_the_cookie_is_secure_and_the_browser_stays_on_https(environment: dict[str, str], sqlite_url: str) -> None:
    settings = Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url, "LOKET_BASE_URL": "https://loket.example"})
    client = create_app(settings).test_client()
    answer = client.get("/inloggen", base_url="https://loket.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_link_back_to_another_site_is_dropped(visitor: Visitor) -> None:
    for path in ("https://kwaad.example/", "//kwaad.example", "/\\kwaad.example"):
        assert "kwaad" not in visitor.open(f"/inloggen?terug={path}").page


def test_signing_out_ends_the_session(desk: Visitor) -> None:
    desk.open("/").submit("/uitloggen")
    assert desk.open("/nieuwe-vraag").path == "/inloggen"
