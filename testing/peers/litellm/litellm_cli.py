"""LiteLLM 1.106.2's own command line, `lite` and its old name `litellm-proxy`, against the emulator: every keys command with every option."""

import json
import os
import subprocess
import sys

from counting import check, end
from litellm.proxy.client import Client
from litellm.proxy.client.cli.commands.keys import keys as keys_group
from server import API_KEY, URL

venv = sys.argv[1]
client = Client(URL, API_KEY)


def call(*words, program="lite", **environment):
    """Runs the program as it is installed; gives its exit code and what it printed."""
    path = os.path.join(venv, "Scripts" if os.name == "nt" else "bin", program)
    # As wide as a table of hashes needs; 80 columns would cut them.
    surroundings = {**os.environ, "COLUMNS": "250", **environment}
    done = subprocess.run([path, *words], env=surroundings, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def printed(*words):
    """What a command that succeeds prints as JSON."""
    code, output, errors = call(*words)
    return json.loads(output) if code == 0 else {"exit": code, "errors": errors}


def generating():
    client.http.request("POST", "/team/new", json={"team_id": "team-1", "team_alias": "One"})
    client.http.request("POST", "/budget/new", json={"budget_id": "budget-1", "max_budget": 5})
    words = ["--models", "gpt-4o, gpt-4o-mini", "--aliases", '{"small":"gpt-4o-mini"}', "--spend", "1.5", "--duration", "24h", "--key-alias", "first"]
    words += ["--team-id", "team-1", "--user-id", "user-1", "--budget-id", "budget-1", "--config", '{"a":1}']
    made = printed("keys", "generate", *words)
    check("keys generate: prints the secret", made["key"].startswith("sk-"))
    check("keys generate --models: are kept", made["models"] == ["gpt-4o", "gpt-4o-mini"])
    check("keys generate --aliases: are kept", made["aliases"] == {"small": "gpt-4o-mini"})
    check("keys generate --spend: is what was spent", made["spend"] == 1.5)
    check("keys generate --duration: sets an end", made["expires"] is not None)
    check("keys generate --key-alias: is kept", made["key_alias"] == "first")
    check("keys generate --team-id: is kept", made["team_id"] == "team-1")
    check("keys generate --user-id: is kept", made["user_id"] == "user-1")
    check("keys generate --budget-id: is kept", made["budget_id"] == "budget-1")
    check("keys generate --config: is kept", made["config"] == {"a": 1})
    code, output, errors = call("keys", "generate", "--key-alias", "first")
    check("keys generate: a refusal is told with its status and body", (code, "HTTP 400" in errors, "already exists" in output) == (1, True, True))
    return made


def listing(made):
    printed("keys", "generate", "--key-alias", "second")
    everything = printed("keys", "list", "--format", "json")
    check("keys list --format: json has whole keys", [key["key_alias"] for key in everything["keys"]] == ["second", "first"])
    _, table, _ = call("keys", "list", "--format", "table")
    check("keys list: a table", made["token"] in table and "Showing 2 keys out of 2" in table)
    for option, value in {"--user-id": "user-1", "--team-id": "team-1", "--key-hash": made["token"], "--key-alias": "first"}.items():
        shown = printed("keys", "list", "--format", "json", option, value)
        check(f"keys list {option}: filters", [key["token"] for key in shown["keys"]] == [made["token"]])
    check("keys list --organization-id: filters", printed("keys", "list", "--format", "json", "--organization-id", "nobody")["keys"] == [])
    paged = printed("keys", "list", "--format", "json", "--page", "2", "--size", "1")
    check("keys list --page: is the second one", [key["token"] for key in paged["keys"]] == [made["token"]])
    check("keys list --size: is a page's length", paged["total_pages"] == 2)
    check("keys list --return-full-object: is so anyway", printed("keys", "list", "--format", "json", "--return-full-object") == everything)
    check("keys list --include-team-keys: is taken", printed("keys", "list", "--format", "json", "--include-team-keys") == everything)
    code, _, errors = call("keys", "list", LITELLM_PROXY_API_KEY="sk-nobody-has-this-key")
    check("keys list: an unknown key ends with a trace of the error", code == 1 and "UnauthorizedError" in errors)


def importing():
    everywhere = ["--source-base-url", URL, "--source-api-key", API_KEY]
    code, output, _ = call("keys", "import", *everywhere, "--dry-run")
    check("keys import --dry-run: shows what would be made", code == 0 and "first" in output and "Found 2 keys" in output)
    check("keys import --source-base-url: is named", f"Fetching keys from source server: {URL}" in output)
    code, _, errors = call("keys", "import", "--source-base-url", URL, "--source-api-key", "sk-nobody-has-this-key")
    check("keys import --source-api-key: has to be right", code == 1 and "Error" in errors)
    _, output, _ = call("keys", "import", *everywhere, "--created-since", "2999-01-01")
    check("keys import --created-since: leaves older ones out", "Filtered 2 keys to 0 keys" in output)
    code, output, errors = call("keys", "import", *everywhere, "--created-since", "2020-01-01_00:00")
    check("keys import: taken aliases fail, one by one", code == 0 and "Failed to import: 2" in output and "Failed to import key first" in errors)


def deleting(made):
    check("keys delete --keys: by secret or hash", printed("keys", "delete", "--keys", f"{made['token']},")["deleted_keys"] == [made["token"], ""])
    check("keys delete --key-aliases: by alias", printed("keys", "delete", "--key-aliases", "second")["deleted_keys"] == ["second"])
    code, output, errors = call("keys", "delete", "--key-aliases", "second")
    check("keys delete: unknown is told", code == 1 and "HTTP 404" in errors and "No keys found" in output)


def others():
    made = printed("users", "create", "--email", "a@b.example", "--role", "internal_user", "--alias", "Alice", "--team", "team-1", "--max-budget", "9")
    check("users create: makes a user", made["user_email"] == "a@b.example" and made["max_budget"] == 9 and made["teams"] == ["team-1"])
    check("users get: shows it", printed("users", "get", "--id", made["user_id"])["user_info"]["user_alias"] == "Alice")
    check("users list: has it", made["user_id"] in call("users", "list")[1])
    check("users delete: counts", call("users", "delete", made["user_id"])[1].strip() == "1")
    check("teams list: has it", "team-1" in call("teams", "list")[1])
    check("teams available: are none", "No available teams" in call("teams", "available")[1])
    key = printed("keys", "generate", "--key-alias", "mine")["key"]
    code, output, errors = call("teams", "assign-key", "--team-id", "team-1", LITELLM_PROXY_API_KEY=key)
    check("teams assign-key: a key without a user may not", code == 1 and "Only proxy admin" in output + errors)
    check("models list: has them", "gpt-4o-mini" in call("models", "list")[1])
    check("models info: describes them", "openai/gpt-4o-mini" in call("models", "info")[1])
    check("model-groups list: has them", "gpt-4o-mini" in call("model-groups", "list")[1])
    check("http request: sends anything", printed("http", "request", "GET", "/key/list")["total_count"] == 1)
    check("version: asks whether the proxy is ready, which tells none", "Server Version: (unavailable)" in call("version")[1])
    code, output, errors = call("keys", "list", "--format", "json", program="litellm-proxy")
    check("litellm-proxy: is the same under its old name", code == 0 and "deprecated" in errors and json.loads(output)["total_count"] == 1)


made = generating()
listing(made)
importing()
deleting(made)
others()
commands = {command.name: command for command in keys_group.commands.values()}
members = [f"keys {name}" for name in commands]
members += [f"keys {name} {option.opts[0]}" for name, command in commands.items() for option in command.params]
end("litellm 1.106.2, command line", members)
