from django.urls import path

from liancun.contexts.evidence.web import views

app_name = "evidence"
urlpatterns = [path("<int:file_id>/", views.download, name="download")]
