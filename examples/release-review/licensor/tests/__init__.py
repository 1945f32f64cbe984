"""Tests of the licensor: python3 -m unittest discover -s examples/release-review -t examples/release-review"""
