"""Every address of the site. The fixed ones stand before the courses', which take any slug."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
handler500 = "studyapp.faults.server_error"
