"""All 130 methods of authpi-admin 0.3.0 against the emulator with --legacy: 96 that have an endpoint, and 34 whose path never existed."""

from authpi_admin import AuthPIAdmin
from authpi_admin.errors import ApiError, NotFoundError, ServerError, ValidationError
from counting import check, end, run
from server import ACCOUNT_ID, KEY_ID, URL, access_token, fails, gives, methods_of, record

calls, iterations = methods_of("authpi_admin")


def of(answer):
    """0.3.0 takes nothing out of its envelope."""
    return answer["data"]


async def account(admin):
    await gives("accounts.list", admin.accounts.list(), lambda page: page.data[0]["id"] == ACCOUNT_ID)
    await gives("accounts.get", admin.accounts.get("me"), lambda found: of(found)["id"] == ACCOUNT_ID)
    await gives("accounts.update", admin.accounts.update("me", {"name": "Acme"}), lambda found: of(found)["organization"]["name"] == "Acme")
    # It sends none of the filters that both of these need.
    await fails("accounts.backlinks_notes", admin.accounts.backlinks_notes("me"), ValidationError, 400)
    await fails("accounts.count_notes", admin.accounts.count_notes("me"), ValidationError, 400)

    # It can neither make nor list keys; the one it works with is there, and others come from elsewhere.
    await gives("api_keys.get", admin.api_keys.get(KEY_ID), lambda found: of(found)["status"] == "active")
    await gives("api_keys.update", admin.api_keys.update(KEY_ID, {"description": "mine"}), lambda found: of(found)["description"] == "mine")

    host = "login.example.com"
    await gives("domains.create", admin.domains.create({"host": host}), lambda found: of(found)["domains"][0]["host"] == host)
    await gives("domains.list", admin.domains.list(), lambda page: page.data[0]["host"] == host)
    await gives("domains.verify", admin.domains.verify(host), lambda found: of(found)["domains"][0]["verified"])
    issuer = of(await admin.issuers.create({"name": "of-domain"}))["id"]
    await gives("domains.assign", admin.domains.assign(host, {"issuer_id": issuer}), lambda found: of(found)["domains"][0]["assigned_issuer_id"] == issuer)
    await gives("domains.unassign", admin.domains.unassign(host), lambda found: "assigned_issuer_id" not in of(found)["domains"][0])
    await gives("domains.delete", admin.domains.delete(host), lambda answer: answer is None)

    events = await gives("events.list", admin.events.list(limit=50), lambda page: "account.domain.added" in [item.type for item in page.data])
    # The service puts a single event into an envelope, and 0.3.0 looks for its fields beside that.
    await gives("events.get", admin.events.get(events.data[0].id), lambda found: of(found)["type"] == events.data[0].type)

    made = await gives("issuers.create", admin.issuers.create({"name": "Two"}), lambda found: of(found)["name"] == "Two")
    issuer = of(made)["id"]
    await gives("issuers.list", admin.issuers.list(limit=10), lambda page: issuer in [item["id"] for item in page.data])
    await gives("issuers.get", admin.issuers.get(issuer), lambda found: of(found)["name"] == "Two")
    await gives("issuers.update", admin.issuers.update(issuer, {"name": "Three"}, if_match=made["_etag"]), lambda found: of(found)["name"] == "Three")
    scope = admin.issuer(issuer)
    await gives("issuer_scope.get", scope.get(), lambda found: of(found)["name"] == "Three")
    await gives("issuer_scope.update", scope.update({"description": "d"}), lambda found: of(found)["description"] == "d")
    await gives("issuer_scope.delete", scope.delete(), lambda answer: answer is None)
    other = of(await admin.issuers.create({"name": "Four"}))["id"]
    await gives("issuers.delete", admin.issuers.delete(other), lambda answer: answer is None)

    note = of(await gives("notes.create", admin.notes.create({"subject_type": "org", "subject_id": "org_1", "issuer_id": "i_1", "content": "hi"}), lambda found: of(found)["content"] == "hi"))["id"]
    await gives("notes.get", admin.notes.get(note), lambda found: of(found)["content"] == "hi")
    await gives("notes.update", admin.notes.update(note, {"pinned": True}), lambda found: of(found)["pinned"])
    # Its models take no null, so it can list what was changed once, and nothing else.
    await gives("notes.list", admin.notes.list(), lambda page: [item.id for item in page.data] == [note])
    await gives("notes.delete", admin.notes.delete(note), lambda answer: answer is None)

    hook = of(await gives("webhooks.create", admin.webhooks.create({"url": "https://example.com"}), lambda found: of(found)["url"].startswith("https://example.com")))["id"]
    await admin.webhooks.update(hook, {"description": "d", "status": "disabled"})
    await gives("webhooks.list", admin.webhooks.list(), lambda page: [item.id for item in page.data] == [hook])
    await gives("webhooks.get", admin.webhooks.get(hook), lambda found: of(found)["id"] == hook)
    await gives("webhooks.update", admin.webhooks.update(hook, {"name": "w2"}), lambda found: of(found)["name"] == "w2")
    webhook = admin.webhook(hook)
    await gives("webhook_scope.get", webhook.get(), lambda found: of(found)["name"] == "w2")
    await gives("webhook_scope.update", webhook.update({"description": "x"}), lambda found: of(found)["description"] == "x")
    await gives("deliveries.list", webhook.deliveries.list(), lambda page: page.data == [])
    await gives("webhook_scope.delete", webhook.delete(), lambda answer: answer is None)
    other = of(await admin.webhooks.create({"url": "https://example.com"}))["id"]
    await gives("webhooks.delete", admin.webhooks.delete(other), lambda answer: answer is None)


