from django.urls import path

from liancun.contexts.posts.web.views import appointing, offices

app_name = "posts"
urlpatterns = [
    path("", offices.register, name="register"),
    path("appoint/", appointing.appoint, name="appoint"),
    path("<int:post_id>/", offices.post, name="post"),
    path("<int:post_id>/relieve/", appointing.relieve, name="relieve"),
    path("<int:post_id>/correct/", appointing.correct, name="correct"),
    path("<int:post_id>/delegate/", appointing.delegate, name="delegate"),
    path("delegations/<int:delegation_id>/take-back/", appointing.take_back, name="take_back"),
    path("persons/<int:person_id>/", offices.person, name="person"),
]
