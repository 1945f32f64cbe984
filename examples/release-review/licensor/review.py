"""The licensor's analysis: which licence each part has, whether all fit together, what nobody knows."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field

from licensor import declarations, spdx
from licensor.repository import Repository, TrackedFile

RELEASE, REJECT = "release", "reject"

_LICENCE_FILE = re.compile(r"(?:UN)?LICEN[CS]E(?:[.-][A-Za-z0-9.-]{1,20})?|COPYING(?:\.[A-Za-z]{1,10})?", re.IGNORECASE)
_SOURCE = re.compile(
    r".+\.(?:java|kt|kts|scala|groovy|go|py|js|jsx|mjs|cjs|ts|tsx|rs|c|h|cc|cpp|hpp|cs|rb|sh|rego|proto|swift|php)")
_HEADER = re.compile(r"SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+:() -]{1,200})")
_HEADER_LINES_MAX = 30
_NOT_OURS = re.compile(r"(?:^|/)(?:node_modules|vendor|third_party|testdata|bower_components)/")
_LISTED_MAX = 60
_REASON_CHARACTERS_MAX = 500


@dataclass
class _Part:
    """A directory's build file and its licence."""

    path: str
    declared: str
    licence: spdx.Expression | None
    source: str

    def as_json(self) -> dict:
        return {
            "path": self.path,
            "declared": self.declared or None,
            "licence": self.licence.text if self.licence else None,
            "source": self.source,
        }


@dataclass
class _Survey:
    texts: dict[str, str] = field(default_factory=dict)
    licence_files: dict[str, spdx.Expression | None] = field(default_factory=dict)
    headers: Counter = field(default_factory=Counter)
    sources: int = 0

    def look(self, file: TrackedFile, content: bytes) -> None:
        text = content.decode("utf-8", "replace")
        if declarations.is_build_file(file.name):
            self.texts[file.path] = text
        elif _LICENCE_FILE.fullmatch(file.name):
            self.licence_files[file.path] = spdx.of_text(text)
        elif _SOURCE.fullmatch(file.name):
            self.sources += 1
            header = _HEADER.search("\n".join(text.split("\n", _HEADER_LINES_MAX)[:_HEADER_LINES_MAX]))
            if header:
                self.headers[header[1].strip(" -")] += 1

    def nearest_licence_file(self, directory: str) -> str | None:
        """The recognised text in `directory` or the nearest above it, else an unrecognised one."""
        while True:
            here = sorted(path for path in self.licence_files if posixpath.dirname(path) == directory)
            known = [path for path in here if self.licence_files[path]]
            if known or here:
                return (known or here)[0]
            if not directory:
                return None
            directory = posixpath.dirname(directory)


def review(repository: Repository) -> dict:
    """The findings. The same commit gives the same JSON."""
    files = repository.files()
    survey = _Survey()
    ours = [file for file in files if not _NOT_OURS.search(file.path) and _is_read(file.name)]
    for file, content in repository.read(ours):
        survey.look(file, content)
    parts = [_part(path, survey) for path in sorted(survey.texts)]
    main = _main_licence(parts, survey)
    concerns = (
        _concerns(parts, main, survey) if repository.head
        else [_concern("blocking", "no-commit", "the repository has no commit")])
    return {
        "agent": "licensor",
        "repository": {"shallow": repository.shallow} | ({"commit": repository.head} if repository.head else {}),
        "files": len(files),
        "verdict": _verdict(concerns, main, parts),
        "concerns": concerns,
        "limitsReached": repository.reached,
        "detail": {
            "licence": main.text if main else None,
            "licenceFiles": [
                {"path": path, "licence": found.text if found else None}
                for path, found in sorted(survey.licence_files.items())][:_LISTED_MAX],
            "buildFileCount": len(parts),
            "buildFiles": [part.as_json() for part in parts][:_LISTED_MAX],
            "headers": {
                "sources": survey.sources,
                "withHeader": sum(survey.headers.values()),
                "licences": dict(sorted(survey.headers.items())[:_LISTED_MAX]),
            },
        },
    }


def _is_read(name: str) -> bool:
    return bool(declarations.is_build_file(name) or _LICENCE_FILE.fullmatch(name) or _SOURCE.fullmatch(name))


