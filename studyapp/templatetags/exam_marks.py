"""An exam's score in words and in a drawing."""

from django import template
from django.utils.formats import number_format

from quizzes.exam_scores import ExamScore
from quizzes.scaling import ScaleMap

register = template.Library()


@register.filter
def points(value: int) -> str:
    """A value of an exam's scale, as people write a number: 1,000."""
    return number_format(value, force_grouping=True)


@register.filter
def told(score: ExamScore, value: int) -> str:
    """A value of the score's scale: points as they are, percent with its sign."""
    return points(value) if score.is_scaled else f"{value} %"


@register.filter
def place(score: ExamScore, value: int) -> float:
    """Where a value stands on the axis, in percent of its length."""
    return score.place(value)


@register.filter
def reach(score: ExamScore) -> float:
    """How long the score's range is on the axis."""
    return round(score.place(score.high) - score.place(score.low), 1)


@register.filter
def scale_points(text: str) -> str:
    """A declared scale, point by point."""
    points = ScaleMap.parse(text).points
    return ", ".join(
        f"{percent} % → {number_format(scaled, force_grouping=True)}" for percent, scaled in points
    )
