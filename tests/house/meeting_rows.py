"""The rows of the permission table for meetings; read as the others."""

# route and way            secretary A, clerk A, clerk B, accountant, township, clerk E, villager, stranger
MEETINGS = """
meetings:meetings        GET   200  200  200  403  200  200  302  302
meetings:due             GET   200  200  200  403  200  200  302  302
meetings:follow_ups      GET   200  200  200  403  200  200  302  302
meetings:follow_up       GET   200  200  404  403  200  404  302  302
meetings:take_step       GET   200  403  404  403  403  404  302  302
meetings:take_step       POST  422  403  404  403  403  404  403  403
meetings:convene         GET   200  403  403  403  403  403  302  302
meetings:convene         POST  422  403  403  403  403  403  403  403
meetings:meeting         GET   200  200  404  403  200  404  302  302
meetings:change          GET   200  403  404  403  403  404  302  302
meetings:change          POST  422  403  404  403  403  404  403  403
meetings:cancel          GET   200  403  404  403  403  404  302  302
meetings:cancel          POST  422  403  404  403  403  404  403  403
meetings:deliver         GET   200  403  404  403  403  404  302  302
meetings:deliver         POST  422  403  404  403  403  404  403  403
meetings:papers          GET   200  403  404  403  403  404  302  302
meetings:papers          POST  422  403  404  403  403  404  403  403
meetings:proxy           GET   200  403  404  403  403  404  302  302
meetings:proxy           POST  422  403  404  403  403  404  403  403
meetings:attendance      GET   200  403  404  403  403  404  302  302
meetings:attendance      POST  422  403  404  403  403  404  403  403
meetings:hold            GET   200  403  404  403  403  404  302  302
meetings:hold            POST  409  403  404  403  403  404  403  403
meetings:draft           GET   200  403  404  403  403  404  302  302
meetings:draft           POST  422  403  404  403  403  404  403  403
meetings:minutes         GET   200  403  404  403  403  404  302  302
meetings:minutes         POST  422  403  404  403  403  404  403  403
meetings:correct         GET   200  403  404  403  403  404  302  302
meetings:correct         POST  422  403  404  403  403  404  403  403
meetings:add_follow_up   GET   200  403  404  403  403  404  302  302
meetings:add_follow_up   POST  422  403  404  403  403  404  403  403
meetings:paper           GET   200  200  404  403  200  404  302  302
"""
