"""Finds strace, which records what a power cut would undo, or installs it."""

import os
import shutil
import subprocess
import sys

IS_LINUX = sys.platform == "linux"
TRY = ["strace", "-o", os.devnull, "true"]
INSTALL = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "strace"]


class NoStrace(Exception):
    """strace does not trace here; the text says what to type."""


def ensure() -> None:
    """strace traces here; installed first where it is not there. Raises NoStrace."""
    if shutil.which("strace") is None:
        if shutil.which("apt-get") and os.geteuid() == 0:
            print(f"No strace here; trying: {' '.join(INSTALL)}", flush=True)
            subprocess.run(["apt-get", "update", "-qq"])
            subprocess.run(["env", "DEBIAN_FRONTEND=noninteractive", *INSTALL])
        if shutil.which("strace") is None:
            raise NoStrace(
                "power cuts are tried with strace, which is not here – type: "
                "sudo apt-get install strace, then the same again"
            )
    tried = subprocess.run(TRY, capture_output=True, text=True)
    if tried.returncode:
        raise NoStrace(
            f"strace may not trace here ({tried.stderr.strip()[-200:]}) – type: "
            "sudo sysctl kernel.yama.ptrace_scope=0 (in a container: start it with "
            "--cap-add SYS_PTRACE), then the same again"
        )
