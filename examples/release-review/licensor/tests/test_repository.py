from pathlib import Path

from licensor.repository import Limits, Repository, RepositoryError, path_text
from licensor.tests.repositories import RepositoryTestCase


class RepositoryTest(RepositoryTestCase):
    def test_should_name_the_path_when_nothing_is_there(self):
        with self.assertRaisesRegex(RepositoryError, "there is nothing") as raised:
            Repository(self.root / "gone")
        self.assertEqual(raised.exception.word, "repository-not-found")

    def test_should_not_review_the_surrounding_repository_when_a_directory_has_none(self):
        inner = self.root / "inner"
        inner.mkdir()
        with self.assertRaisesRegex(RepositoryError, "Give the repository's root") as raised:
            Repository(inner)
        self.assertEqual(raised.exception.word, "not-a-repository")

    def test_should_read_nothing_when_there_is_no_commit(self):
        repository = self.open()
        self.assertIsNone(repository.head)
        self.assertEqual(repository.files(), [])
        self.assertEqual(list(repository.read([])), [])

    def test_should_read_committed_text_only(self):
        self.commit({"a.txt": "committed", "b.bin": b"\1\0\2", "dir/ä.txt": "x"})
        (self.root / "a.txt").write_text("changed since")
        (self.root / "untracked").write_text("no")
        (self.root / "link").symlink_to("a.txt")
        repository = self.open()
        read = {file.path: content for file, content in repository.read(repository.files())}
        self.assertEqual(read, {"a.txt": b"committed", "dir/ä.txt": "x".encode()})

    def test_should_name_each_limit_that_is_reached(self):
        self.commit({"a": "1", "b": "x" * 100, "c": "22", "d": "3"})
        repository = self.open(Limits(files_max=3, file_bytes_max=50, total_bytes_max=2))
        files = repository.files()
        self.assertEqual([file.path for file in files], ["a", "b", "c"])
        self.assertEqual([file.path for file, _ in repository.read(files)], ["a"])
        self.assertEqual(
            [reached["limit"] for reached in repository.reached], ["filesMax", "fileBytesMax", "totalBytesMax"])

    def test_should_keep_names_apart_when_they_are_not_utf8(self):
        self.assertEqual(path_text(b"b\xe4d"), "b\\xE4d")
        self.assertEqual(path_text("bäd\n".encode()), "bäd\\x0A")

    def test_should_run_nothing_that_the_repository_configures(self):
        witness, trap = self.root / "witness", self.root / "trap"
        trap.write_text(f"#!/bin/sh\ntouch {witness}\n")
        trap.chmod(0o755)
        self.commit({"a.txt": "1"})
        for setting in ("core.fsmonitor", "core.pager", "diff.external"):
            self.git("config", setting, str(trap))
        repository = self.open()
        list(repository.read(repository.files()))
        self.assertFalse(witness.exists())

    def test_should_name_the_file_whose_content_is_missing(self):
        self.commit({"a.txt": "1"})
        repository = self.open()
        files = repository.files()
        blob = self.root / ".git" / "objects" / files[0].blob[:2] / files[0].blob[2:]
        Path(blob).unlink()
        with self.assertRaisesRegex(RepositoryError, "a.txt is missing"):
            list(repository.read(files))
        with self.assertRaisesRegex(RepositoryError, "the clone is incomplete"):
            repository.files()
