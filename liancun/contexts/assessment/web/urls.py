from django.urls import path

from liancun.contexts.assessment.web import views

app_name = "assessment"

urlpatterns = [
    path("", views.scores, name="scores"),
    path("<int:committee_id>/", views.sheet, name="sheet"),
    path("<int:committee_id>/<str:code>/", views.indicator, name="indicator"),
]
