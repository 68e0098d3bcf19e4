"""gunicorn for one office: two processes of four threads; nothing about requests is logged here."""

import os

workers = int(os.environ.get("SENTRAKI_WORKERS", "2"))
threads = 4
worker_class = "gthread"
timeout = 60
graceful_timeout = 20
keepalive = 5
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
limit_request_line = 2048
limit_request_fields = 60
