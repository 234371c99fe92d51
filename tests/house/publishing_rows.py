"""What the tables of the house say of notices, plans, complaints and of the public pages."""

ROWS = """
disclosure:notices       GET   200  200  200  200  200  200  302  302
disclosure:notice        GET   200  200  200  200  200  200  302  302
disclosure:poster        GET   200  200  200  200  200  200  302  302
disclosure:picture       GET   200  200  200  200  200  200  302  302
disclosure:photo         GET   200  200  403  403  403  403  302  302
disclosure:photo         POST  422  422  403  403  403  403  403  403
disclosure:result        GET   200  403  403  403  403  403  302  302
disclosure:result        POST  302  403  403  403  403  403  403  403
disclosure:plans         GET   200  403  403  403  200  403  302  302
disclosure:new_plan      GET   200  403  403  403  403  403  302  302
disclosure:new_plan      POST  422  403  403  403  403  403  403  403
disclosure:plan          GET   200  403  404  403  200  404  302  302
disclosure:review        GET   403  403  404  403  403  404  302  302
disclosure:review        POST  403  403  404  403  403  404  403  403
disclosure:answer_review GET   200  403  404  403  403  404  302  302
disclosure:answer_review POST  422  403  404  403  403  404  403  403
disclosure:drop_plan     GET   200  403  404  403  403  404  302  302
disclosure:drop_plan     POST  422  403  404  403  403  404  403  403
disclosure:publish_plan  GET   200  403  404  403  403  404  302  302
disclosure:publish_plan  POST  422  403  404  403  403  404  403  403
disclosure:calendar      GET   200  200  200  200  200  200  302  302
disclosure:complaint     GET   404  404  404  404  200  404  302  302
disclosure:complaint     POST  404  404  404  404  422  404  403  403
disclosure:complaint_contact GET 404 404 404 404 200 404 302 302
disclosure:complaint_contact POST 404 404 404 404 422 404 403 403
disclosure:release       GET   200  403  404  403  403  404  302  302
disclosure:release       POST  422  403  404  403  403  404  403  403
disclosure:withdraw      GET   200  403  403  403  403  403  302  302
disclosure:withdraw      POST  422  403  403  403  403  403  403  403
disclosure:answer        GET   302  403  404  403  403  404  302  302
disclosure:answer        POST  422  403  404  403  403  404  403  403
disclosure:contact       GET   200  403  404  403  403  404  302  302
disclosure:contact       POST  422  403  404  403  403  404  403  403
portal:index             GET   200  200  200  200  200  200  200  200
portal:privacy           GET   200  200  200  200  200  200  200  200
portal:village           GET   200  200  200  200  200  200  200  200
portal:notice            GET   200  200  200  200  200  200  200  200
portal:notice            POST  422  422  422  422  422  422  422  422
portal:matter            GET   200  200  200  200  200  200  200  200
portal:received          GET   200  200  200  200  200  200  200  200
portal:receipt           GET   200  200  200  200  200  200  200  200
portal:complain          GET   200  200  200  200  200  200  200  200
portal:complain          POST  422  422  422  422  422  422  422  422
portal:short             GET   302  302  302  302  302  302  302  302
portal:heads             GET   200  200  200  200  200  200  200  200
portal:heads_file        GET   200  200  200  200  200  200  200  200
portal:enter_token       GET   200  200  200  200  200  200  200  200
portal:enter_token       POST  422  422  422  422  422  422  422  422
portal:rating            GET   400  400  400  400  400  400  200  400
portal:rating            POST  400  400  400  400  400  400  400  400
"""

NOT_PERSONAL = {
    "disclosure_noticeclosing.reason": "the office's reason, published",
    "disclosure_notice.title": "published",
    "disclosure_notice.snapshot": "what was published, already masked",
    "disclosure_answer.text": "the office's answer, published",
    "disclosure_complaintdecision.text": "the township's decision, published",
    "disclosure_notice.reviewed_by": "a public body",
    "disclosure_plan.snapshot": "masked like what is published",
    "disclosure_plan.title": "published with the notice",
    "disclosure_releasedtext.text": "read over and masked by the office, published",
}
FROZEN = {
    "disclosure_notice",
    "disclosure_answer",
    "disclosure_boardphoto",
    "disclosure_complaint",
    "disclosure_complaintdecision",
    "disclosure_complainttext",
    "disclosure_plan",
    "disclosure_planending",
    "disclosure_releasedtext",
    "disclosure_review",
    "disclosure_reviewanswer",
}
