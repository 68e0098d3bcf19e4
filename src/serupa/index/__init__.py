"""The index: marks kept in arrays that can be searched in memory or straight from a file.

``segment`` holds marks that never change, ``build`` makes one, ``search`` asks several at once,
``holdings`` are segments with what was added and withdrawn since, ``store`` keeps them in a folder
with a log of changes. Callers see ``serupa.corpus``.
"""
