import unittest

from licensor import spdx

_MIT = """MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software ...
The above copyright notice and this permission notice shall be included in all copies"""
_BSD = "Redistribution and use in source and binary forms, with or without\n modification, are permitted"


class NamesTest(unittest.TestCase):
    def test_should_know_the_names_that_people_write(self):
        for declared, expected in {
            "Apache-2.0": "Apache-2.0",
            "The Apache License, Version 2.0": "Apache-2.0",
            "Apache Software License": "Apache-2.0",
            "MIT License": "MIT",
            "mit": "MIT",
            "GPL-2.0+": "GPL-2.0-or-later",
            "New BSD License": "BSD-3-Clause",
            "Eclipse Public License v2.0": "EPL-2.0",
            "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
            "(MIT OR Apache-2.0)": "(MIT OR Apache-2.0)",
        }.items():
            with self.subTest(declared):
                found = spdx.of_name(declared)
                self.assertIsNotNone(found)
                self.assertEqual(found.text, expected)

    def test_should_not_guess_what_it_does_not_know(self):
        for declared in ("", "Acme Commercial License", "SEE LICENSE IN x", "x" * 1000, "(MIT OR", "MIT OR"):
            with self.subTest(declared):
                self.assertIsNone(spdx.of_name(declared))

    def test_should_bring_an_expression_to_its_alternatives(self):
        found = spdx.parse("MIT AND (Apache-2.0 OR GPL-2.0 WITH Classpath-exception-2.0)")
        self.assertEqual(
            set(found.alternatives),
            {frozenset({"MIT", "Apache-2.0"}), frozenset({"MIT", "GPL-2.0-only WITH Classpath-exception-2.0"})})

    def test_should_refuse_an_expression_that_explodes(self):
        self.assertIsNone(spdx.parse(" AND ".join(["(MIT OR ISC)"] * 8)))
        self.assertIsNone(spdx.parse("(" * 10_000))


class TextsTest(unittest.TestCase):
    def test_should_know_the_common_texts(self):
        for text, expected in {
            "      Apache License\n   Version 2.0, January 2004\n  http://www.apache.org/": "Apache-2.0",
            _MIT: "MIT",
            _BSD: "BSD-2-Clause",
            _BSD + " Neither the name of the copyright holder": "BSD-3-Clause",
            "GNU GENERAL PUBLIC LICENSE\n  Version 3, 29 June 2007": "GPL-3.0-only",
            "GNU LESSER GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007 ... GNU General Public License version 3":
                "LGPL-3.0-only",
            "# Mozilla Public License Version 2.0": "MPL-2.0",
            "All rights reserved.": None,
        }.items():
            with self.subTest(expected):
                found = spdx.of_text(text)
                self.assertEqual(found.text if found else None, expected)

    def test_should_take_the_first_text_when_others_are_appended(self):
        text = "Apache License Version 2.0, January 2004 ... third parties: " + _MIT
        self.assertEqual(spdx.of_text(text).text, "Apache-2.0")


class CompatibilityTest(unittest.TestCase):
    def test_should_know_what_fits(self):
        for inner, outer, expected in (
            ("MIT", "Apache-2.0", True),
            ("GPL-3.0-only", "Apache-2.0", False),
            ("GPL-3.0-only OR MIT", "Apache-2.0", True),
            ("GPL-3.0-only AND MIT", "Apache-2.0", False),
            ("MPL-2.0", "Apache-2.0", True),
            ("Apache-2.0", "GPL-3.0-or-later", True),
            ("Apache-2.0", "GPL-2.0-only", False),
            ("GPL-2.0-only", "GPL-3.0-only", False),
            ("GPL-2.0-or-later", "GPL-3.0-only", True),
            ("EPL-1.0", "GPL-3.0-only", False),
            ("GPL-2.0-only WITH Classpath-exception-2.0", "Apache-2.0", True),
            ("BUSL-1.1", "Apache-2.0", False),
            ("BUSL-1.1", "BUSL-1.1", True),
            ("LicenseRef-Acme", "Apache-2.0", False),
        ):
            with self.subTest(f"{inner} in {outer}"):
                self.assertEqual(spdx.fits(spdx.parse(inner), spdx.parse(outer)), expected)
