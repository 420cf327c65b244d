import pytest

from tests.faults.progress import Progress, spoken


def test_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    moments = iter([100.0, 105.0, 110.0, 119.9, 190.0])
    progress = Progress("storm", every=10, clock=lambda: next(moments))
    progress.at(1, 100)
    progress.at(0, 100)
    progress.at(20, 100)
    progress.at(75, 100, more=" saves, 3 of 4 faults")
    assert capsys.readouterr().err.splitlines() == [
        "storm: 0 of 100, 10 s gone, some an unknown time left",
        "storm: 75 of 100 saves, 3 of 4 faults, 1 min 30 s gone, some 30 s left",
    ]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (754, "12 min 34 s")]
)
def test_seconds_in_words(seconds: float, said: str) -> None:
    assert spoken(seconds) == said
