"""Peers: other ways of finding a name, each in a file, asked the same on the same register.

Each gives ``places(field, pairs)``: the place of every pair's older mark in its own classes and in
the whole register. What they need beyond serupa is installed for tests only.
"""
