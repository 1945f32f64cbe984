"""Licences: identifiers of the SPDX list, the names people give them, their texts, and which may go together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a licence asks of a work that contains code under it."""

    PERMISSIVE = "permissive"
    WEAK_COPYLEFT = "weak copyleft"
    STRONG_COPYLEFT = "strong copyleft"
    PROPRIETARY = "proprietary"


_KINDS = {
    Kind.PERMISSIVE: """0BSD AFL-3.0 Apache-1.1 Apache-2.0 Artistic-2.0 BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause
        BSD-2-Clause-Patent BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 CC-BY-3.0 CC-BY-4.0 CC0-1.0 ECL-2.0
        ICU ISC MIT MIT-0 MulanPSL-2.0 NCSA OFL-1.1 OpenSSL PHP-3.01 PostgreSQL PSF-2.0 Python-2.0 Ruby UPL-1.0
        Unicode-3.0 Unicode-DFS-2016 Unlicense Vim W3C WTFPL X11 Zlib ZPL-2.1""",
    Kind.WEAK_COPYLEFT: """CC-BY-SA-4.0 CDDL-1.0 CDDL-1.1 EPL-1.0 EPL-2.0 LGPL-2.0-only LGPL-2.0-or-later
        LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0-only LGPL-3.0-or-later MPL-1.1 MPL-2.0 MS-PL MS-RL""",
    Kind.STRONG_COPYLEFT: """AGPL-3.0-only AGPL-3.0-or-later EUPL-1.1 EUPL-1.2 GPL-2.0-only GPL-2.0-or-later
        GPL-3.0-only GPL-3.0-or-later OSL-3.0""",
    Kind.PROPRIETARY: "BUSL-1.1 Elastic-2.0 SSPL-1.0 UNLICENSED",
}
KIND_OF = {identifier: kind for kind, identifiers in _KINDS.items() for identifier in identifiers.split()}
_BY_LOWER = {identifier.lower(): identifier for identifier in KIND_OF} | {
    # Identifiers that the SPDX list deprecates; the plain one means "only".
    "gpl-2.0": "GPL-2.0-only", "gpl-2.0+": "GPL-2.0-or-later",
    "gpl-3.0": "GPL-3.0-only", "gpl-3.0+": "GPL-3.0-or-later",
    "lgpl-2.0": "LGPL-2.0-only", "lgpl-2.0+": "LGPL-2.0-or-later",
    "lgpl-2.1": "LGPL-2.1-only", "lgpl-2.1+": "LGPL-2.1-or-later",
    "lgpl-3.0": "LGPL-3.0-only", "lgpl-3.0+": "LGPL-3.0-or-later",
    "agpl-3.0": "AGPL-3.0-only", "agpl-3.0+": "AGPL-3.0-or-later",
}

# Names as build files give them, in small letters without punctuation, "the", "license", "licence" and "version".
_NAMES = {
    "apache 2": "Apache-2.0", "apache 20": "Apache-2.0", "apache software 20": "Apache-2.0",
    "apache software": "Apache-2.0", "asl 20": "Apache-2.0", "apache2": "Apache-2.0",
    "mit": "MIT", "mit x11": "MIT", "expat": "MIT",
    "new bsd": "BSD-3-Clause", "bsd 3clause": "BSD-3-Clause", "bsd 3 clause": "BSD-3-Clause",
    "modified bsd": "BSD-3-Clause", "revised bsd": "BSD-3-Clause", "3clause bsd": "BSD-3-Clause",
    "simplified bsd": "BSD-2-Clause", "bsd 2clause": "BSD-2-Clause", "bsd 2 clause": "BSD-2-Clause",
    "2clause bsd": "BSD-2-Clause", "isc": "ISC", "iscl isc": "ISC",
    "eclipse public 10": "EPL-1.0", "eclipse public v 10": "EPL-1.0", "eclipse public v10": "EPL-1.0",
    "eclipse public 20": "EPL-2.0", "eclipse public v 20": "EPL-2.0", "eclipse public v20": "EPL-2.0",
    "mozilla public 20": "MPL-2.0", "mozilla public 20 mpl 20": "MPL-2.0", "mpl 20": "MPL-2.0",
    "gnu general public v2 gplv2": "GPL-2.0-only", "gplv2": "GPL-2.0-only", "gnu gpl v2": "GPL-2.0-only",
    "gnu general public v2 or later gplv2+": "GPL-2.0-or-later",
    "gnu general public v3 gplv3": "GPL-3.0-only", "gplv3": "GPL-3.0-only", "gnu gpl v3": "GPL-3.0-only",
    "gnu general public v3 or later gplv3+": "GPL-3.0-or-later",
    "gnu lesser general public 21": "LGPL-2.1-only", "lgpl 21": "LGPL-2.1-only",
    "gnu lesser general public v3 lgplv3": "LGPL-3.0-only",
    "gnu affero general public v3": "AGPL-3.0-only",
    "public domain": "Unlicense", "unlicense": "Unlicense", "cc0": "CC0-1.0",
    "cddl 10": "CDDL-1.0", "cddl 11": "CDDL-1.1", "zlib": "Zlib", "python software foundation": "PSF-2.0",
    "boost software 10": "BSL-1.0", "boost software 10 bsl10": "BSL-1.0",
}