async def inside_issuer(admin):
    issuer_id = of(await admin.issuers.create({"name": "Main"}))["id"]
    issuer = admin.issuer(issuer_id)
    made = await gives("users.create", issuer.users.create({"email": "alice@example.com", "display_name": "Alice"}), lambda found: of(found)["profile"] == {"display_name": "Alice"})
    user_id = of(made)["id"]
    await gives("users.list", issuer.users.list(), lambda page: [item["user_id"] for item in page.data] == [user_id])
    await gives("users.get", issuer.users.get(user_id), lambda found: of(found)["username"] == "alice@example.com")
    await gives("users.update", issuer.users.update(user_id, {"display_name": "Bob"}, if_match=made["_etag"]), lambda found: of(found)["profile"]["display_name"] == "Bob")
    await gives("users.revoke_all_trusted_devices", issuer.users.revoke_all_trusted_devices(user_id), lambda found: of(found)["revoked_count"] == 0)
    await fails("users.complete_enrollment_verifiers", issuer.users.complete_enrollment_verifiers(user_id), ServerError, 501)
    user = issuer.user(user_id)
    read = await gives("user_scope.get", user.get(), lambda found: of(found)["id"] == user_id)
    check("user_scope.get: holds no tag, so the README's change has nothing to compare", read.get("_etag") is None)
    await gives("user_scope.update", user.update({"profile": {"display_name": "Eve"}}), lambda found: of(found)["profile"]["display_name"] == "Eve")

    waiting = record("users", [issuer_id], {"issuer_id": issuer_id, "status": "pending_approval", "username_type": "email", "username": "p@example.com", "profile": {}})
    await gives("approvals.list", issuer.approvals.list(), lambda page: [item["user_id"] for item in page.data] == [waiting])
    await gives("approvals.get", issuer.approvals.get(waiting), lambda found: of(found)["id"] == waiting)
    await fails("approvals.update", issuer.approvals.update(waiting, {"status": "active"}), ServerError, 501)

    login = of(await gives("auth_methods.create", issuer.auth_methods.create({"method": "password", "enabled": True}), lambda found: of(found)["enabled"]))["id"]
    await gives("auth_methods.list", issuer.auth_methods.list(), lambda page: [item["id"] for item in page.data] == [login])
    await gives("auth_methods.get", issuer.auth_methods.get(login), lambda found: of(found)["id"] == login)
    await fails("auth_methods.update", issuer.auth_methods.update(login, {"enabled": False}), ServerError, 501)
    await gives("auth_methods.delete", issuer.auth_methods.delete(login), lambda answer: answer is None)

    client = of(await gives("clients.create", issuer.clients.create({"name": "c", "type": "Web"}), lambda found: of(found)["name"] == "c"))["id"]
    await gives("clients.list", issuer.clients.list(), lambda page: [item["id"] for item in page.data] == [client])
    await gives("clients.get", issuer.clients.get(client), lambda found: of(found)["type"] == "Web")
    await gives("clients.update", issuer.clients.update(client, {"name": "c2"}), lambda found: of(found)["name"] == "c2")
    await gives("clients.rotate_secret", issuer.clients.rotate_secret(client), lambda found: of(found)["secret"])
    await gives("clients.delete", issuer.clients.delete(client), lambda answer: answer is None)

    agent_id = of(await gives("agents.create", issuer.agents.create({"name": "bot"}), lambda found: of(found)["name"] == "bot"))["id"]
    await gives("agents.list", issuer.agents.list(), lambda page: [item["id"] for item in page.data] == [agent_id])
    await gives("agents.get", issuer.agents.get(agent_id), lambda found: of(found)["name"] == "bot")
    await gives("agents.update", issuer.agents.update(agent_id, {"model": "m"}), lambda found: of(found)["model"] == "m")
    agent = issuer.agent(agent_id)
    await gives("agent_scope.get", agent.get(), lambda found: of(found)["model"] == "m")
    await gives("agent_scope.update", agent.update({"model": "n"}), lambda found: of(found)["model"] == "n")
    proof = of(await gives("verifiers.create", agent.verifiers.create({"type": "secret"}), lambda found: of(found)["secret"]))["id"]
    await gives("verifiers.list", agent.verifiers.list(), lambda page: [item["id"] for item in page.data] == [proof])
    await gives("verifiers.delete", agent.verifiers.delete(proof), lambda answer: answer is None)
    await gives("agent_scope.delete", agent.delete(), lambda answer: answer is None)
    other = of(await issuer.agents.create({"name": "other"}))["id"]
    await gives("agents.delete", issuer.agents.delete(other), lambda answer: answer is None)

    organization = of(await gives("organizations.create", issuer.organizations.create({"name": "Acme"}), lambda found: of(found)["name"] == "Acme"))["id"]
    await gives("organizations.list", issuer.organizations.list(), lambda page: [item["id"] for item in page.data] == [organization])
    await gives("organizations.get", issuer.organizations.get(organization), lambda found: of(found)["name"] == "Acme")
    await gives("organizations.update", issuer.organizations.update(organization, {"name": "Emca"}), lambda found: of(found)["name"] == "Emca")
    await gives("organizations.domains_sso", issuer.organizations.domains_sso(organization, {"domain": "acme.com"}), lambda found: of(found)["domain"] == "acme.com")
    await gives("organizations.rotate_secret_sso", issuer.organizations.rotate_secret_sso(organization), lambda found: of(found)["secret"])
    await gives("organizations.delete", issuer.organizations.delete(organization), lambda answer: answer is None)

    session = record("sessions", [issuer_id, user_id], {"user_id": user_id, "issuer_id": issuer_id, "type": "op", "status": "active"})
    await gives("sessions.get", issuer.sessions.get(session), lambda found: of(found)["status"] == "active")
    await gives("sessions.suspend", issuer.sessions.suspend(session), lambda found: of(found)["status"] == "suspended")
    await gives("sessions.reactivate", issuer.sessions.reactivate(session), lambda found: of(found)["status"] == "active")
    await gives("sessions.revoke", issuer.sessions.revoke(session), lambda found: of(found)["status"] == "revoked")

    await gives("tokens.create", user.tokens.create({"name": "t", "restrictions": {"scopes": []}}), lambda found: of(found)["token_plain"])
    await gives("tokens.list", user.tokens.list(), lambda page: [item["name"] for item in page.data] == ["t"])
    device = of(await gives("trusted_devices.create", user.trusted_devices.create({"fingerprint": "f"}), lambda found: of(found)["device_id"]))["device_id"]
    await gives("trusted_devices.list", user.trusted_devices.list(), lambda page: [item["id"] for item in page.data] == [device])
    await gives("trusted_devices.delete", user.trusted_devices.delete(device), lambda answer: answer is None)
    factor = record("verifiers", [issuer_id, user_id], {"type": "backup_codes"})
    await gives("verifiers.list", user.verifiers.list(), lambda page: [item["id"] for item in page.data] == [factor])
    await fails("verifiers.create", user.verifiers.create({}), ServerError, 501)
    await gives("verifiers.delete", user.verifiers.delete(factor), lambda answer: answer is None)

    await dead(admin, issuer, user)
    await gives("users.delete", issuer.users.delete(waiting), lambda answer: answer is None)
    await gives("user_scope.delete", user.delete(), lambda answer: answer is None)


