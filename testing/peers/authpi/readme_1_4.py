"""The flows of the README of authpi-admin 1.4.0, in its own order, against the emulator."""

import asyncio
import time

import httpx
from authpi_admin import (
    AuthPIAdmin,
    AuthenticationError,
    NotFoundError,
    PreconditionFailedError,
    RateLimitError,
    ValidationError,
)
from authpi_admin.errors import ClosedClientError, ConfigurationError, ForbiddenError, ServerError, ServiceUnavailableError
from authpi_admin.types import WebhookEventType
from counting import check, end, refused, run
from server import ACCOUNT_ID, KEY_ID, KEY_SECRET, URL, access_token, control

PAIR = (KEY_ID, KEY_SECRET)
ALICE = {"username_type": "email", "username": "alice@example.com", "profile": {"first_name": "Alice", "last_name": "Smith"}}
EVENTS = [WebhookEventType.ORGANIZATION_CREATED, WebhookEventType.USER_CREATED]


def connect(**options):
    return AuthPIAdmin(**{"api_key": PAIR, "base_url": URL, "retries": False, **options})


async def quick_start():
    async with connect(account_id=ACCOUNT_ID) as admin:
        issuer = await admin.issuers.create({"name": "Main", "settings": {"access": {}}})
        check("quick start: lists issuers", [item.id for item in (await admin.issuers.list(limit=10)).data] == [issuer.id])
        users = admin.issuer(issuer.id).users
        check("quick start: lists users", (await users.list()).data == [])
        alice = await users.create(ALICE)
        check("quick start: makes a user", alice.username == "alice@example.com" and alice.profile["last_name"] == "Smith")
        check("quick start: goes through users", [item.user_id async for item in users.list_all()] == [alice.id])
        hook = {"name": "Lifecycle events", "url": "https://example.com/webhooks/authpi", "events": EVENTS}
        # How signatures are made is not documented, so the emulator refuses to pretend.
        signed = await refused(admin.webhooks.create({**hook, "auth": {"type": "signature"}}), ServerError)
        check("quick start: a webhook with signatures is answered with 501", signed is not None and signed.status_code == 501)
        made = await admin.webhooks.create({**hook, "auth": {"type": "bearer"}})
        check("quick start: a webhook with typed events", made.events == ["organization.created", "user.created"])
        return issuer.id, alice.id


async def authentication():
    check("api key: a lone text is refused", await refused(lambda: AuthPIAdmin(api_key=KEY_ID), ConfigurationError) is not None)
    async with connect(api_key=None, access_token=access_token(), account_id=ACCOUNT_ID) as admin:
        check("bearer token: is taken", len((await admin.issuers.list()).data) == 1)
    asked = []

    async def refresh():
        asked.append(1)
        await asyncio.sleep(0.2)  # a call that hears of it after the end of this refreshes again
        return {"access_token": access_token()}

    async with connect(api_key=None, access_token="expired", account_id=ACCOUNT_ID, on_token_expired=refresh) as admin:
        found = await asyncio.gather(admin.issuers.list(), admin.events.list())
        check("refresh: calls that were refused together share one", len(asked) == 1 and len(found) == 2)
    async with connect() as admin:
        pages = await asyncio.gather(admin.issuers.list(), admin.webhooks.list(), admin.events.list())
        check("account: is found out by itself", len(pages[0].data) == 1)
        me = await admin.whoami()
        check("whoami: tells who is asking", me["type"] == "api_key" and me["key_id"] == KEY_ID)
    other = control("accounts", {})["accountId"]
    for accounts, words in (([], "no account"), ([ACCOUNT_ID, other], other)):
        async with connect(api_key=None, access_token=access_token(accounts=accounts)) as admin:
            error = await refused(admin.issuers.list(), ConfigurationError)
            check(f"account: {len(accounts)} of them are a configuration error", error is not None and words in str(error))


async def scopes(issuer_id, user_id):
    async with connect() as admin:
        check("scopes: events", (await admin.events.list(limit=50)).data != [])
        issuer = admin.issuer(issuer_id)
        bot = await issuer.agents.create({"name": "bot"})
        check("scopes: agents", bot.name == "bot")
        check("scopes: clients and organizations", (await issuer.clients.list()).data == (await issuer.organizations.list()).data == [])
        organization = issuer.organization((await issuer.organizations.create({"name": "Acme"})).id)
        check("scopes: members", (await organization.members.list()).data == [])
        # The README writes add_domain(domain=...), which is a TypeError in 1.4.0.
        check("scopes: add_domain takes a body", await refused(lambda: organization.sso.add_domain(domain="acme.com"), TypeError) is not None)
        check("scopes: domains", (await organization.sso.add_domain({"domain": "acme.com"})).domain == "acme.com")
        user = issuer.user(user_id)
        check("scopes: a user", (await user.get()).username == "alice@example.com")
        lists = await asyncio.gather(user.sessions.list(), user.tokens.list(), user.trusted_devices.list(), user.verifiers.list())
        check("scopes: what a user has", [page.data for page in lists] == [[], [], [], []])
        webhook = admin.webhook((await admin.webhooks.list()).data[0].id)
        check("scopes: a webhook", (await webhook.get()).name == "Lifecycle events" and (await webhook.deliveries.list()).data != [])


