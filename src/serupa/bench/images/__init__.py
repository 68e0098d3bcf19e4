"""Bench of pictures: how well logos and motifs are found, beside other ways of finding them.

``sets`` reads the development set, ``ours`` and ``peers`` put a gallery in order for every query,
``places`` counts, ``alarms`` is the decision curve, ``report`` runs and prints. Needs the tools for
measuring (``requirements/bench.txt``).
"""
