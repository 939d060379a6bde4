"""What the scripts that drive a Python peer share: counting, and looking that nothing public goes unasked."""

import asyncio
import inspect
import sys

passed, failed = [], []


def check(name, holds):
    """Counts one expectation; every public member of a peer is named by at least one."""
    (passed if holds else failed).append(name)
    if not holds:
        print(f"  failed: {name}")


async def refused(awaitable, kind):
    """The error of this kind that a call ends with, or None."""
    try:
        result = awaitable() if not inspect.isawaitable(awaitable) else await awaitable
        if inspect.isawaitable(result):
            await result
    except kind as error:
        return error
    return None


def end(peer, members):
    """Fails for a public member that no check has named."""
    for member in members:
        if not any(name.split(":")[0] == member for name in passed + failed):
            check(f"{member}: is not asked at all", False)
    print(f"{peer}: {len(passed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)


def public_members(cls):
    return [name for name, _ in inspect.getmembers(cls) if not name.startswith("_")]


def public_options(cls):
    """Every parameter of every public method, as `method(parameter)`."""
    methods = [(name, method) for name, method in inspect.getmembers(cls, inspect.isfunction) if not name.startswith("_")]
    return [f"{name}({option})" for name, method in methods for option in inspect.signature(method).parameters if option != "self"]


run = asyncio.run