# A phrase that a licence's text has near its beginning. Of several that occur, the first in the text counts.
_TEXTS = [
    ("apache license version 2.0, january 2004", "Apache-2.0"),
    ("gnu affero general public license version 3", "AGPL-3.0-only"),
    ("gnu lesser general public license version 3", "LGPL-3.0-only"),
    ("gnu lesser general public license version 2.1", "LGPL-2.1-only"),
    ("gnu library general public license version 2", "LGPL-2.0-only"),
    ("gnu general public license version 3", "GPL-3.0-only"),
    ("gnu general public license version 2", "GPL-2.0-only"),
    ("mozilla public license version 2.0", "MPL-2.0"),
    ("mozilla public license, version 2.0", "MPL-2.0"),
    ("eclipse public license - v 2.0", "EPL-2.0"),
    ("eclipse public license - v 1.0", "EPL-1.0"),
    ("european union public licence v. 1.2", "EUPL-1.2"),
    ("common development and distribution license (cddl) version 1.0", "CDDL-1.0"),
    ("boost software license - version 1.0", "BSL-1.0"),
    ("business source license 1.1", "BUSL-1.1"),
    ("server side public license version 1", "SSPL-1.0"),
    ("elastic license 2.0", "Elastic-2.0"),
    ("cc0 1.0 universal", "CC0-1.0"),
    ("creative commons attribution 4.0 international", "CC-BY-4.0"),
    ("this is free and unencumbered software released into the public domain", "Unlicense"),
    ("do what the fuck you want to public license", "WTFPL"),
    ("python software foundation license version 2", "PSF-2.0"),
    ("the artistic license 2.0", "Artistic-2.0"),
    ("permission is hereby granted, free of charge, to any person obtaining a copy", "MIT"),
    ("permission to use, copy, modify, and/or distribute this software for any purpose", "ISC"),
    ("permission to use, copy, modify, and distribute this software for any purpose", "ISC"),
    ("redistribution and use in source and binary forms", "BSD-3-Clause"),
    ("this software is provided 'as-is', without any express or implied warranty", "Zlib"),
]
_EXPRESSION_CHARACTERS_MAX = 500
_TOKEN = re.compile(r"\(|\)|[A-Za-z0-9.+:-]+")


@dataclass(frozen=True)
class Expression:
    """An SPDX expression: `alternatives` are sets of identifiers that hold together (disjunctive form)."""

    text: str
    alternatives: tuple[frozenset[str], ...]

    @property
    def known(self) -> bool:
        """Whether one alternative consists of known licences alone."""
        return any(all(_base(part) in KIND_OF for part in alternative) for alternative in self.alternatives)


def of_name(declared: str) -> Expression | None:
    """What a build file's text means: an SPDX expression, or a usual name; None where it says nothing known."""
    declared = declared.strip()
    if not declared or len(declared) > _EXPRESSION_CHARACTERS_MAX:
        return None
    expression = parse(declared)
    if expression is not None and expression.known:
        return expression
    key = re.sub(r"[^a-z0-9+ ]", "", declared.lower().replace("/", " "))
    key = re.sub(r"\b(the|license|licence|version|osi approved)\b", " ", key)
    identifier = _NAMES.get(" ".join(key.split()))
    return None if identifier is None else single(identifier)


def single(identifier: str) -> Expression:
    """The expression of one identifier."""
    return Expression(identifier, (frozenset([identifier]),))


