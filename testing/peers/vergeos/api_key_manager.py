"""pyvergeos 1.7.1's manager of API keys, and the keys it gives, against the emulator: every method, property and option."""

import json
import os
import time
from datetime import datetime, timedelta, timezone

import requests
import urllib3
from counting import check, end, public_members, public_options
from pyvergeos import VergeClient
from pyvergeos.exceptions import APIError, AuthenticationError, ConflictError, NotFoundError, ValidationError
from pyvergeos.resources.api_keys import APIKey, APIKeyCreated, APIKeyManager

urllib3.disable_warnings()  # the emulator signs its own certificate
HOST, USERNAME, PASSWORD = os.environ["VERGE_HOST"], os.environ["VERGE_USERNAME"], os.environ["VERGE_PASSWORD"]
session = requests.Session()
session.verify = False
sent = []
session.hooks["response"].append(lambda answer, **_: sent.append(answer.request))
client = VergeClient(host=HOST, username=USERNAME, password=PASSWORD, session=session)
keys = client.api_keys
ci = client.users.create(name="ci", password="not-a-secret")


def refused(act, kind):
    """The error of this kind that an act ends with, or None."""
    try:
        act()
    except kind as error:
        return error
    return None


def log_in(secret):
    """What the system answers to somebody who has this key."""
    return requests.get(f"https://{HOST}/api/v4/system", headers={"Authorization": f"Bearer {secret}"}, verify=False, timeout=10).status_code


def making():
    made = keys.create("ci", "first", description="CI", expires_in="30d", ip_allow_list=["127.0.0.0/8", "10.0.0.5"], ip_deny_list=["192.0.2.1"])
    check("create: gives a key with its secret", isinstance(made, APIKeyCreated) and made.secret != "" and log_in(made.secret) == 200)
    check("create(user): by name", (made.user_key, made.user_name) == (ci.key, "ci"))
    check("create(name): is kept", made.name == "first" and keys.get(made.key).name == "first")
    check("secret: is not printed", made.secret not in repr(made))
    shown = keys.get(made.key)
    check("create(description): is kept", shown.description == "CI")
    check("create(expires_in): counts from now", abs(shown.expires - time.time() - 30 * 86_400) < 120)
    check("create(ip_allow_list): is kept as it was sent", shown.ip_allow_list == ["127.0.0.0/8", "10.0.0.5"])
    check("create(ip_deny_list): is kept", shown.ip_deny_list == ["192.0.2.1"])
    instant = datetime.now(timezone.utc) + timedelta(days=1)
    check("create(expires): an instant", keys.get(keys.create(ci.key, "second", expires=instant).key).expires == int(instant.timestamp()))
    check("create: the same name twice is a conflict", refused(lambda: keys.create("ci", "first"), ConflictError) is not None)
    check("create: a user that is not there", refused(lambda: keys.create(4711, "x"), NotFoundError) is not None)
    check("create: a user name that nobody has", refused(lambda: keys.create("nobody", "x"), NotFoundError) is not None)
    denied = refused(lambda: keys.create("ci", "x", ip_allow_list="10.0.0.0/8", ip_deny_list="10.1.2.3"), ValidationError)
    check("create: a denied address within an allowed range", denied is not None)
    # It sends neither an end nor that there is none; what a real system makes of that is not known, and the emulator says so.
    vague = refused(lambda: keys.create("ci", "x", expires_in="tomorrow"), APIError)
    check("create: a duration it cannot read is sent as none at all", vague is not None and vague.status_code == 501)
    return made


def reading(made):
    check("get(key): is the key", keys.get(made.key).key == made.key)
    check("get(name): with its user", keys.get(name="first", user="ci").key == made.key)
    check("get(user): by key", keys.get(name="first", user=ci.key).key == made.key)
    check("get(fields): more than usual", keys.get(made.key, fields="all,$key,user#name as user_name")["expires_type"] == "date")
    check("get: another user's name is not found", refused(lambda: keys.get(name="first", user=USERNAME), NotFoundError) is not None)
    check("get: unknown is not found", refused(lambda: keys.get(4711), NotFoundError) is not None)
    everything = [key.name for key in keys.list()]
    check("list: has all keys", {"first", "second"} <= set(everything))
    check("list(user): by name and by key", [[key.name for key in keys.list(user=user)] for user in ("ci", ci.key)] == [["first", "second"]] * 2)
    check("list(filter): in the system's own words", [key.name for key in keys.list(filter="name ew 'ond'")] == ["second"])
    check("list(filter_kwargs): a name, also with a quote in it", [key.name for key in keys.list(name="first")] == ["first"] and keys.list(name="it's") == [])
    check("list(filter_kwargs): a pattern", [key.name for key in keys.list(name="sec*")] == ["second"])
    check("list(filter_kwargs): one of several", [key.name for key in keys.list(name=["first", "second"])] == ["first", "second"])
    check("list(fields): names", [dict(key) for key in keys.list(fields=["name"], name="first")] == [{"name": "first"}])
    check("list(limit): is kept to", len(keys.list(limit=1)) == 1)
    check("list(offset): steps over", [key.name for key in keys.list(offset=len(everything) - 1)] == everything[-1:])
    check("iter_all: page by page", [key.name for key in keys.iter_all(page_size=1)] == everything)
    check("iter_all(page_size): of another size", [key.name for key in keys.iter_all(page_size=2)] == everything)
    check("iter_all(kwargs): narrowed", [key.name for key in keys.iter_all(user="ci")] == ["first", "second"])
    check("iter_all: a manager is one", [key.name for key in keys] == everything)


