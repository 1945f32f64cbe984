"""Repositories made for a test, in a temporary directory, with git itself."""

from __future__ import annotations

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from licensor.repository import Limits, Repository


class RepositoryTestCase(unittest.TestCase):
    """Gives each test an empty repository of its own."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory(prefix="licensor-")
        self.addCleanup(directory.cleanup)
        self.root = Path(directory.name)
        self.git("init", "-q", "-b", "main", ".")

    def git(self, *arguments: str) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"), ("DATE", "1767225600 +0000"))}
        environment |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        subprocess.run(["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True)

    def commit(self, files: dict[str, str | bytes]) -> None:
        for path, content in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "a commit")

    def open(self, limits: Limits = Limits()) -> Repository:
        return Repository(self.root, limits)
