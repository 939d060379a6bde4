"""Measures one Python client: outline-peer-in-python.py <peer> <apiUrl> <certSha256> <..> <..> <list | create> <count> <at once> <warm-up>."""

import asyncio
import sys
import time

from measure_lanes import threaded, told

peer, api_url, cert = sys.argv[1:4]
work, count, at_once, warm_up = sys.argv[6], int(sys.argv[7]), int(sys.argv[8]), int(sys.argv[9])


async def lanes(send, number):
    left = iter(range(number))

    async def lane():
        for _ in left:
            await send()

    await asyncio.gather(*(lane() for _ in range(at_once)))


async def asynchronous():
    from pyoutlineapi import AsyncOutlineClient

    options = {"max_connections": 100} if peer.endswith("0.3.0") else {"rate_limit": 100}
    async with AsyncOutlineClient.create(api_url, cert, **options) as api:
        send = api.get_access_keys if work == "list" else lambda: api.create_access_key(name="Alice")
        await lanes(send, warm_up)
        start, cpu = time.perf_counter(), time.process_time()
        await lanes(send, count)
        told(count, time.perf_counter() - start, time.process_time() - cpu)


def in_threads():
    from outline_vpn.outline_vpn import OutlineVPN

    api = OutlineVPN(api_url=api_url, cert_sha256=cert)
    # Its get_keys asks for the traffic as well, which the stub answers with another shape; the same session lists alone.
    send = (lambda: api.session.get(f"{api_url}/access-keys", verify=False).json()) if work == "list" else (lambda: api.create_key(name="Alice"))
    threaded(send, count, at_once, warm_up)


if peer.startswith("pyoutlineapi"):
    asyncio.run(asynchronous())
else:
    in_threads()
