"""What the scripts that measure a Python client share."""

import asyncio
import json
import resource
import time
from concurrent.futures import ThreadPoolExecutor


def told(count, seconds, cpu_seconds):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"perSecond": count / seconds, "cpuMs": cpu_seconds / count * 1000, "peakMegabytes": peak}))


def threaded(send, count, at_once, warm_up):
    with ThreadPoolExecutor(at_once) as pool:
        for number in (warm_up, count):
            start, cpu = time.perf_counter(), time.process_time()
            list(pool.map(lambda _: send(), range(number)))
    told(count, time.perf_counter() - start, time.process_time() - cpu)


async def asynchronous(send, count, at_once, warm_up):
    async def lane(left):
        for _ in left:
            await send()

    for number in (warm_up, count):
        start, cpu = time.perf_counter(), time.process_time()
        left = iter(range(number))
        await asyncio.gather(*(lane(left) for _ in range(at_once)))
    told(count, time.perf_counter() - start, time.process_time() - cpu)
