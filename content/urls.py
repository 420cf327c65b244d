"""Where a reader's marks go. The pages themselves are routed at the front door."""

from django.urls import path

from content import views

urlpatterns = [
    path("<slug:course>/<slug:chapter>/read/", views.mark_section, name="mark_section"),
    path("<slug:course>/<slug:chapter>/tick/", views.tick_step, name="tick_step"),
    path("<slug:course>/<slug:chapter>/position/", views.save_position, name="save_position"),
    path("pictures/<slug:course>/<slug:digest>.<slug:ending>", views.picture, name="picture"),
]
