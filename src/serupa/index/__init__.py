"""The index: marks kept in arrays that can be searched in memory or straight from a file.

``segment`` holds marks that never change, ``build`` makes one, ``search`` asks several at once,
``store`` keeps them in a folder with a log of changes, ``corpora`` are what callers see.
"""