async def dead(admin, issuer, user):
    """Paths that no version of the service has: mounted below the issuer or the user by mistake."""
    body, sent = {"name": "x"}, 0
    for member, attempt in (
        ("tokens.list", admin.tokens.list()),
        ("tokens.create", admin.tokens.create(body)),
        *((f"api_keys.{name}", getattr(issuer.api_keys, name)("key_1")) for name in ("get", "delete", "block", "revoke", "rotate", "unblock")),
        ("api_keys.update", issuer.api_keys.update("key_1", body)),
        ("groups.list", issuer.groups.list()),
        ("groups.create", issuer.groups.create(body)),
        ("groups.get", issuer.groups.get("org_1", "grp_1")),
        ("groups.update", issuer.groups.update("org_1", "grp_1", body)),
        ("groups.delete", issuer.groups.delete("org_1", "grp_1")),
        ("invitations.list", issuer.invitations.list()),
        ("invitations.create", issuer.invitations.create(body)),
        ("invitations.get", issuer.invitations.get("org_1", "inv_1")),
        ("invitations.update", issuer.invitations.update("org_1", "inv_1", body)),
        ("invitations.resend", issuer.invitations.resend("inv_1")),
        ("invitations.revoke", issuer.invitations.revoke("inv_1")),
        ("members.list", issuer.members.list()),
        ("members.create", issuer.members.create(body)),
        ("members.update", issuer.members.update("org_1", "usr_1", body)),
        ("members.delete", issuer.members.delete("org_1", "usr_1")),
        ("domains.list", issuer.domains.list()),
        ("domains.create", issuer.domains.create(body)),
        ("domains.assign", issuer.domains.assign("acme.com", body)),
        *((f"domains.{name}", getattr(issuer.domains, name)("acme.com")) for name in ("delete", "unassign", "verify")),
        *((f"sessions.{name}", getattr(user.sessions, name)("ses_1")) for name in ("get", "reactivate", "revoke", "suspend")),
    ):
        await fails(f"{member}: where it never was", attempt, NotFoundError, 404)
        sent += 1
    check("paths that never existed: are 34", sent == 34)


