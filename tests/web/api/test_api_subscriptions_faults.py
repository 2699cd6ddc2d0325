"""Subscriptions over the API when things go wrong: addresses that hang, answers that end one, too many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from loket.web.limits import CALLS_OUT
from tests.routing.conftest import desk as desk
from tests.support.desk import Desk
from tests.support.subscribing import Subscriber
from tests.support.waiting import until
from tests.web.api.conftest import Api
from tests.web.api.programs import Program
from tests.web.api.test_api_subscriptions import ONE_DATABASE, SENT, made
from tests.web.api.test_api_subscriptions import heard as heard
from tests.web.api.test_api_subscriptions import uwv as uwv


@ONE_DATABASE
def test_addresses_that_hang_take_two_threads_of_a_process_and_no_more(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    path = f"/abonnementen/{made(uwv, heard)['abonnementId']}/testberichten"
    heard.opened.clear()
    with ThreadPoolExecutor(CALLS_OUT) as pool:
        hanging = [pool.submit(Api(desk.app.test_client(), uwv.key).post, path, None) for _ in range(CALLS_OUT)]
        try:
            until(lambda: len(heard.calls) == CALLS_OUT, "they wait for an answer", 5)
            wanted = {"adres": heard.address, "gebeurtenissen": [SENT]}
            refused = [uwv.post(path, None), uwv.post("/abonnementen", wanted)]
        finally:
            heard.opened.set()
    assert [(answer.status_code, answer.headers["Retry-After"]) for answer in refused] == [(429, "5")] * 2
    assert [answer.result().json["bezorgd"] for answer in hanging] == [True] * CALLS_OUT
    assert (len(heard.calls), uwv.post(path, None).status_code) == (CALLS_OUT, 200)
