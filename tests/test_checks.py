from pathlib import Path

import pytest
from coverage import Coverage

from studyapp.accounts.models import User
from tests import checks, chromium, coverage_floor, ratio
from tests.second_database import CASES, chosen, touches_database


class TestSteps:
    def test_all_is_the_default_and_quick_runs_no_suite(self) -> None:
        every = checks.chosen(["all"])
        assert every == checks.chosen([])
        quick = checks.chosen(["quick"])
        assert {step.name for step in every} - {step.name for step in quick} == {
            *("sqlite", "coverage", "postgres", "fuzz", "browser", "storm"),
        }

    def test_words_pick_steps_in_their_order(self) -> None:
        assert [step.name for step in checks.chosen(["types", "ruff"])] == ["types", "ruff"]

    def test_unknown_word_names_the_known(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert checks.main(["tyops"]) == 2
        said = capsys.readouterr().err
        assert "no check is called tyops" in said
        assert "types" in said

    def test_runs_away_from_own_settings(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        names = ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
        for name in names:
            monkeypatch.setenv(name, "mysql://not.me/studyapp")
        asked = f"[e.get(name) for name in {names}], e['STUDYAPP_DATA']"
        step = checks.Step(
            "look", ["python", "-c", f"import os; e = os.environ; print({asked})"], shown=True
        )
        assert checks.run(step, tmp_path)
        assert f"[None, None] {tmp_path}" in capfd.readouterr().out

    def test_failure_shows_what_was_said(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        step = checks.Step("look", ["python", "-c", "print('the reason'); raise SystemExit(3)"])
        assert not checks.run(step, tmp_path)
        said = capsys.readouterr().out
        assert "the reason" in said
        assert "python -m tests.checks look" in said

    @pytest.mark.parametrize(("quick", "passed"), [("00", 4), ("10", 1)])
    def test_suites_run_once_all_quick_ones_passed_and_up_to_one_that_fails(
        self, tmp_path: Path, quick: str, passed: int
    ) -> None:
        def ending(status: str, *, shown: bool) -> checks.Step:
            return checks.Step("s", ["python", "-c", f"raise SystemExit({status})"], shown=shown)

        steps = [ending(status, shown=True) for status in "0010"]
        steps += [ending(status, shown=False) for status in quick]
        assert checks.run_all(steps, tmp_path) == passed


class TestStored:
    def test_a_plain_test_touches_no_database(self, request: pytest.FixtureRequest) -> None:
        assert not touches_database(request.node)

    def test_a_fixture_of_a_fixture_does(
        self, request: pytest.FixtureRequest, learner: User
    ) -> None:
        assert touches_database(request.node)

    @pytest.mark.django_db
    def test_a_mark_does(self, request: pytest.FixtureRequest) -> None:
        assert touches_database(request.node)

    def test_words_and_further_cases_are_left_out(self, request: pytest.FixtureRequest) -> None:
        def made(name: str, *marks: str) -> pytest.Function:
            test = pytest.Function.from_parent(request.node.parent, name=name, callobj=lambda: None)
            for mark in ("django_db", *marks):
                test.add_marker(mark)
            return test

        few = [made(f"test_few[{number}]") for number in range(CASES + 2)]
        every = [made(f"test_every[{number}]", "every_case") for number in range(CASES + 2)]
        said = made("test_said", "words")
        assert list(chosen([*few, said, *every])) == [*few[:CASES], *every]


class TestRatio:
    def test_counts_lines_that_say_something(self, tmp_path: Path) -> None:
        for name in ("content/views.py", "studyapp/urls.py", "content/migrations/0001_first.py"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("# a comment\n\nvalue = 1  # counted\n")
        (tmp_path / "tests" / "content").mkdir(parents=True)
        (tmp_path / "tests" / "content" / "test_views.py").write_text("one = 1\n\ntwo = 2\n")
        assert ratio.measure(tmp_path) == (2, 2)


class TestCoverageFloor:
    @pytest.fixture
    def coverage(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Coverage:
        """A module of one function whose one branch was taken one way only."""
        monkeypatch.chdir(tmp_path)
        module = tmp_path / "graded.py"
        module.write_text("def grade(x):\n    if x:\n        x = 1\n    return x\n\n\ngrade(1)\n")
        data_file = str(tmp_path / "data")
        lines = {str(module): {(-1, 1), (1, 7), (7, -1), (-1, 2), (2, 3), (3, 4), (4, -1)}}
        coverage = Coverage(data_file=data_file, branch=True, source=[str(tmp_path)])
        data = coverage.get_data()
        data.add_arcs(lines)
        data.write()
        coverage.load()
        return coverage

    def test_half_of_the_branches(self, coverage: Coverage) -> None:
        covered = coverage_floor.measure(coverage, ["graded.py"])
        assert covered.branches == 50.0
        assert covered.whole > 50.0
        assert not covered.is_enough()

    def test_only_tests_of_what_has_a_floor_are_traced(
        self, request: pytest.FixtureRequest
    ) -> None:
        assert not coverage_floor.is_measured(request.node)
        for pattern in coverage_floor.MEASURED:
            assert any(coverage_floor.ROOT.glob(pattern)), pattern

    @pytest.mark.parametrize(
        ("whole", "branches", "enough"),
        [(95.0, 95.0, True), (99.0, 94.9, False), (94.9, 100.0, False)],
    )
    def test_both_must_reach_the_floor(self, whole: float, branches: float, enough: bool) -> None:
        assert coverage_floor.Covered(whole=whole, branches=branches).is_enough() is enough


class TestChromium:
    @pytest.fixture(autouse=True)
    def bare_machine(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
        monkeypatch.setattr(chromium, "MAC_APPLICATIONS", ())
        monkeypatch.delenv("CHROMIUM", raising=False)

    def make(self, path: Path, script: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def test_none_on_a_bare_machine(self) -> None:
        assert chromium.find() is None

    def test_one_that_does_not_start_is_passed_over(self, tmp_path: Path) -> None:
        self.make(tmp_path / "chromium", "exit 1")
        older = self.make(tmp_path / "browsers/chromium-1000/chrome-linux/chrome", "exit 0")
        assert chromium.find() == older
        newer = self.make(tmp_path / "browsers/chromium-1001/chrome-linux64/chrome", "exit 0")
        assert chromium.find() == newer

    def test_named_one_comes_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.make(tmp_path / "chromium", "exit 0")
        named = self.make(tmp_path / "mine", "exit 0")
        monkeypatch.setenv("CHROMIUM", str(named))
        assert chromium.find() == named

    def test_one_without_windows_is_preferred(self, tmp_path: Path) -> None:
        self.make(tmp_path / "chromium", "exit 0")
        cache = tmp_path / "browsers/chromium_headless_shell-1001"
        cached = self.make(cache / "chrome-headless-shell-linux64/chrome-headless-shell", "exit 0")
        assert chromium.find() == cached
        light = self.make(tmp_path / "chromium-headless-shell", "exit 0")
        assert chromium.find() == light
        assert chromium.provide() == light

    def test_and_installed_where_that_is_quickly_done(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        heavy = self.make(tmp_path / "chromium", "exit 0")
        light = tmp_path / "chromium-headless-shell"
        self.make(tmp_path / "env", 'shift; exec "$@"')
        monkeypatch.setattr("os.geteuid", lambda: 0)
        assert chromium.provide() == heavy
        apt = self.make(tmp_path / "apt-get", "exit 1")
        assert chromium.provide() == heavy
        self.make(apt, f'[ "$1" = update ] || /bin/ln -s /bin/true {light}')
        monkeypatch.setattr("os.geteuid", lambda: 1000)
        assert chromium.provide() == heavy
        monkeypatch.setattr("os.geteuid", lambda: 0)
        assert chromium.provide() == light

    def test_says_what_to_type_where_none_can_be_had(self, tmp_path: Path) -> None:
        (tmp_path / "apt-get").unlink(missing_ok=True)
        with pytest.raises(chromium.NoChromium, match="sudo apt-get install chromium"):
            chromium.ensure()
