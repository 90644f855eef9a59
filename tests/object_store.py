"""A real object store for tests: OpenStack Swift, whole, with its S3 interface, in one folder and one process.

`python tests/object_store.py FOLDER PORT` serves on 127.0.0.1 until it is told to stop, and says when it answers. The
four servers of Swift (proxy, account, container, object) listen on PORT and the three after it.
"""

import sys
from pathlib import Path

import eventlet

eventlet.monkey_patch()

from eventlet import wsgi  # noqa: E402
from swift.common import utils  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import loadapp  # noqa: E402

KEY, SECRET = "tests:tester", "for-tests-alone"
SWIFT = """
[swift-hash]
swift_hash_path_suffix = for-tests-alone
[storage-policy:0]
name = only
default = yes
"""
PROXY = """
[DEFAULT]
swift_dir = {folder}
log_address = {folder}/no-log
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats s3api tempauth copy slo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:9
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_tests_tester = {secret} .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
"""
STORAGE = """
[DEFAULT]
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
log_address = {folder}/no-log
[app:main]
use = egg:swift#{kind}
"""


def main(folder: Path, port: int) -> None:
    ports = {"proxy": port, "account": port + 1, "container": port + 2, "object": port + 3}
    (folder / "devices" / "disk").mkdir(parents=True)
    (folder / "swift.conf").write_text(SWIFT)
    utils.set_swift_dir(str(folder))
    for kind in ("account", "container", "object"):
        make_ring(folder, kind, ports[kind])
    listening = {kind: eventlet.listen(("127.0.0.1", number)) for kind, number in ports.items()}
    for kind, line in listening.items():
        recipe = PROXY if kind == "proxy" else STORAGE
        path = folder / f"{kind}.conf"
        path.write_text(recipe.format(folder=folder, kind=kind, secret=SECRET))
        app = loadapp(str(path), allow_modify_pipeline=False)
        eventlet.spawn(wsgi.server, line, app, log_output=False)
    print("ready", flush=True)
    eventlet.Event().wait()


def make_ring(folder: Path, kind: str, port: int) -> None:
    """Where everything is to lie: on the one disk there is."""
    ring = RingBuilder(part_power=2, replicas=1, min_part_hours=0)
    ring.add_dev({"region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": port, "device": "disk"})
    ring.rebalance()
    ring.get_ring().save(str(folder / f"{kind}.ring.gz"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
