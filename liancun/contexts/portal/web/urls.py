from django.urls import path

from liancun.contexts.portal.web import views

app_name = "portal"

urlpatterns = [
    path("", views.index, name="index"),
    path("privacy/", views.privacy, name="privacy"),
    path("v/<str:code>/", views.village, name="village"),
    path("n/<str:slug>/", views.notice, name="notice"),
    path("n/<str:slug>/received/<int:number>/", views.received, name="received"),
    path("n/<str:slug>/received/<int:number>/<str:receipt>/", views.received, name="receipt"),
    path("n/<str:slug>/complain/", views.complain, name="complain"),
    path("m/<str:slug>/", views.matter, name="matter"),
    path("s/<int:notice_id>/", views.short, name="short"),
    path("audit-head/", views.heads, name="heads"),
    path("audit-head/heads.txt", views.heads_file, name="heads_file"),
    path("b/", views.enter_slip, name="enter_slip"),
    path("b/<str:token>/", views.vote, name="vote"),
    path("booth/<str:handed>/", views.booth, name="booth"),
    path("vote/<str:code>/", views.vote_result, name="vote_result"),
    path("vote/<str:code>/vote.json", views.vote_file, name="vote_file"),
    path("r/", views.enter_token, name="enter_token"),
    path("r/<str:token>/", views.rating, name="rating"),
]
