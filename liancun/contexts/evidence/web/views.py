"""Handing out a stored file: only under the policy, always as an attachment."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from liancun.contexts.evidence import queries, rules


@require_safe
def download(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """404 for a file one may not know of. The browser is told to keep, not to run it."""
    line = queries.file(file_id)
    kind = rules.KINDS[line.kind]
    response = FileResponse(
        queries.path_of(line.digest).open("rb"), as_attachment=True, filename=line.name, content_type=kind
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