def one_key(made):
    key = keys.get(made.key)
    check("key: is a number", isinstance(key.key, int))
    check("description: as it was given", key.description == "CI")
    check("user_key: whose it is", key.user_key == ci.key)
    check("user_name: by name", key.user_name == "ci")
    check("created: in seconds", abs(key.created - time.time()) < 120)
    check("created_datetime: in UTC", key.created_datetime.tzinfo is timezone.utc)
    check("expires: in seconds", key.expires > time.time())
    check("expires_datetime: in UTC", key.expires_datetime > datetime.now(timezone.utc))
    check("is_expired: not yet", not key.is_expired)
    check("last_login: it was used", abs(key.last_login - time.time()) < 120)
    check("last_login_datetime: in UTC", key.last_login_datetime.tzinfo is timezone.utc)
    check("last_login_ip: from here", key.last_login_ip == "127.0.0.1")
    check("ip_allow_list: is a list", key.ip_allow_list == ["127.0.0.0/8", "10.0.0.5"])
    check("ip_deny_list: is a list", key.ip_deny_list == ["192.0.2.1"])
    unused = keys.get(keys.create("ci", "unused").key)
    check("is_expired: never", (unused.expires, unused.expires_datetime, unused.is_expired) == (None, None, False))
    check("last_login: never", (unused.last_login, unused.last_login_datetime, unused.ip_allow_list) == (None, None, []))
    check("projected_entries: the join that a key shows", APIKey.projected_entries() == ["user#name as user_name"])
    check("require_projected: what was asked for", key.require_projected("name") == "first")
    check("require_projected_any: the first that is there", key.require_projected_any("nothing", "name") == "first")
    key["description"] = "changed"
    key.save()
    check("save: sends what was changed", keys.get(made.key).description == "changed")
    check("refresh: reads it again", unused.refresh().key == unused.key)
    # The answer to a change is {}, and what it makes of that is a key without anything.
    check("update: gives nothing back", dict(keys.update(made.key, description="again")) == {})
    check("update: is seen", keys.get(made.key).description == "again")
    check("update(key): unknown is not found", refused(lambda: keys.update(4711, description="x"), NotFoundError) is not None)
    keys.update(made.key, private_key="x")
    check("update(kwargs): what the table does not know is dropped, and the secret stays", log_in(made.secret) == 200)
    action = refused(lambda: keys.action(made.key, "refresh", force=True), APIError)
    check("action: what it does is not known", action is not None and action.status_code == 501)
    check("action(key): stands in the path", f"/user_api_keys/{made.key}?" in sent[-1].url)
    check("action(action_name): stands in the query", sent[-1].url.endswith("?action=refresh"))
    check("action(kwargs): are the body", json.loads(sent[-1].body) == {"force": True})
    unused.delete()
    check("delete: of a key itself", refused(lambda: keys.get(unused.key), NotFoundError) is not None)


def ending(made):
    with VergeClient(host=HOST, token=made.secret, verify_ssl=False) as holder:
        check("list: a key may do what its user may", holder.api_keys.list(limit=1) is not None)
    keys.delete(made.key)
    check("delete(key): ends it at once", log_in(made.secret) == 401)
    check("delete: unknown is not found", refused(lambda: keys.delete(made.key), NotFoundError) is not None)
    gone = refused(lambda: VergeClient(host=HOST, token=made.secret, verify_ssl=False), AuthenticationError)
    check("get: nobody logs in with it", gone is not None)


made = making()
reading(made)
one_key(made)
ending(made)
asked = [name for name in public_members(APIKeyManager)] + [name for name in public_members(APIKey) if not hasattr(dict, name)]
end("pyvergeos 1.7.1, its manager of API keys", [*dict.fromkeys(asked), *public_options(APIKeyManager)])
