"""Measures LiteLLM's own client: litellm-peer-in-python.py <origin> <list | listAll | create> <count> <at once> <warm-up>."""

import sys

from litellm.proxy.client import Client
from measure_lanes import threaded

origin, work, count, at_once, warm_up = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
keys = Client(origin, "sk-nobody-looks-at-it").keys


def list_all():
    """As its own command line goes through all keys."""
    seen, page = 0, 1
    while True:
        found = keys.list(page=page, size=100, return_full_object=True)["keys"]
        seen += len(found)
        if len(found) < 100:
            break
        page += 1
    assert seen == 1000


send = {"list": lambda: keys.list(size=100, return_full_object=True), "listAll": list_all, "create": lambda: keys.generate(key_alias="alice")}[work]
threaded(send, count, at_once, warm_up)
