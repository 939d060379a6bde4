"""Every public method and every option of LiteLLM 1.106.2's own client, against the emulator."""

import hashlib
import json

import requests
from counting import check, end, public_options, refused, run
from litellm.proxy.client import Client, HealthManagementClient, UnauthorizedError, UsersManagementClient
from litellm.proxy.client.chat import ChatClient
from litellm.proxy.client.credentials import CredentialsManagementClient
from litellm.proxy.client.exceptions import NotFoundError
from litellm.proxy.client.http_client import HTTPClient
from litellm.proxy.client.keys import KeysManagementClient
from litellm.proxy.client.model_groups import ModelGroupsManagementClient
from litellm.proxy.client.models import ModelsManagementClient
from litellm.proxy.client.teams import TeamsManagementClient
from server import API_KEY, URL, control

client = Client(f"{URL}/", API_KEY, timeout=10)
keys, users = client.keys, UsersManagementClient(URL, API_KEY, timeout=10)


def token_of(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


async def status_of(call):
    """The status that a call is refused with."""
    error = await refused(call, requests.HTTPError)
    return None if error is None else error.response.status_code


def sent(request):
    """What a request that was not sent would have carried."""
    return request.method, request.url, request.params or {}, request.json


async def generating():
    team = client.http.request("POST", "/team/new", json={"team_id": "team-1", "team_alias": "One"})
    check("http.request(method): POST", team["team_id"] == "team-1")
    budget = client.http.request("POST", "/budget/new", json={"budget_id": "budget-1", "max_budget": 5})
    check("http.request(json): is the body", budget["max_budget"] == 5)

    plain = keys.generate()
    check("keys.generate: a secret, and the hash that it is known by", plain["key"].startswith("sk-") and plain["token"] == token_of(plain["key"]))
    check("keys.generate(models): are kept", keys.generate(models=["gpt-4o"])["models"] == ["gpt-4o"])
    check("keys.generate(aliases): are kept", keys.generate(aliases={"small": "gpt-4o-mini"})["aliases"] == {"small": "gpt-4o-mini"})
    check("keys.generate(spend): is what was spent, no limit", (lambda made: made["spend"] == 3.5 and made["max_budget"] is None)(keys.generate(spend=3.5)))
    check("keys.generate(duration): sets an end", keys.generate(duration="24h")["expires"] is not None)
    check("keys.generate(duration): of a form the proxy cannot read is 500", await status_of(lambda: keys.generate(duration="1y")) == 500)
    check("keys.generate(key_alias): is kept", keys.generate(key_alias="alice")["key_alias"] == "alice")
    check("keys.generate(key_alias): taken is 400", await status_of(lambda: keys.generate(key_alias="alice")) == 400)
    check("keys.generate(team_id): is kept", keys.generate(team_id="team-1", key_alias="team-key")["team_id"] == "team-1")
    check("keys.generate(user_id): is kept", keys.generate(user_id="user-1", key_alias="user-key")["user_id"] == "user-1")
    check("keys.generate(budget_id): is kept", keys.generate(budget_id="budget-1", key_alias="budget-key")["budget_id"] == "budget-1")
    check("keys.generate(budget_id): unknown is 500", await status_of(lambda: keys.generate(budget_id="nobody")) == 500)
    check("keys.generate(config): is kept", keys.generate(config={"a": 1})["config"] == {"a": 1})
    request = keys.generate(key_alias="not-sent", models=["gpt-4o"], return_request=True)
    check("keys.generate(return_request): sends nothing", sent(request) == ("POST", f"{URL}/key/generate", {}, {"models": ["gpt-4o"], "key_alias": "not-sent"}))
    check("keys.generate(return_request): and makes nothing", keys.list(key_alias="not-sent")["total_count"] == 0)
    answer = requests.Session().send(request.prepare(), timeout=10)
    check("keys.generate(return_request): can be sent by hand", answer.status_code == 200 and answer.json()["key_alias"] == "not-sent")
    return plain["key"]


async def listing(secret):
    everything = keys.list(size=100)
    check("keys.list: hashes and totals", all(len(key) == 64 for key in everything["keys"]) and everything["total_count"] == len(everything["keys"]))
    check("keys.list(size): is a page's length", len(keys.list(size=2)["keys"]) == 2)
    check("keys.list(size): above 100 is 422", await status_of(lambda: keys.list(size=101)) == 422)
    second = keys.list(page=2, size=2)
    check("keys.list(page): goes on where the first one ended", second["current_page"] == 2 and second["keys"] == everything["keys"][2:4])
    check("keys.list(page): beyond the end is empty", keys.list(page=99)["keys"] == [])
    check("keys.list(user_id): filters", keys.list(user_id="user-1")["total_count"] == 1)
    check("keys.list(team_id): filters", keys.list(team_id="team-1")["total_count"] == 1)
    check("keys.list(organization_id): filters", keys.list(organization_id="nobody")["total_count"] == 0)
    check("keys.list(key_hash): finds one", keys.list(key_hash=token_of(secret))["keys"] == [token_of(secret)])
    check("keys.list(key_hash): does not hash a secret", keys.list(key_hash=secret)["keys"] == [])
    check("keys.list(key_alias): is exact", keys.list(key_alias="alice")["total_count"] == 1 and keys.list(key_alias="ali")["total_count"] == 0)
    whole = keys.list(key_alias="alice", return_full_object=True)["keys"][0]
    check("keys.list(return_full_object): whole keys", (whole["key_alias"], whole["org_id"], len(whole) > 90) == ("alice", None, True))
    check("keys.list(return_full_object): False is hashes", isinstance(keys.list(return_full_object=False)["keys"][0], str))
    check("keys.list(include_team_keys): is taken", keys.list(include_team_keys=True, size=100)["total_count"] == everything["total_count"])
    request = keys.list(page=3, return_full_object=True, return_request=True)
    check("keys.list(return_request): sends nothing", sent(request) == ("GET", f"{URL}/key/list", {"page": 3, "return_full_object": "true"}, None))


async def one_key(secret):
    token = token_of(secret)
    info = keys.info(secret)
    check("keys.info(key): a secret is repeated", info["key"] == secret and info["info"]["status"] == "active")
    check("keys.info(key): a hash will do", keys.info(token)["info"]["key_name"] == f"sk-...{secret[-4:]}")
    check("keys.info(key): unknown is 404", await status_of(lambda: keys.info("nobody")) == 404)
    request = keys.info(token, return_request=True)
    check("keys.info(return_request): has the key in the address", sent(request)[:2] == ("GET", f"{URL}/key/info?key={token}"))
    control("usage", {"key": secret, "cost": 0.25})
    control("clock", {"advance": "11s"})
    check("keys.info(key): shows what was spent", keys.info(token)["info"]["spend"] == 0.25)

    check("keys.update(key): a hash is repeated", keys.update(token)["key"] == token)
    check("keys.update(key_alias): is kept", keys.update(token, key_alias="renamed")["key_alias"] == "renamed")
    check("keys.update(user_id): is kept", keys.update(token, user_id="user-2")["user_id"] == "user-2")
    check("keys.update(team_id): is kept", keys.update(keys.generate()["key"], team_id="team-1")["team_id"] == "team-1")
    error = await refused(lambda: keys.update(token, team_id="team-1"), Exception)
    check("keys.update(team_id): refused where the key's user is no member", "is not a member of the team" in str(error))
    check("keys.update(models): are kept", keys.update(token, models=["gpt-4o-mini"])["models"] == ["gpt-4o-mini"])
    check("keys.update(spend): is kept", keys.update(token, spend=0)["spend"] == 0)
    check("keys.update(duration): sets an end", keys.update(token, duration="7d")["expires"] is not None)
    check("keys.update(duration): -1 takes it away", keys.update(token, duration="-1")["expires"] is None)
    check("keys.update(aliases): are kept", keys.update(token, aliases={"a": "gpt-4o"})["aliases"] == {"a": "gpt-4o"})
    check("keys.update: what is not named stays", keys.info(token)["info"]["key_alias"] == "renamed")
    error = await refused(lambda: keys.update("nobody"), Exception)
    check("keys.update: unknown is a bare Exception with the answer", type(error) is Exception and str(error).startswith('Error updating key: {"error":{"message":"Key not found'))
    error = await refused(lambda: keys.update(token, key_alias="alice"), Exception)
    check("keys.update(key_alias): taken is one as well", "already exists" in str(error))


async def deleting(secret):
    request = keys.delete(keys=["a"], return_request=True)
    check("keys.delete(return_request): sends both fields always", sent(request) == ("POST", f"{URL}/key/delete", {}, {"keys": ["a"], "key_aliases": None}))
    check("keys.delete(keys): by secret", keys.delete(keys=[secret])["deleted_keys"] == [secret])
    check("keys.info(key): a deleted one is archived", keys.info(token_of(secret))["info"]["status"] == "deleted")
    check("keys.delete(key_aliases): by alias", keys.delete(key_aliases=["alice"])["deleted_keys"] == ["alice"])
    check("keys.delete(key_aliases): unknown is 404", await status_of(lambda: keys.delete(key_aliases=["nobody"])) == 404)
    check("keys.delete: with neither is 422", await status_of(keys.delete) == 422)
    made = keys.generate(key_alias="stays")
    both = keys.delete(keys=[keys.generate()["key"]], key_aliases=["stays"])
    check("keys.delete(key_aliases): are ignored beside keys", len(both["deleted_keys"]) == 1 and keys.info(made["key"])["info"]["status"] == "active")
    half = keys.delete(keys=[made["key"], "sk-no-such-key-0000"])
    check("keys.delete(keys): repeats what it did not find", half["deleted_keys"] == [made["key"], "sk-no-such-key-0000"])


async def refusals():
    for name, wrong in [("unknown", "sk-nobody-has-this-key"), ("no", None)]:
        other = KeysManagementClient(URL, wrong)
        for method, call in [("list", other.list), ("generate", other.generate), ("delete", other.delete), ("info", lambda: other.info("x"))]:
            check(f"keys.{method}: {name} key is an UnauthorizedError", isinstance(await refused(call, UnauthorizedError), UnauthorizedError))
        check(f"keys.update: {name} key is a bare Exception", type(await refused(lambda: other.update("x"), Exception)) is Exception)
    error = await refused(Client(URL, "sk-nobody-has-this-key").keys.list, UnauthorizedError)
    check("UnauthorizedError.orig_exception: has the answer", error.orig_exception.response.json()["error"]["type"] == "token_not_found_in_db")
    unlicensed = await refused(lambda: client.http.request("POST", "/key/regenerate", json={"key": "x"}), requests.HTTPError)
    check("http.request: a licence refusal is 500", unlicensed.response.status_code == 500)


async def people():
    made = users.create_user({"user_id": "user-3", "user_email": "a@b.example", "user_role": "internal_user", "user_alias": "Alice", "max_budget": 100.0})
    check("users.create_user(user_data): a user and a key", (made["user_id"], made["max_budget"], made["key"][:3]) == ("user-3", 100.0, "sk-"))
    check("users.create_user(user_data): a taken id is 409", await status_of(lambda: users.create_user({"user_id": "user-3"})) == 409)
    check("users.list_users(params): filters", [user["user_id"] for user in users.list_users({"user_email": "a@b"})] == ["user-3"])
    check("users.list_users: has it", "user-3" in [user["user_id"] for user in users.list_users()])
    check("users.get_user(user_id): shows it with its keys", users.get_user("user-3")["user_info"]["user_alias"] == "Alice")
    check("users.get_user: without an id is the caller", users.get_user()["user_id"] == "default_user_id")
    check("users.get_user(user_id): unknown is a NotFoundError", isinstance(await refused(lambda: users.get_user("nobody"), NotFoundError), NotFoundError))
    check("users.get_user_v2(user_id): shows it alone", users.get_user_v2("user-3")["user_email"] == "a@b.example")
    check("users.get_user_v2(user_id): unknown is a NotFoundError", isinstance(await refused(lambda: users.get_user_v2("nobody"), NotFoundError), NotFoundError))
    check("users.delete_user(user_ids): counts", users.delete_user(["user-3"]) == 1)
    other = UsersManagementClient(URL, "sk-nobody-has-this-key")
    check("users.list_users: without a right key is an UnauthorizedError", isinstance(await refused(other.list_users, UnauthorizedError), UnauthorizedError))


async def teams():
    client.http.request("POST", "/team/new", json={"team_id": "team-2", "team_alias": "Two"})
    users.create_user({"user_id": "member-1", "teams": ["team-2"]})
    check("teams.list: has them", {"team-1", "team-2"} <= {team["team_id"] for team in client.teams.list()})
    check("teams.list(user_id): filters", client.teams.list(user_id="nobody") == [])
    check("teams.list(organization_id): filters", client.teams.list(organization_id="nobody") == [])
    two = client.teams.list_v2
    check("teams.list_v2: pages", (lambda page: (page["page"], page["page_size"], page["total"]) == (1, 10, 2))(two()))
    check("teams.list_v2(user_id): filters", [team["team_id"] for team in two(user_id="member-1")["teams"]] == ["team-2"])
    check("teams.list_v2(organization_id): filters", two(organization_id="nobody")["total"] == 0)
    check("teams.list_v2(team_id): filters", two(team_id="team-2")["total"] == 1)
    check("teams.list_v2(team_alias): is a part", two(team_alias="Tw")["total"] == 1)
    check("teams.list_v2(page): is one of many", [team["team_id"] for team in two(page=2, page_size=1, sort_by="team_alias")["teams"]] == ["team-2"])
    check("teams.list_v2(page_size): counts", two(page_size=1)["total_pages"] == 2)
    check("teams.list_v2(sort_by): a column", [team["team_alias"] for team in two(sort_by="team_alias")["teams"]] == ["One", "Two"])
    check("teams.list_v2(sort_order): turns it", [team["team_alias"] for team in two(sort_by="team_alias", sort_order="desc")["teams"]] == ["Two", "One"])
    check("teams.get_available: answers a list", client.teams.get_available() == [])


async def models_and_chat():
    check("models.list: those of the proxy", [model["id"] for model in client.models.list()] == ["gpt-4o", "gpt-4o-mini"])
    check("models.list(return_request): sends nothing", sent(client.models.list(return_request=True))[:2] == ("GET", f"{URL}/models"))
    described = client.models.info()
    check("models.info: describes them", [(model["model_name"], model["model_info"]["litellm_provider"]) for model in described] == [("gpt-4o", "openai"), ("gpt-4o-mini", "openai")])
    check("models.info(return_request): sends nothing", sent(client.models.info(return_request=True))[:2] == ("GET", f"{URL}/v1/model/info"))
    check("models.get: finds one by its name", client.models.get(model_name="gpt-4o-mini") == described[1])
    check("models.get(model_id): finds one", client.models.get(model_id=described[0]["model_info"]["id"]) == described[0])
    check("models.get(model_id): unknown is a NotFoundError", isinstance(await refused(lambda: client.models.get(model_id="m"), NotFoundError), NotFoundError))
    check("models.get(model_id): or model_name, not both", isinstance(await refused(lambda: client.models.get("m", "m"), ValueError), ValueError))
    check("models.get(return_request): asks for all", sent(client.models.get("m", return_request=True))[:2] == ("GET", f"{URL}/v1/model/info"))
    check("model_groups.info: describes them", [group["model_group"] for group in client.model_groups.info()] == ["gpt-4o", "gpt-4o-mini"])
    check("model_groups.info(return_request): sends nothing", sent(client.model_groups.info(return_request=True))[:2] == ("GET", f"{URL}/model_group/info"))
    said = [{"role": "user", "content": "Hello"}]
    options = {"temperature": 0.5, "top_p": 1, "n": 1, "max_tokens": 5, "presence_penalty": 0, "frequency_penalty": 0, "user": "u"}
    answer = client.chat.completions("gpt-4o", said, **options)
    check("chat.completions(model): answers", answer["model"] == "gpt-4o" and answer["choices"][0]["message"]["content"] != "")
    request = client.chat.completions("gpt-4o", said, **options, return_request=True)
    check("chat.completions(messages): are sent", request.json == {"model": "gpt-4o", "messages": said, **options})
    for option in [*options, "return_request"]:
        check(f"chat.completions({option}): is sent", option == "return_request" or request.json[option] == options[option])
    words = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in client.chat.completions_stream("gpt-4o", said, **options))
    for option in ["model", "messages", *options]:
        check(f"chat.completions_stream({option}): is taken", words == answer["choices"][0]["message"]["content"])


