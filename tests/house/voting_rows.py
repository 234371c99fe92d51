"""The rows of votes in the table of rights (`permission_table`), columns as there."""

from __future__ import annotations

ROWS = """
ballots:ballots          GET   200  200  200  403  200  200  302  302
ballots:extra-votes      GET   200  200  200  403  200  200  302  302
ballots:ballot           GET   200  200  404  403  200  404  302  302
ballots:call             GET   200  403  404  403  403  404  302  302
ballots:call             POST  422  403  404  403  403  404  403  403
ballots:count            GET   200  403  404  403  403  404  302  302
ballots:count            POST  422  403  404  403  403  404  403  403
ballots:witness          GET   200  200  404  403  200  404  302  302
ballots:witness          POST  422  422  404  403  422  404  403  403
ballots:close            POST  409  403  404  403  403  404  403  403
ballots:voters           GET   200  403  404  403  403  404  302  302
ballots:voter            GET   200  403  404  403  403  404  302  302
ballots:voter            POST  422  403  404  403  403  404  403  403
ballots:papers           GET   200  200  404  403  200  404  302  302
ballots:paper            GET   200  200  404  403  200  404  302  302
ballots:paper            POST  422  422  404  403  422  404  403  403
ballots:proxies          GET   200  200  404  403  403  404  302  302
ballots:new-proxy        GET   200  200  404  403  403  404  302  302
ballots:new-proxy        POST  422  422  404  403  403  404  403  403
ballots:end-proxy        GET   404  404  404  403  403  404  302  302
ballots:end-proxy        POST  404  404  404  403  403  404  403  403
ballots:stations         GET   200  200  404  403  200  404  302  302
ballots:new-station      GET   200  403  404  403  403  404  302  302
ballots:new-station      POST  422  403  404  403  403  404  403  403
ballots:station          GET   404  404  404  403  404  404  302  302
ballots:slips            GET   200  403  404  403  403  404  302  302
ballots:slips            POST  409  403  404  403  403  404  403  403
ballots:corrections      GET   200  200  404  403  200  404  302  302
ballots:new-correction   GET   200  403  404  403  403  404  302  302
ballots:new-correction   POST  422  403  404  403  403  404  403  403
ballots:confirm-correction POST 404 404  404  404  404  404  403  403
ballots:ballot-paper     GET   200  200  404  403  200  404  302  302
ballots:count-sheet      GET   200  200  404  403  200  404  302  302
ballots:secret           GET   200  200  404  403  200  404  302  302
ballots:key              GET   200  200  404  403  200  404  302  302
ballots:key              POST  200  200  404  403  200  404  403  403
ballots:unlock           GET   200  200  404  403  200  404  302  302
ballots:unlock           POST  422  422  404  403  422  404  403  403
ballots:box              GET   200  200  404  403  200  404  302  302
ballots:box              POST  422  422  404  403  422  404  403  403
ballots:void             GET   200  200  404  403  200  404  302  302
ballots:void             POST  422  422  404  403  422  404  403  403
ballots:booth            GET   200  403  404  403  403  404  302  302
ballots:hand_over        POST  409  403  404  403  403  404  403  403
ballots:on_paper         POST  409  409  404  403  409  404  403  403
portal:booth             GET   404  404  404  404  404  404  404  404
portal:booth             POST  404  404  404  404  404  404  404  404
portal:vote_result       GET   404  404  404  404  404  404  404  404
portal:vote_file         GET   404  404  404  404  404  404  404  404
portal:enter_slip        GET   200  200  200  200  200  200  200  200
portal:enter_slip        POST  422  422  422  422  422  422  422  422
portal:vote              GET   400  400  400  400  400  400  404  400
portal:vote              POST  400  400  400  400  400  400  404  400
"""
