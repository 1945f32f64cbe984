from licensor.review import review
from licensor.tests.repositories import RepositoryTestCase

_APACHE = "Apache License\nVersion 2.0, January 2004\n"
_POM = "<project><artifactId>a</artifactId><licenses><license><name>{}</name></license></licenses></project>"
# Put together here, so that the header is not this file's own.
_HEADER = "SPDX-License-" + "Identifier: "


def _rules(findings: dict) -> list[tuple[str, str]]:
    return [(concern["severity"], concern["rule"]) for concern in findings["concerns"]]


class ReviewTest(RepositoryTestCase):
    def test_should_release_when_all_licences_are_known_and_fit(self):
        self.commit({
            "LICENSE": _APACHE,
            "pom.xml": _POM.format("Apache License, Version 2.0"),
            "web/package.json": '{"license": "MIT"}',
            "tool/go.mod": "module x\n",
            "tool/main.go": "// " + _HEADER + "Apache-2.0\npackage main\n",
            "vendor/x/package.json": '{"license": "GPL-3.0-only"}',
        })
        findings = review(self.open())
        self.assertEqual(findings["verdict"]["option"], "release")
        self.assertEqual(findings["concerns"], [])
        self.assertEqual(findings["detail"]["licence"], "Apache-2.0")
        self.assertEqual(
            [(part["path"], part["licence"], part["source"]) for part in findings["detail"]["buildFiles"]],
            [("pom.xml", "Apache-2.0", "declared"), ("tool/go.mod", "Apache-2.0", "file LICENSE"),
             ("web/package.json", "MIT", "declared")])
        self.assertEqual(findings["detail"]["headers"], {
            "sources": 1, "withHeader": 1, "licences": {"Apache-2.0": 1}})

    def test_should_report_what_is_unknown(self):
        self.commit({"package.json": '{"license": "Acme Commercial"}', "LICENSE": "All rights reserved"})
        findings = review(self.open())
        self.assertEqual(findings["verdict"]["option"], "reject")
        self.assertIn("package.json (Acme Commercial)", findings["verdict"]["reason"])
        self.assertIsNone(findings["detail"]["licence"])

    def test_should_reject_what_is_not_compatible(self):
        self.commit({
            "LICENSE": _APACHE,
            "lib/package.json": '{"license": "GPL-3.0"}',
            "a.py": "# " + _HEADER + "AGPL-3.0-only\n",
        })
        findings = review(self.open())
        self.assertEqual(
            _rules(findings), [("blocking", "incompatible-licence"), ("blocking", "incompatible-header")])

    def test_should_mention_that_the_root_disagrees_with_itself(self):
        self.commit({"LICENSE": _APACHE, "pom.xml": _POM.format("MIT License")})
        findings = review(self.open())
        self.assertEqual(_rules(findings), [("notable", "licence-mismatch")])
        self.assertEqual(findings["verdict"]["option"], "release")

    def test_should_report_an_unreadable_build_file_as_unknown(self):
        self.commit({"LICENSE": _APACHE, "pom.xml": "<project"})
        findings = review(self.open())
        self.assertEqual(_rules(findings), [("blocking", "unknown-licence")])

    def test_should_reject_a_repository_without_commit(self):
        findings = review(self.open())
        self.assertEqual(findings["verdict"], {"option": "reject", "reason": "the repository has no commit"})

    def test_should_find_the_same_twice(self):
        self.commit({f"m{i}/package.json": '{"license": "MIT"}' for i in range(80)})
        findings = review(self.open())
        self.assertEqual(findings, review(self.open()))
        self.assertEqual(len(findings["detail"]["buildFiles"]), 60)
        self.assertEqual(findings["detail"]["buildFileCount"], 80)