def _part(path: str, survey: _Survey) -> _Part:
    try:
        declaration = declarations.read(path, survey.texts)
    except declarations.Unreadable as unreadable:
        return _Part(path, f"unreadable: {unreadable}", None, "unreadable")
    if declaration.names:
        return _Part(
            path, " OR ".join(declaration.names), _together(declaration.names),
            f"inherited from {declaration.inherited_from}" if declaration.inherited_from else "declared")
    pointer = declaration.file or survey.nearest_licence_file(posixpath.dirname(path))
    if pointer is None:
        return _Part(path, "", None, "none")
    return _Part(path, "", survey.licence_files.get(pointer), f"file {pointer}")


def _together(names: tuple[str, ...]) -> spdx.Expression | None:
    """Several licences in one declaration: the user may choose, as Maven defines it."""
    found = [spdx.of_name(name) for name in names]
    known = [expression for expression in found if expression]
    if len(known) < len(found) or not known:
        return None
    return spdx.Expression(
        " OR ".join(expression.text for expression in known),
        tuple(alternative for expression in known for alternative in expression.alternatives))


def _main_licence(parts: list[_Part], survey: _Survey) -> spdx.Expression | None:
    """The licence of the whole: the root's text, else what a build file at the root says, else what all agree on."""
    text = survey.nearest_licence_file("")
    if text and survey.licence_files[text]:
        return survey.licence_files[text]
    at_root = [part.licence for part in parts if "/" not in part.path and part.licence]
    if at_root:
        return at_root[0]
    everywhere = {part.licence.text for part in parts if part.licence}
    return next((part.licence for part in parts if part.licence), None) if len(everywhere) == 1 else None


def _concerns(parts: list[_Part], main: spdx.Expression | None, survey: _Survey) -> list[dict]:
    concerns = []
    if main is None:
        concerns.append(_concern(
            "blocking", "unknown-licence", "the repository's licence is unknown: no licence file and no build file tells"))
    elif survey.nearest_licence_file("") is None:
        concerns.append(_concern("notable", "no-licence-file", "the root has no licence file"))
    unknown = [part for part in parts if part.licence is None]
    if unknown:
        concerns.append(_concern(
            "blocking", "unknown-licence", "no known licence for " + _listed(
                f"{part.path} ({part.declared or part.source})" for part in unknown)))
    if main:
        concerns += _misfits(parts, main, survey)
    return concerns


def _misfits(parts: list[_Part], main: spdx.Expression, survey: _Survey) -> list[dict]:
    concerns = []
    misfit = [part for part in parts if part.licence and not spdx.fits(part.licence, main)]
    if misfit:
        concerns.append(_concern(
            "blocking", "incompatible-licence", f"not compatible with {main.text}: " + _listed(
                f"{part.path} ({part.licence.text})" for part in misfit if part.licence)))
    for text, count in sorted(survey.headers.items()):
        header = spdx.parse(text)
        if header is None or not header.known:
            concerns.append(_concern("notable", "unknown-header", f"{count} sources have the header {text}"))
        elif not spdx.fits(header, main):
            concerns.append(_concern(
                "blocking", "incompatible-header", f"{count} sources under {text}, not compatible with {main.text}"))
    differing = [
        part for part in parts
        if "/" not in part.path and part.licence and part.licence.alternatives != main.alternatives]
    if differing and not misfit:
        concerns.append(_concern(
            "notable", "licence-mismatch", f"the licence file says {main.text}, but " + _listed(
                f"{part.path} says {part.licence.text}" for part in differing if part.licence)))
    return concerns[:_LISTED_MAX]


def _listed(items) -> str:
    items = list(items)
    shown = ", ".join(items[:5])
    return f"{shown} and {len(items) - 5} more" if len(items) > 5 else shown


def _concern(severity: str, rule: str, message: str) -> dict:
    return {"severity": severity, "rule": rule, "message": message}


def _verdict(concerns: list[dict], main: spdx.Expression | None, parts: list[_Part]) -> dict:
    blocking = "; ".join(concern["message"] for concern in concerns if concern["severity"] == "blocking")
    if blocking:
        if len(blocking) > _REASON_CHARACTERS_MAX:
            blocking = blocking[:_REASON_CHARACTERS_MAX - 1] + "…"
        return {"option": REJECT, "reason": blocking}
    return {"option": RELEASE, "reason": f"licence {main.text if main else 'none'}, which all {len(parts)} build files fit"}
