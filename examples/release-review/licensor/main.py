"""The licensor's command line."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from pathlib import Path

from licensor.agent import Agent, roots
from licensor.client import Client, Settings
from licensor.repository import Repository, RepositoryError
from licensor.review import review

_USAGE = 2


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="licensor", description="Reviews the licences of a git repository, as an agent or once.")
    parser.add_argument(
        "--once", metavar="REPOSITORY", help="review this repository, print the findings as JSON, and end")
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(threadName)s %(message)s")
    return _once(options.once) if options.once else _serve()


def _once(place: str) -> int:
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        json.dump(review(Repository(Path(place))), sys.stdout, indent=2, ensure_ascii=False)
        print()
        return 0
    except RepositoryError as unreadable:
        print(f"licensor: {unreadable}", file=sys.stderr)
        return 1


def _serve() -> int:
    needed = ("SYNOD_SERVER", "SYNOD_CREDENTIALS", "SYNOD_NAMESPACE", "SYNOD_AGENT")
    missing = [name for name in needed if not os.environ.get(name)]
    if missing:
        print(
            f"licensor: expected the environment variables {', '.join(needed)}, missing: {', '.join(missing)}."
            " The operator sets them in an Agent's Deployment; use --once to try the review alone.", file=sys.stderr)
        return _USAGE
    ca = os.environ.get("SYNOD_CA")
    settings = Settings(
        server=os.environ["SYNOD_SERVER"],
        ca=Path(ca) if ca else None,
        credentials=Path(os.environ["SYNOD_CREDENTIALS"]),
        namespace=os.environ["SYNOD_NAMESPACE"],
        agent=os.environ["SYNOD_AGENT"])
    agent = Agent(settings, Client(settings), roots())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    agent.run()
    logging.shutdown()
    # A thread may still wait for an answer; the session is closed, so its work is no longer ours.
    os._exit(0)
