"""Every address of the site. The fixed ones stand before the courses', which take any slug."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from studyapp import views

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("progress/", views.progress, name="progress"),
    path("admin/", admin.site.urls),
    path("accounts/", include("studyapp.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("content.urls")),
    path("", include("quizzes.urls")),
    path("<slug:course>/", views.course, name="course"),
    # No chapter has these names: see content.shelves.RESERVED.
    path("<slug:course>/glossary/", views.course_glossary, name="glossary"),
    path("<slug:course>/exam-day/", views.exam_day, name="exam_day"),
    path("<slug:course>/<slug:chapter>/", views.chapter, name="chapter"),
]
handler500 = "studyapp.faults.server_error"