async def own_key(admin):
    """Last, since it ends what everything above has worked with."""
    await gives("api_keys.rotate", admin.api_keys.rotate(KEY_ID), lambda found: of(found)["secret_plain"])
    bearer = AuthPIAdmin(access_token=access_token(), account_id=ACCOUNT_ID, base_url=URL, retries=False)
    await gives("api_keys.block", bearer.api_keys.block(KEY_ID), lambda found: of(found)["status"] == "blocked")
    await gives("api_keys.unblock", bearer.api_keys.unblock(KEY_ID), lambda found: of(found)["status"] == "active")
    check("readme: pages of an access token", [item["id"] for item in (await bearer.issuers.list(limit=1)).data] != [])
    found = [item["id"] async for item in bearer.issuers.list_all(limit=1)]
    check("readme: list_all goes through all of them", len(found) == len(set(found)) > 1)
    await gives("api_keys.revoke", bearer.api_keys.revoke(KEY_ID), lambda found: of(found)["status"] == "revoked")
    await gives("api_keys.delete", bearer.api_keys.delete(KEY_ID), lambda answer: answer is None)
    await bearer.close()


async def main():
    async with AuthPIAdmin(api_key=KEY_ID, base_url=URL, retries=False) as admin:
        for part in (account, inside_issuer, own_key):
            try:
                await part(admin)
            except ApiError as error:
                check(f"{part.__name__}: goes to its end, but {error.status_code} {error.error_description}", False)


run(main())
end("authpi-admin 0.3.0, with --legacy", calls)
