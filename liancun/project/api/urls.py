"""Where programs find it: the addresses, the schema, and a page that explains them from that schema."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liancun.framework.web.shortcuts import page, public
from liancun.project.api.interface import api


@public
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What the schema says, for people."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    found = [
        {
            "method": method.upper(),
            "path": address,
            "summary": operation.get("description") or operation.get("summary", ""),
            "parameters": [_parameter(one) for one in operation.get("parameters", ())],
        }
        for address, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    context = {
        "title": _("接口说明"),
        "lead": _("供县里的其他系统读取名录、按表格导入。密钥由系统管理员开立，只管一个组织及其下级。"),
        "operations": found,
    }
    return page(request, "pages/interface.html", context)


def _parameter(one: dict[str, Any]) -> str:
    return f"{one['name']}{'' if one.get('required') else '?'}"


def urls() -> list[URLPattern]:
    """Without a session: a key is asked for by each address itself."""
    patterns, _app, _space = api.urls
    made = [one for one in patterns if isinstance(one, URLPattern)]
    for one in made:
        if one.name == "openapi-json":
            one.callback = require_safe(one.callback)
        one.callback = public(one.callback)
    kept = [one for one in made if one.name != "api-root"]
    return [path("", guide, name="api-root"), *kept]
