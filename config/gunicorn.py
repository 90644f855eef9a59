"""The web processes. config/serve.py starts them; `gunicorn -c config/gunicorn.py` does so alone."""

import os
from pathlib import Path

_host = os.environ.get("HOST") or "127.0.0.1"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or 8000}"
wsgi_app = "config.wsgi:application"
chdir = str(Path(__file__).resolve().parent.parent)

# A page costs a few milliseconds of processor and waits little, so processes follow the cores;
# the threads are for uploads and for slow readers.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 20_000  # a leak, should there be one, ends with its process
max_requests_jitter = 2_000

preload_app = True  # loaded once, then copied: half the time to start, and memory shared
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat, not a file
accesslog = None  # the service writes one line for each request itself, without addresses of people
loglevel = "warning"
proc_name = "swip-web"


def post_fork(server, worker):
    """A connection opened while loading belongs to the process that opened it."""
    from django.db import connections

    connections.close_all()
