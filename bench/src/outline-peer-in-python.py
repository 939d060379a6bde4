"""Measures one Python client: outline-peer-in-python.py <peer> <apiUrl> <certSha256> <cold | list | create> <count> <at once>."""

import asyncio
import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

peer, api_url, cert, work, count, at_once = *sys.argv[1:5], int(sys.argv[5]), int(sys.argv[6])
warm_up = 0 if work == "cold" else max(3, count // 5)


def told(seconds, cpu_seconds):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"perSecond": count / seconds, "cpuMs": cpu_seconds / count * 1000, "peakMegabytes": peak}))


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
        send = {"list": api.get_access_keys, "create": lambda: api.create_access_key(name="Alice"), "cold": lambda: api.create_access_key(name="Alice")}[work]
        await lanes(send, warm_up)
        start, cpu = time.perf_counter(), time.process_time()
        await lanes(send, count)
        told(time.perf_counter() - start, time.process_time() - cpu)


def threaded():
    from outline_vpn.outline_vpn import OutlineVPN

    api = OutlineVPN(api_url=api_url, cert_sha256=cert)
    # Its get_keys asks for the traffic as well, which the stub answers with another shape; the same session lists alone.
    send = (lambda: api.session.get(f"{api_url}/access-keys", verify=False).json()) if work == "list" else (lambda: api.create_key(name="Alice"))
    with ThreadPoolExecutor(at_once) as pool:
        for number in (warm_up, count):
            start, cpu = time.perf_counter(), time.process_time()
            list(pool.map(lambda _: send(), range(number)))
    told(time.perf_counter() - start, time.process_time() - cpu)


if peer.startswith("pyoutlineapi"):
    asyncio.run(asynchronous())
else:
    threaded()
