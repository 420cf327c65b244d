"""`make bench`: the in-process CPU of each page against W, on SQLite and on PostgreSQL.

Each view is called through its WSGI handler, without a server, all in turn; the figure is the
minimum over rounds of a batch's mean, as a ratio to W in the same round's company."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    if "--inside" in sys.argv:
        from tests.bench import measure

        measure.main()
        return 0
    inside = [sys.executable, "-m", "tests.bench", "--inside"]
    for beside in ([], [sys.executable, "-m", "tests.postgres", "--"]):
        with tempfile.TemporaryDirectory(prefix="studyapp-bench-") as data:
            own = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
            done = subprocess.run(
                [*beside, *inside], env={**own, "STUDYAPP_DATA": str(Path(data))}, check=False
            )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
