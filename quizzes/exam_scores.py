"""An exam's score as it is told: a point on the practice scale, and how far that can be trusted."""

from dataclasses import dataclass

from quizzes.grading import reaches
from quizzes.intervals import standard_error, wilson
from quizzes.scaling import ScaleMap

PERCENT = ScaleMap(((0, 0), (100, 100)))
"""The scale of an exam whose course declares none."""


@dataclass(frozen=True, slots=True)
class ExamScore:
    """A score between bottom and top of its scale, passing from `passing` on.

    low and high: where what is really known most likely lies, four times in five. error: the
    standard error in percentage points, 0.0 where all or nothing was right."""

    value: int
    low: int
    high: int
    passing: int
    bottom: int
    top: int
    passed: bool
    is_scaled: bool
    error: float

    def place(self, value: int) -> float:
        """Where a value stands on the scale, in percent of its length."""
        return round((value - self.bottom) * 100 / max(self.top - self.bottom, 1), 1)

    @property
    def says(self) -> str:
        """What the interval allows to say of a pass: "above", "below" or "open"."""
        if self.low >= self.passing:
            return "above"
        return "below" if self.high < self.passing else "open"

    def overlaps(self, other: "ExamScore") -> bool:
        """Whether the two may well come of the same knowledge."""
        return self.low <= other.high and other.low <= self.high


def exam_score(score: float, *, counted: int, pass_mark: int, scale: str) -> ExamScore:
    """A score in [0, 1] over the questions that count, on the scale that `scale` wrote down when
    the exam began, in percent where it is empty. pass_mark: the percentage that passes."""
    drawn = ScaleMap.parse(scale) if scale else PERCENT
    # Where every question was voided, nothing at all is known.
    low, high = wilson(score * counted, counted) if counted else (0.0, 1.0)
    return ExamScore(
        value=drawn.scaled(score),
        low=drawn.scaled(low),
        high=drawn.scaled(high),
        passing=drawn.scaled(pass_mark / 100),
        bottom=drawn.scaled(0),
        top=drawn.scaled(1),
        passed=reaches(score, pass_mark),
        is_scaled=bool(scale),
        error=round(100 * standard_error(score, counted), 1) if counted else 0.0,
    )
