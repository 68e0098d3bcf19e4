"""gunicorn for one office: two processes whose threads mostly wait; no request is logged here.

A thread is made when it is needed. In a rush those who take a number wait for one commit together,
so there are many; on PostgreSQL each may hold a connection (``max_connections`` above 80).
"""

import os

workers = int(os.environ.get("SENTRAKI_WORKERS", "2"))
threads = int(os.environ.get("SENTRAKI_THREADS", "32"))
backlog = 4096
# Import the house once and share it: half the start, half the memory.
preload_app = True
worker_class = "sentraki.config.worker.Worker"
timeout = 60
graceful_timeout = 20
keepalive = 5
accesslog = None
errorlog = "-"
loglevel = "warning"
# gunicorn quotes a request it cannot answer; the house's filter cuts that out.
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "sentraki.config.logs.Discreet"}},
    "formatters": {
        "plain": {"()": "sentraki.config.logs.Plain", "format": "%(asctime)s %(message)s"}
    },
    "handlers": {
        "discreet": {
            "class": "logging.StreamHandler",
            "filters": ["discreet"],
            "formatter": "plain",
        }
    },
    "root": {"level": "WARNING", "handlers": ["discreet"]},
    "loggers": {
        "gunicorn.error": {"level": "WARNING", "handlers": ["discreet"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
limit_request_line = 2048
limit_request_fields = 60
