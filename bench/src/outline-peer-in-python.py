"""Measures one Python client: outline-peer-in-python.py <peer> <apiUrl> <certSha256> <..> <..> <list | create> <count> <at once> <warm-up>."""

import asyncio
import sys

from measure_lanes import asynchronous, threaded

peer, api_url, cert = sys.argv[1:4]
work, count, at_once, warm_up = sys.argv[6], int(sys.argv[7]), int(sys.argv[8]), int(sys.argv[9])


async def as_coroutines():
    from pyoutlineapi import AsyncOutlineClient

    options = {"max_connections": 100} if peer.endswith("0.3.0") else {"rate_limit": 100}
    async with AsyncOutlineClient.create(api_url, cert, **options) as api:
        send = api.get_access_keys if work == "list" else lambda: api.create_access_key(name="Alice")
        await asynchronous(send, count, at_once, warm_up)


def in_threads():
    from outline_vpn.outline_vpn import OutlineVPN

    api = OutlineVPN(api_url=api_url, cert_sha256=cert)
    # Its get_keys asks for the traffic as well, which the stub answers with another shape; the same session lists alone.
    send = (lambda: api.session.get(f"{api_url}/access-keys", verify=False).json()) if work == "list" else (lambda: api.create_key(name="Alice"))
    threaded(send, count, at_once, warm_up)


if peer.startswith("pyoutlineapi"):
    asyncio.run(as_coroutines())
else:
    in_threads()