def of_text(text: str) -> Expression | None:
    """The licence whose text this is, by its first known phrase."""
    flat = " ".join(re.sub(r"[*#=_>`]", " ", text.lower().replace("“", '"').replace("”", '"')).split())
    flat = flat.replace("license, version", "license version").replace("http://", "https://")
    found = [(flat.find(phrase), identifier) for phrase, identifier in _TEXTS if phrase in flat]
    if not found:
        return None
    identifier = min(found)[1]
    if identifier == "BSD-3-Clause" and "neither the name" not in flat and "names of its contributors" not in flat:
        identifier = "BSD-2-Clause"
    if identifier == "ISC" and "provided that the above copyright notice" not in flat:
        identifier = "0BSD"
    if identifier == "MIT" and "the above copyright notice and this permission notice" not in flat:
        identifier = "MIT-0"
    return single(identifier)


def parse(text: str) -> Expression | None:
    """Parses an SPDX 2.3 expression (annex D): OR binds weakest, then AND, then WITH."""
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != "".join(text.split()) or len(tokens) > 60:
        return None
    try:
        alternatives, rest = _or(tokens)
    except (IndexError, ValueError):
        return None
    if rest:
        return None
    only = alternatives[0] if len(alternatives) == 1 and len(alternatives[0]) == 1 else None
    return Expression(next(iter(only)) if only else text.strip(), tuple(alternatives))


def _or(tokens: list[str]) -> tuple[list[frozenset[str]], list[str]]:
    alternatives, tokens = _and(tokens)
    while tokens and tokens[0].upper() == "OR":
        more, tokens = _and(tokens[1:])
        alternatives = alternatives + more
    return alternatives, tokens


def _and(tokens: list[str]) -> tuple[list[frozenset[str]], list[str]]:
    alternatives, tokens = _with(tokens)
    while tokens and tokens[0].upper() == "AND":
        more, tokens = _with(tokens[1:])
        alternatives = [a | b for a in alternatives for b in more]
        if len(alternatives) > 64:
            raise ValueError("too many alternatives")
    return alternatives, tokens


def _with(tokens: list[str]) -> tuple[list[frozenset[str]], list[str]]:
    head = tokens[0]
    if head == "(":
        alternatives, tokens = _or(tokens[1:])
        if tokens[0] != ")":
            raise ValueError("no closing parenthesis")
        return alternatives, tokens[1:]
    if head == ")" or head.upper() in ("OR", "AND", "WITH"):
        raise ValueError("no licence")
    identifier, tokens = _BY_LOWER.get(head.lower(), head), tokens[1:]
    if tokens and tokens[0].upper() == "WITH":
        identifier, tokens = f"{identifier} WITH {tokens[1]}", tokens[2:]
    return [frozenset([identifier])], tokens


def _base(identifier: str) -> str:
    return identifier.partition(" WITH ")[0]


def kind(identifier: str) -> Kind:
    """An exception lets others link to the code: what was strong is weak with it."""
    base = KIND_OF.get(_base(identifier), Kind.PROPRIETARY)
    return Kind.WEAK_COPYLEFT if base is Kind.STRONG_COPYLEFT and " WITH " in identifier else base


def fits(inner: Expression, outer: Expression) -> bool:
    """Whether code under `inner` may be part of a work that is distributed under `outer`."""
    return any(
        all(any(_fits(part, whole) for whole in work) for part in piece)
        for piece in inner.alternatives
        for work in outer.alternatives)


_GPL_FAMILIES = {
    "GPL-2.0-only": {"GPL-2.0-only", "GPL-2.0-or-later"},
    "GPL-2.0-or-later": {
        "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"},
    "GPL-3.0-only": {"GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"},
    "GPL-3.0-or-later": {"GPL-3.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later"},
    "AGPL-3.0-only": {"AGPL-3.0-only", "AGPL-3.0-or-later"},
    "AGPL-3.0-or-later": {"AGPL-3.0-only", "AGPL-3.0-or-later"},
}
# https://www.gnu.org/licenses/license-list.html says which free licences don't go with the GPL, or with its version 2.
_NOT_WITH_GPL = {"Apache-1.1", "BSD-4-Clause", "CDDL-1.0", "CDDL-1.1", "EPL-1.0", "EPL-2.0", "MPL-1.1", "MS-PL", "MS-RL"}
_NOT_WITH_GPL_2 = {"Apache-2.0"}


def _fits(part: str, whole: str) -> bool:
    if part == whole:
        return True
    part_kind, whole_base = kind(part), _base(whole)
    if part_kind is Kind.PROPRIETARY:
        return False
    if part_kind is Kind.STRONG_COPYLEFT:
        return whole_base in _GPL_FAMILIES.get(part, set())
    if whole_base.startswith(("GPL-", "AGPL-")) and _base(part) in _NOT_WITH_GPL:
        return False
    return not (whole_base == "GPL-2.0-only" and part in _NOT_WITH_GPL_2)
