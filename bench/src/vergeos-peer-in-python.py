"""Measures pyvergeos: vergeos-peer-in-python.py <host> <list | listAll | create> <count> <at once> <warm-up>."""

import sys
import threading

import urllib3
from measure_lanes import threaded
from pyvergeos import VergeClient

urllib3.disable_warnings()  # it can be told of no single certificate
host, work, count, at_once, warm_up = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
mine = threading.local()


def keys():
    """One client for each thread: they are not made to be shared."""
    if not hasattr(mine, "client"):
        mine.client = VergeClient(host=host, username="admin", password="nobody-looks-at-it", verify_ssl=False)
    return mine.client.api_keys


def list_all():
    assert sum(1 for _ in keys().iter_all(page_size=100)) == 1000


send = {"list": lambda: keys().list(), "listAll": list_all, "create": lambda: keys().create(1, "deploy", expires_in="30d")}[work]
threaded(send, count, at_once, warm_up)
