"""The API that shows a case as ZGW does, for systems that speak it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from loket.routing import journal, zgw_export
from loket.web.api_guard import caller
from loket.web.api_operations import Answer
from loket.web.api_routes import PREFIX, by_client
from loket.web.api_status import viewer, visible_case
from loket.web.parts import context, organisation_name, parts, today


@by_client(
    id="zgwZakenOpvragen",
    method="GET",
    path="/zaken/{zaaknummer}/zgw-zaken",
    tag="Zaken",
    summary="Een zaak in de vorm van ZGW (Zaken API 1.7): de hoofdzaak en een deelzaak per onderdeel",
    errors=(404,),
    answers={200: Answer("De hoofdzaak en de deelzaken, met wat de aanroeper ervan mag zien.", "ZgwZaken")},
)
def export_case(zaaknummer: str) -> ResponseReturnValue:
    case = visible_case(zaaknummer)
    url = f"{parts().settings.base_url}{PREFIX}/zaken/{case.number}/zgw-zaken"
    shown = zgw_export.zgw_cases(parts().catalogue, case, viewer(), organisation_name, today(), url)
    journal.record_read(context(caller().actor), case)
    return shown
