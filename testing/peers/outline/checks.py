"""What the Python scripts beside this one share: the server they talk to, and counting."""

import asyncio
import inspect
import json
import ssl
import sys
import urllib.request

API_URL, CERT_SHA256 = sys.argv[1], sys.argv[2]
ORIGIN = "/".join(API_URL.split("/")[:3])
passed, failed = [], []


def check(name, holds):
    """Counts one expectation; every public member of a peer is named by at least one."""
    (passed if holds else failed).append(name)
    if not holds:
        print(f"  failed: {name}")


async def refused(awaitable, kind):
    try:
        result = awaitable() if not inspect.isawaitable(awaitable) else await awaitable
        if inspect.isawaitable(result):
            await result
    except kind as error:
        return error
    return None


def control(path, body):
    """Asks the emulator itself for something, such as traffic."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE  # the emulator on this machine, and no secret in it
    request = urllib.request.Request(
        f"{ORIGIN}/_emulator/{path}", json.dumps(body).encode(), {"content-type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, context=trusting) as answer:
        return answer.status


def end(peer, members):
    """Fails for a public member that no check has named."""
    for member in members:
        if not any(name.split(":")[0] == member for name in passed + failed):
            check(f"{member}: is not asked at all", False)
    print(f"{peer}: {len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


def public_members(cls):
    return [name for name, _ in inspect.getmembers(cls) if not name.startswith("_")]


run = asyncio.run
