"""Quizzes, and the attempts at them."""

from django.urls import path

from quizzes import exam_views, notice_views, views

urlpatterns = [
    path("attempts/", views.history, name="attempts"),
    path("attempts/<uuid:attempt>/", views.attempt, name="attempt"),
    path("attempts/<uuid:attempt>/<int:position>/", views.question, name="question"),
    path("attempts/<uuid:attempt>/<int:position>/answer/", views.answer, name="answer"),
    path("attempts/<uuid:attempt>/<int:position>/flag/", views.flag, name="flag"),
    path("attempts/<uuid:attempt>/<int:position>/save/", exam_views.save, name="save"),
    path("attempts/<uuid:attempt>/ended/", exam_views.ended, name="ended"),
    path("attempts/<uuid:attempt>/review/", views.review, name="review"),
    path("attempts/<uuid:attempt>/submit/", views.submit, name="submit"),
    path("attempts/<uuid:attempt>/result/", views.result, name="result"),
    path("attempts/<uuid:attempt>/retake/", views.retake, name="retake"),
    path("attempts/<uuid:attempt>/aside/", notice_views.put_aside, name="put_aside"),
    path("<slug:course>/<slug:slug>/quiz/", views.quiz, name="quiz"),
    path("<slug:course>/<slug:slug>/quiz/start/", views.start, name="start"),
]
