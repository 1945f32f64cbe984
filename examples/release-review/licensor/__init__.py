"""The licensor: an agent in Python's standard library alone, over REST and server-sent events."""
