"""The roof: settings, root addresses, schedule.

Importing this package puts the SQLite library of the ``pysqlite3`` wheel (>= 3.51.3) in the place
of the system's one, which on Debian 12 has the WAL-reset corruption bug (3.7.0 to 3.51.2).
It has to happen before Django's SQLite backend is imported, so it happens here, in the package
every settings module belongs to.
"""

import sys

import pysqlite3

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
