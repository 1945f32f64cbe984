"""What build files say about the licence of what they build."""

from __future__ import annotations

import configparser
import json
import posixpath
import re
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_GEM_LICENCES = re.compile(r"\.licenses?\s*=\s*(\[[^\]\n]{0,300}\]|[\"'][^\"'\n]{0,100}[\"'])")
_QUOTED = re.compile(r"[\"']([^\"'\n]{1,100})[\"']")
_PARENTS_MAX = 20


class Unreadable(Exception):
    """A build file that its own tool would refuse, too."""


@dataclass(frozen=True)
class Declaration:
    """What a build file declares: `names` as written; `file` where it points at a licence's text; both may be empty."""

    names: tuple[str, ...] = ()
    file: str | None = None
    inherited_from: str | None = None


Texts = Mapping[str, str]
"""The texts of all build files by their path."""


def is_build_file(name: str) -> bool:
    return name in _READERS or name.endswith(".gemspec")


def read(path: str, texts: Texts) -> Declaration:
    """Reads one build file; Maven's parents and Cargo's workspaces are looked up among `texts`."""
    name = posixpath.basename(path)
    reader = _READERS.get(name, _gemspec)
    try:
        return reader(path, texts)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError,
            ElementTree.ParseError, configparser.Error) as wrong:
        raise Unreadable(f"{path}: {type(wrong).__name__}: {wrong}"[:200]) from wrong


def _maven(path: str, texts: Texts) -> Declaration:
    current, seen = path, {path}
    while True:
        project = _xml(texts[current])
        names = [_child_text(licence, "name") for licence in project.findall("./{*}licenses/{*}license")]
        if any(names):
            return Declaration(tuple(filter(None, names)), inherited_from=None if current == path else current)
        parent = project.find("./{*}parent")
        if parent is None:
            return Declaration()
        above = _parent_path(current, parent)
        if above not in texts or above in seen or len(seen) == _PARENTS_MAX:
            return Declaration()
        if _child_text(_xml(texts[above]), "artifactId") != _child_text(parent, "artifactId"):
            return Declaration()
        current = above
        seen.add(above)


def _xml(text: str) -> ElementTree.Element:
    # Entities are how a small file becomes a large one; no build file needs its own.
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a document type is not read")
    return ElementTree.fromstring(text)


def _child_text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext("./{*}" + name) or "").strip()


def _parent_path(path: str, parent: ElementTree.Element) -> str:
    relative = parent.findtext("./{*}relativePath")
    relative = "../pom.xml" if relative is None else relative.strip()
    if not relative:
        return ""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))
    return joined if joined.endswith(".xml") else posixpath.join(joined, "pom.xml")


def _npm(path: str, texts: Texts) -> Declaration:
    package = json.loads(texts[path])
    licences = package.get("license") or package.get("licenses") or []
    if not isinstance(licences, list):
        licences = [licences]
    names = [licence.get("type", "") if isinstance(licence, dict) else str(licence) for licence in licences]
    pointer = re.fullmatch(r"SEE LICEN[CS]E IN (.{1,200})", names[0]) if names else None
    if pointer:
        return Declaration(file=_beside(path, pointer[1]))
    return Declaration((" OR ".join(filter(None, names)),) if any(names) else ())


def _python_project(path: str, texts: Texts) -> Declaration:
    document = tomllib.loads(texts[path])
    project = document.get("project", {})
    licence = project.get("license", document.get("tool", {}).get("poetry", {}).get("license"))
    if isinstance(licence, dict):
        if "file" in licence:
            return Declaration(file=_beside(path, licence["file"]))
        licence = licence.get("text")
    return Declaration((licence,)) if licence else _classified(project.get("classifiers", []))


def _python_setup(path: str, texts: Texts) -> Declaration:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.read_string(texts[path])
    licence = parser.get("metadata", "license", fallback="").strip()
    if licence:
        return Declaration((licence,))
    return _classified(parser.get("metadata", "classifiers", fallback="").splitlines())


def _classified(classifiers: list[str]) -> Declaration:
    found = [
        classifier.rpartition("::")[2].strip()
        for classifier in classifiers
        if classifier.strip().startswith("License ::") and not classifier.strip().endswith(":: OSI Approved")]
    return Declaration(tuple(found))


def _cargo(path: str, texts: Texts) -> Declaration:
    document = tomllib.loads(texts[path])
    package = document.get("package") or document.get("workspace", {}).get("package", {})
    licence = package.get("license")
    if isinstance(licence, dict) and licence.get("workspace"):
        return _cargo_workspace(path, texts)
    if licence:
        return Declaration((licence.replace("/", " OR "),))
    pointer = package.get("license-file")
    return Declaration(file=_beside(path, pointer)) if isinstance(pointer, str) else Declaration()


def _cargo_workspace(path: str, texts: Texts) -> Declaration:
    directory = posixpath.dirname(path)
    while directory:
        directory = posixpath.dirname(directory)
        above = posixpath.join(directory, "Cargo.toml")
        if above in texts:
            licence = tomllib.loads(texts[above]).get("workspace", {}).get("package", {}).get("license")
            if licence:
                return Declaration((licence.replace("/", " OR "),), inherited_from=above)
    return Declaration()


def _gemspec(path: str, texts: Texts) -> Declaration:
    found = _GEM_LICENCES.search(texts[path])
    names = _QUOTED.findall(found[1]) if found else []
    return Declaration((" OR ".join(names),)) if names else Declaration()


def _go(path: str, texts: Texts) -> Declaration:
    """Go declares no licence: the nearest licence file counts."""
    return Declaration()


def _beside(path: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name.strip()))


_READERS: dict[str, Callable[[str, Texts], Declaration]] = {
    "pom.xml": _maven,
    "package.json": _npm,
    "pyproject.toml": _python_project,
    "setup.cfg": _python_setup,
    "Cargo.toml": _cargo,
    "go.mod": _go,
}
