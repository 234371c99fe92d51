from django.urls import path

from liancun.contexts.identity.web import views

app_name = "identity"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("sign-in/county/", views.county_sign_in, name="county_sign_in"),
    path("sign-in/county/back/", views.county_back, name="county_back"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("prove/", views.prove, name="prove"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/begin/", views.begin_second_factor, name="begin_second_factor"),
    path("second-factor/end/", views.end_second_factor, name="end_second_factor"),
    path("password/", views.change_password, name="change_password"),
]
