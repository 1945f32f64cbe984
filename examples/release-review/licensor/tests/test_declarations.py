import unittest

from licensor import declarations

_CHILD = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>g</groupId><artifactId>{parent}</artifactId><version>1</version></parent>
  <artifactId>child</artifactId></project>"""
_PARENT = """<project xmlns="http://maven.apache.org/POM/4.0.0"><artifactId>parent</artifactId>
  <licenses><license><name>Apache-2.0</name></license></licenses></project>"""


class DeclarationsTest(unittest.TestCase):
    def read(self, path: str, text: str, **others: str) -> declarations.Declaration:
        return declarations.read(path, {path: text} | others)

    def test_should_take_mavens_licence_from_the_parent(self):
        texts = {"child/pom.xml": _CHILD.format(parent="parent"), "pom.xml": _PARENT}
        declaration = declarations.read("child/pom.xml", texts)
        self.assertEqual(declaration.names, ("Apache-2.0",))
        self.assertEqual(declaration.inherited_from, "pom.xml")

    def test_should_not_take_a_stranger_above_for_the_parent(self):
        texts = {"child/pom.xml": _CHILD.format(parent="elsewhere"), "pom.xml": _PARENT}
        self.assertEqual(declarations.read("child/pom.xml", texts), declarations.Declaration())

    def test_should_end_when_parents_go_in_a_circle(self):
        circle = (
            "<project><parent><artifactId>a</artifactId><relativePath>{}</relativePath></parent>"
            "<artifactId>a</artifactId></project>")
        texts = {"a/pom.xml": circle.format("../b"), "b/pom.xml": circle.format("../a/pom.xml")}
        self.assertEqual(declarations.read("a/pom.xml", texts), declarations.Declaration())

    def test_should_refuse_entities(self):
        bomb = '<!DOCTYPE p [<!ENTITY a "aaaa">]><project>&a;</project>'
        with self.assertRaises(declarations.Unreadable):
            self.read("pom.xml", bomb)

    def test_should_read_each_kind_of_build_file(self):
        for path, text, names, file in (
            ("package.json", '{"license": "MIT"}', ("MIT",), None),
            ("package.json", '{"license": {"type": "ISC"}}', ("ISC",), None),
            ("package.json", '{"licenses": [{"type": "MIT"}, {"type": "ISC"}]}', ("MIT OR ISC",), None),
            ("web/package.json", '{"license": "SEE LICENSE IN ../LICENSE.md"}', (), "LICENSE.md"),
            ("package.json", '{"private": true}', (), None),
            ("pyproject.toml", '[project]\nlicense = "MIT"', ("MIT",), None),
            ("pyproject.toml", '[project]\nlicense = {text = "BSD"}', ("BSD",), None),
            ("pyproject.toml", '[project]\nlicense = {file = "COPYING"}', (), "COPYING"),
            ("pyproject.toml", '[tool.poetry]\nlicense = "MIT"', ("MIT",), None),
            ("pyproject.toml", '[project]\nclassifiers = ["License :: OSI Approved :: MIT License"]',
             ("MIT License",), None),
            ("setup.cfg", "[metadata]\nlicense = MIT\n", ("MIT",), None),
            ("setup.cfg", "[metadata]\nclassifiers =\n  License :: OSI Approved :: ISC License (ISCL)\n",
             ("ISC License (ISCL)",), None),
            ("Cargo.toml", '[package]\nlicense = "MIT/Apache-2.0"', ("MIT OR Apache-2.0",), None),
            ("Cargo.toml", '[package]\nlicense-file = "LICENCE"', (), "LICENCE"),
            ("go.mod", "module x\n", (), None),
            ("x.gemspec", "Gem::Specification.new do |s|\n  s.license = 'MIT'\nend", ("MIT",), None),
            ("x.gemspec", 's.licenses = ["MIT", "Ruby"]', ("MIT OR Ruby",), None),
        ):
            with self.subTest(text):
                declaration = self.read(path, text)
                self.assertEqual((declaration.names, declaration.file), (names, file))

    def test_should_take_cargos_licence_from_the_workspace(self):
        texts = {
            "a/Cargo.toml": "[package]\nlicense.workspace = true",
            "Cargo.toml": '[workspace.package]\nlicense = "MIT"',
        }
        self.assertEqual(
            declarations.read("a/Cargo.toml", texts), declarations.Declaration(("MIT",), None, "Cargo.toml"))

    def test_should_say_what_it_cannot_read(self):
        for path, text in (
            ("pom.xml", "<project"), ("package.json", "[]"), ("package.json", "{"), ("pyproject.toml", "= 1"),
            ("setup.cfg", "no section"), ("Cargo.toml", "[package"), ("package.json", "[" * 100_000),
        ):
            with self.subTest(text[:20]), self.assertRaisesRegex(declarations.Unreadable, path):
                self.read(path, text)
