"""Addresses below /accounts/ that stand before allauth's."""

from django.urls import path

from studyapp.accounts import views

urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("export/", views.export_data, name="export_data"),
    path("delete/", views.delete_account, name="delete_account"),
]
