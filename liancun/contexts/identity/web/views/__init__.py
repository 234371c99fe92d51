"""Signing in and out, one's own password, one's second factor."""

from liancun.contexts.identity.web.views.county import county_back, county_sign_in
from liancun.contexts.identity.web.views.passwords import change_password, prove
from liancun.contexts.identity.web.views.second_factor import (
    begin_second_factor,
    end_second_factor,
    second_factor,
)
from liancun.contexts.identity.web.views.signing_in import sign_in, sign_in_code, sign_out

__all__ = [
    "begin_second_factor",
    "change_password",
    "county_back",
    "county_sign_in",
    "end_second_factor",
    "prove",
    "second_factor",
    "sign_in",
    "sign_in_code",
    "sign_out",
]