async def paging(issuer_id):
    async with connect() as admin:
        users = admin.issuer(issuer_id).users
        for number in range(60):
            await users.create({"username_type": "unique-name", "username": f"user-{number}"})
        page = await users.list(limit=25)
        check("pages: the first", len(page.data) == 25 and page.has_more and page.next_cursor is not None)
        second = await users.list(limit=25, cursor=page.next_cursor)
        check("pages: the next", {item.user_id for item in page.data}.isdisjoint(item.user_id for item in second.data))
        check("pages: all of them", len({item.user_id async for item in users.list_all(limit=25)}) == 61)


def fault(method, status, **more):
    control("faults", {"method": method, "effect": "status", "when": "before", "status": status, **more})


async def retries():
    for status in (429, 502, 503, 504):
        fault("GET", status, times=2)
        async with connect(account_id=ACCOUNT_ID, retries={"limit": 5, "delay": 0.01, "backoff": "linear"}) as admin:
            check(f"retries: a reading after two {status}", len((await admin.issuers.list()).data) == 1)
    fault("GET", 503)
    async with connect(account_id=ACCOUNT_ID) as admin:
        check("retries: none when they are switched off", await refused(admin.issuers.list(), ServiceUnavailableError) is not None)
    fault("GET", 429, headers={"retry-after": "1"})
    start = time.monotonic()
    async with connect(account_id=ACCOUNT_ID, retries=True) as admin:
        await admin.issuers.list()
    check("retries: Retry-After is waited for", time.monotonic() - start >= 1)
    fault("POST", 503)
    async with connect(account_id=ACCOUNT_ID, retries=True) as admin:
        error = await refused(admin.issuers.create({"name": "x", "settings": {"access": {}}}), ServiceUnavailableError)
        check("retries: never a write", error is not None and len((await admin.issuers.list()).data) == 1)


async def tags(issuer_id, user_id):
    async with connect() as admin:
        users = admin.issuer(issuer_id).users
        user = await admin.issuer(issuer_id).user(user_id).get()
        # The README reads the tag with user.get("_etag"), which a model of 1.4.0 has not.
        check("tags: user.get is not there", await refused(lambda: user.get("_etag"), AttributeError) is not None)
        renamed = await users.update(user_id, {"profile": {"display_name": "Bob"}}, if_match=user._etag)
        check("tags: a change of what was read", renamed.profile["display_name"] == "Bob")
        error = await refused(users.update(user_id, {"profile": {"display_name": "Eve"}}, if_match=user._etag), PreconditionFailedError)
        check("tags: not of what was changed since", error is not None and error.current_etag == renamed._etag)


async def errors(issuer_id):
    async with connect() as admin:
        error = await refused(admin.issuer(issuer_id).user("usr_nobody").get(), NotFoundError)
        check("errors: 404", error is not None and error.error == "not_found" and not error.retryable)
        error = await refused(admin.issuers.create({}), ValidationError)
        check("errors: 400 names the field", error is not None and [item["field"] for item in error.fields] == ["name"])
        fault("GET", 429, headers={"retry-after": "7"}, body='{"error":"rate_limited","error_description":"Slow down.","retryable":true}')
        error = await refused(admin.issuers.list(), RateLimitError)
        check("errors: 429 says how long to wait", error is not None and error.retry_after == 7 and error.retryable)
        fault("GET", 502, body="<html>gone</html>", headers={"content-type": "text/html"})
        error = await refused(admin.issuers.list(), ServerError)
        check("errors: 502 from something in between", error is not None and error.error == "unknown" and "gone" in error.raw_body)
        poor = await admin.api_keys.create({"name": "poor", "restrictions": {"scopes": []}})
    async with connect(api_key=(KEY_ID, "wrong")) as admin:
        check("errors: 401", await refused(admin.issuers.list(), AuthenticationError) is not None)
    async with connect(api_key=(poor.id, poor.secret_plain), account_id=ACCOUNT_ID) as admin:
        check("errors: 403", await refused(admin.issuers.list(), ForbiddenError) is not None)
    check("errors: after close", await refused(admin.issuers.list(), ClosedClientError) is not None)


async def configuration():
    async with connect(timeout=30.0, default_headers={"X-Custom": "value"}) as admin:
        check("options: timeout and headers", len((await admin.issuers.list()).data) == 1)
    # The README writes httpx.AsyncClient(proxies=...), which httpx has not any more.
    async with httpx.AsyncClient() as http:
        admin = connect(http_client=http)
        await admin.issuers.list()
        await admin.close()
        check("options: an injected client stays open", len((await admin.issuers.list()).data) == 1)


async def main():
    issuer_id, user_id = await quick_start()
    await authentication()
    await scopes(issuer_id, user_id)
    await paging(issuer_id)
    await retries()
    await tags(issuer_id, user_id)
    await errors(issuer_id)
    await configuration()


run(main())
end("authpi-admin 1.4.0, its README", [])