async def low_level():
    check("http.request(uri): with or without a slash", client.http.request("GET", "key/list") == client.http.request("GET", "/key/list"))
    check("http.request(headers): go along", client.http.request("GET", "/key/list", headers={"litellm-changed-by": "me"})["current_page"] == 1)
    check("http.request(kwargs): go to requests", len(client.http.request("GET", "/key/list", params={"size": 1})["keys"]) == 1)
    made = client.http.request("POST", "/key/generate", data=json.dumps({"key_alias": "raw"}).encode())
    check("http.request(data): is the body; without a content type it is JSON", made["key_alias"] == "raw")
    health = HealthManagementClient(URL)
    check("health.get_readiness: needs no key", health.get_readiness() == {"status": "healthy", "db": "connected"})
    check("health.get_server_version: is not told any more", health.get_server_version() is None)


async def not_emulated():
    """What the emulator does not have says so, and is not taken for missing."""
    info = {"credential_name": "c", "credential_info": {}, "credential_values": {}}
    for name, call in {
        "models.new": lambda: client.models.new("m", {"model": "gpt-4o"}, {"id": "m"}),
        "models.delete": lambda: client.models.delete("m"),
        "models.update": lambda: client.models.update("m", {"model": "gpt-4o"}, {"id": "m"}),
        "credentials.list": client.credentials.list,
        "credentials.create": lambda: client.credentials.create(**info, display_name="C"),
        "credentials.get": lambda: client.credentials.get("c"),
        "credentials.update_display_name": lambda: client.credentials.update_display_name("c", "D"),
        "credentials.delete": lambda: client.credentials.delete("c"),
    }.items():
        check(f"{name}: is answered 501", await status_of(call) == 501)


async def main():
    secret = await generating()
    await listing(secret)
    await one_key(secret)
    await deleting(secret)
    await refusals()
    await people()
    await teams()
    await models_and_chat()
    await low_level()
    await not_emulated()


run(main())
asked_by_option = {"keys": KeysManagementClient, "users": UsersManagementClient, "teams": TeamsManagementClient, "chat": ChatClient, "http": HTTPClient, "health": HealthManagementClient, "model_groups": ModelGroupsManagementClient}
asked_by_name = {"models": ModelsManagementClient, "credentials": CredentialsManagementClient}
members = [f"{place}.{option}" for place, cls in asked_by_option.items() for option in public_options(cls)]
members += sorted({f"{place}.{option.split('(')[0]}" for place, cls in asked_by_name.items() for option in public_options(cls)})
end("litellm 1.106.2, client", members)
