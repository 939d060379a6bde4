"""Where the emulator is, what makes it do what the API cannot, and how a method's answer is checked."""

import importlib
import inspect
import json
import pkgutil
import sys
import urllib.request

from counting import check

URL, KEY_ID, KEY_SECRET, ACCOUNT_ID = sys.argv[1:5]


def control(path, body):
    """Asks the emulator itself for something, such as a session that somebody has begun."""
    request = urllib.request.Request(f"{URL}/_emulator/{path}", json.dumps(body).encode(), {"content-type": "application/json"}, method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"{}")


def record(kind, within, fields):
    return control("records", {"kind": kind, "within": within, "fields": fields})["id"]


def access_token(**request):
    return control("access-tokens", request)["accessToken"]


async def gives(member, awaitable, holds):
    """Checks one answer; `member` is the SDK's file and method, such as `issuers.create`."""
    answer = await awaitable
    check(f"{member}: answers what it should", holds(answer))
    return answer


def field(item, name):
    """A field of an answer whose fields the SDK does not know: a dictionary, or a model that takes anything."""
    return (item if isinstance(item, dict) else item.model_dump())[name]


async def fails(member, awaitable, kind, status):
    """Checks one refusal: its class and its status."""
    try:
        await awaitable
    except kind as error:
        check(f"{member}: is refused with {status}", error.status_code == status)
        return error
    check(f"{member}: is refused with {status}", False)
    return None


def methods_of(package):
    """Every method of the SDK that sends something, as file and method; the iterations apart."""
    calls, iterations = [], []
    for part in ("resources", "scopes"):
        folder = importlib.import_module(f"{package}.generated.{part}")
        for found in pkgutil.iter_modules(folder.__path__):
            module = importlib.import_module(f"{folder.__name__}.{found.name}")
            for _, cls in inspect.getmembers(module, inspect.isclass):
                if cls.__module__ != module.__name__:
                    continue
                for name, function in inspect.getmembers(cls, inspect.isfunction):
                    if name.startswith("_"):
                        continue
                    if inspect.isasyncgenfunction(function) or name.endswith("_all") and "revoke" not in name:
                        iterations.append(f"{found.name}.{name}")
                    elif inspect.iscoroutinefunction(function):
                        calls.append(f"{found.name}.{name}")
    return calls, iterations
