"""Every method of authpi-admin 1.4.0 once, each with a checked answer, against the emulator."""

import asyncio

from authpi_admin import AuthPIAdmin
from authpi_admin.errors import ApiError, NotFoundError, ServerError
from authpi_admin.generated.resources.invoices import InvoicesResource
from authpi_admin.generated.resources.payment_methods import PaymentMethodsResource
from authpi_admin.generated.resources.usage import UsageResource
from counting import check, end, run
from server import ACCOUNT_ID, KEY_ID, KEY_SECRET, URL, control, fails, field, gives, methods_of, record

calls, iterations = methods_of("authpi_admin")


async def ids_of(items):
    return [item.id async for item in items]


async def iterates(member, items, expected):
    found = [item async for item in items]
    check(f"{member}: goes through all of them", expected(found))


async def account(admin):
    await gives("whoami", admin.whoami(), lambda me: me["key_id"] == KEY_ID and me["accounts"][0]["account_id"] == ACCOUNT_ID)
    await gives("accounts.list", admin.accounts.list(), lambda page: [item.id for item in page.data] == [ACCOUNT_ID])
    await iterates("accounts.list_all", admin.accounts.list_all(), lambda found: found[0].id == ACCOUNT_ID)
    await gives("accounts.get", admin.accounts.get(ACCOUNT_ID), lambda found: found.id == ACCOUNT_ID)
    changed = {"name": "Acme", "metadata": {"a": 1}}
    await gives("accounts.update", admin.accounts.update(ACCOUNT_ID, changed), lambda found: found.organization.name == "Acme")

    body = {"name": "k", "restrictions": {"scopes": ["*:read"], "ip_allowlist": ["127.0.0.1"]}, "expires_at": 4102444800000, "tags": ["x"]}
    key = await gives("account_api_keys.create", admin.api_keys.create(body), lambda made: made.secret_plain and made.restrictions["scopes"] == ["*:read"])
    await gives("account_api_keys.list", admin.api_keys.list(q="k", status="active"), lambda page: key.id in [item.id for item in page.data])
    await iterates("account_api_keys.list_all", admin.api_keys.list_all(limit=1), lambda found: {KEY_ID, key.id} <= {item.id for item in found})
    await gives("account_api_keys.get", admin.api_keys.get(key.id), lambda found: found.name == "k" and found.status == "active")
    await gives("account_api_keys.update", admin.api_keys.update(key.id, {"name": "k2"}, if_match=key._etag), lambda found: found.name == "k2")
    await gives("account_api_keys.block", admin.api_keys.block(key.id), lambda found: found.status == "blocked")
    await gives("account_api_keys.unblock", admin.api_keys.unblock(key.id), lambda found: found.status == "active")
    await gives("account_api_keys.rotate", admin.api_keys.rotate(key.id), lambda made: made.secret_plain not in ("", key.secret_plain))
    await gives("account_api_keys.revoke", admin.api_keys.revoke(key.id), lambda found: found.status == "revoked")
    await gives("account_api_keys.delete", admin.api_keys.delete(key.id), lambda answer: answer is None)
    await fails("account_api_keys.get", admin.api_keys.get(key.id), NotFoundError, 404)

    entry = record("ledger", [], {"type": "charge", "amount_μusd": 5, "balance_after_μusd": 7})
    await gives("credits.ledger", admin.credits.ledger(), lambda page: page.data[0].id == entry)
    await iterates("credits.ledger_all", admin.credits.ledger_all(), lambda found: [item.id for item in found] == [entry])
    await fails("credits.create_topup", admin.credits.create_topup({}), ServerError, 501)

    host = "login.example.com"
    await gives("domains.create", admin.domains.create({"host": host}), lambda found: found.domains[0].host == host)
    await gives("domains.list", admin.domains.list(), lambda page: page.data[0].host == host)
    await iterates("domains.list_all", admin.domains.list_all(), lambda found: [item.host for item in found] == [host])
    await gives("domains.verify", admin.domains.verify(host), lambda found: found.domains[0].verified)
    issuer = await admin.issuers.create({"name": "of-domain", "settings": {"access": {}}})
    await gives("domains.assign", admin.domains.assign(host, {"issuer_id": issuer.id}), lambda found: found.domains[0].assigned_issuer_id == issuer.id)
    await gives("domains.unassign", admin.domains.unassign(host), lambda found: found.domains[0].assigned_issuer_id is None)
    await gives("domains.delete", admin.domains.delete(host), lambda answer: answer is None)

    events = await gives("events.list", admin.events.list(limit=50), lambda page: "account.domain.added" in [item.type for item in page.data])
    await iterates("events.list_all", admin.events.list_all(limit=3), lambda found: len({item.id for item in found}) == len(found) > 3)
    await gives("events.get", admin.events.get(events.data[0].id), lambda found: found.type == events.data[0].type)
    await gives("events.aggregate", admin.events.aggregate(), lambda found: isinstance(found.buckets, list))

    # These three have classes and no way to them.
    base = f"/v1/accounts/{ACCOUNT_ID}"
    invoice = record("invoices", [], {"period": "2026-10", "status": None, "total_μusd": None, "external_reference": None, "hosted_invoice_url": None, "invoice_pdf": None})
    invoices = InvoicesResource(admin.http, f"{base}/invoices")
    await gives("invoices.list", invoices.list(limit=5), lambda page: page.data[0].period == "2026-10" and invoice)
    await iterates("invoices.list_all", invoices.list_all(), lambda found: len(found) == 1)
    usage = UsageResource(admin.http, f"{base}/usage")
    await fails("usage.list", usage.list(period="2026-11"), ServerError, 501)
    await fails("usage.list_all", usage.list_all().__anext__(), ServerError, 501)
    await gives("usage.estimate", usage.estimate(), lambda found: found.estimate and found.total_μusd == 0)
    paying = PaymentMethodsResource(admin.http, f"{base}/payment-methods")
    method = record("payment_methods", [], {"type": "x402"})
    await gives("payment_methods.setup_intent_stripe", paying.setup_intent_stripe(), lambda made: made.client_secret)
    await fails("payment_methods.create", paying.create({}), ServerError, 501)
    await fails("payment_methods.update", paying.update(method, {}), ServerError, 501)
    await gives("payment_methods.delete", paying.delete(method), lambda answer: answer is None)


async def issuers_and_notes(admin):
    issuer = await gives("issuers.create", admin.issuers.create({"name": "Two", "settings": {"access": {}}, "available_scopes": ["a"]}), lambda made: made.name == "Two")
    await gives("issuers.list", admin.issuers.list(q="Two", status="active"), lambda page: [item.id for item in page.data] == [issuer.id])
    await iterates("issuers.list_all", admin.issuers.list_all(limit=1), lambda found: issuer.id in [item.id for item in found])
    await gives("issuers.get", admin.issuers.get(issuer.id), lambda found: found.available_scopes == ["a"])
    await gives("issuers.update", admin.issuers.update(issuer.id, {"name": "Three"}), lambda found: found.name == "Three")
    scope = admin.issuer(issuer.id)
    await gives("issuer_scope.get", scope.get(), lambda found: found.name == "Three")
    await gives("issuer_scope.update", scope.update({"description": "d"}), lambda found: found.description == "d")
    await gives("issuer_scope.delete", scope.delete(), lambda answer: answer is None)
    other = await admin.issuers.create({"name": "Four", "settings": {"access": {}}})
    await gives("issuers.delete", admin.issuers.delete(other.id), lambda answer: answer is None)
    await fails("issuers.delete", admin.issuers.delete(other.id), NotFoundError, 404)

    about = {"subject_type": "issuer", "subject_id": issuer.id}
    note = await gives("notes.create", admin.notes.create({**about, "content": "hi"}), lambda made: made.content == "hi")
    await gives("notes.list", admin.notes.list(pinned=False), lambda page: [item.id for item in page.data] == [note.id])
    await iterates("notes.list_all", admin.notes.list_all(), lambda found: [item.id for item in found] == [note.id])
    await gives("notes.get", admin.notes.get(note.id), lambda found: found.content == "hi")
    await gives("notes.update", admin.notes.update(note.id, {"pinned": True}), lambda found: found.pinned)
    await gives("notes.count", admin.notes.count(**about), lambda found: found.count == 1)
    await gives("notes.backlinks", admin.notes.backlinks(ref_type="issuer", ref_id=issuer.id), lambda found: found == [])
    await gives("notes.delete", admin.notes.delete(note.id), lambda answer: answer is None)


async def inside_issuer(admin):
    issuer_id = (await admin.issuers.create({"name": "Main", "settings": {"access": {}}})).id
    issuer = admin.issuer(issuer_id)
    person = {"username_type": "email", "username": "alice@example.com", "profile": {"first_name": "Alice"}}
    made = await gives("users.create", issuer.users.create(person), lambda found: found.username == "alice@example.com")
    await gives("users.list", issuer.users.list(status="active"), lambda page: [item.user_id for item in page.data] == [made.id])
    await iterates("users.list_all", issuer.users.list_all(), lambda found: [item.user_id for item in found] == [made.id])
    await gives("users.get", issuer.users.get(made.id), lambda found: found.profile == {"first_name": "Alice"})
    await gives("users.update", issuer.users.update(made.id, {"status": "blocked"}), lambda found: found.status == "blocked")
    user = issuer.user(made.id)
    await gives("user_scope.get", user.get(), lambda found: found.status == "blocked")
    await gives("user_scope.update", user.update({"profile": {"display_name": "X"}}), lambda found: found.profile["display_name"] == "X")

    waiting = record("users", [issuer_id], {"issuer_id": issuer_id, "status": "pending_approval", "username_type": "email", "username": "p@example.com", "profile": {}})
    await gives("approvals.list", issuer.approvals.list(), lambda page: [item.user_id for item in page.data] == [waiting])
    await iterates("approvals.list_all", issuer.approvals.list_all(), lambda found: [item.user_id for item in found] == [waiting])
    await gives("approvals.get", issuer.approvals.get(waiting), lambda found: found.id == waiting)
    await fails("approvals.update", issuer.approvals.update(waiting, {"status": "active"}), ServerError, 501)

    login = await gives("auth_methods.create", issuer.auth_methods.create({"method": "password", "enabled": True}), lambda found: field(found, "enabled") is True)
    login_id = field(login, "id")
    await gives("auth_methods.list", issuer.auth_methods.list(), lambda page: [field(item, "id") for item in page.data] == [login_id])
    await iterates("auth_methods.list_all", issuer.auth_methods.list_all(), lambda found: len(found) == 1)
    await gives("auth_methods.get", issuer.auth_methods.get(login_id), lambda found: field(found, "id") == login_id)
    await fails("auth_methods.update", issuer.auth_methods.update(login_id, {"enabled": False}), ServerError, 501)
    await gives("auth_methods.delete", issuer.auth_methods.delete(login_id), lambda answer: answer is None)

    client = await gives("clients.create", issuer.clients.create({"name": "c", "type": "Web"}), lambda found: found.name == "c")
    await gives("clients.list", issuer.clients.list(name="c"), lambda page: [item.id for item in page.data] == [client.id])
    await iterates("clients.list_all", issuer.clients.list_all(), lambda found: [item.id for item in found] == [client.id])
    await gives("clients.get", issuer.clients.get(client.id), lambda found: found.type == "Web")
    await gives("clients.update", issuer.clients.update(client.id, {"status": "disabled"}), lambda found: found.status == "disabled")
    await gives("clients.rotate_secret", issuer.clients.rotate_secret(client.id), lambda found: found.secret not in ("", client.secret))
    await gives("clients.delete", issuer.clients.delete(client.id), lambda answer: answer is None)

    agent = await gives("agents.create", issuer.agents.create({"name": "bot", "scopes": ["a"]}), lambda found: found.scopes == ["a"])
    await gives("agents.list", issuer.agents.list(has_verifiers="false"), lambda page: [item.id for item in page.data] == [agent.id])
    await iterates("agents.list_all", issuer.agents.list_all(), lambda found: [item.id for item in found] == [agent.id])
    await gives("agents.get", issuer.agents.get(agent.id), lambda found: found.name == "bot")
    await gives("agents.update", issuer.agents.update(agent.id, {"status": "suspended"}), lambda found: found.status == "suspended")
    acting = issuer.agent(agent.id)
    await gives("agent_scope.get", acting.get(), lambda found: found.status == "suspended")
    await gives("agent_scope.update", acting.update({"model": "m"}), lambda found: found.model == "m")
    proof = await gives("agent_verifiers.create", acting.verifiers.create({"type": "secret"}), lambda found: found.secret)
    await gives("agent_verifiers.list", acting.verifiers.list(), lambda page: [item.id for item in page.data] == [proof.id])
    await iterates("agent_verifiers.list_all", acting.verifiers.list_all(), lambda found: [item.id for item in found] == [proof.id])
    await gives("agent_verifiers.delete", acting.verifiers.delete(proof.id), lambda answer: answer is None)
    await gives("agent_scope.delete", acting.delete(), lambda answer: answer is None)
    other = await issuer.agents.create({"name": "other"})
    await gives("agents.delete", issuer.agents.delete(other.id), lambda answer: answer is None)

    await of_user(admin, issuer, made.id)
    await of_organization(admin, issuer, made.id)
    await gives("users.delete", issuer.users.delete(waiting), lambda answer: answer is None)
    await gives("user_scope.delete", user.delete(), lambda answer: answer is None)
    return issuer


async def of_user(admin, issuer, user_id):
    user = issuer.user(user_id)
    session = record("sessions", [(await issuer.get()).id, user_id], {"user_id": user_id, "issuer_id": (await issuer.get()).id, "type": "op", "status": "active"})
    await gives("user_sessions.list", user.sessions.list(status="active"), lambda page: [item.id for item in page.data] == [session])
    await iterates("user_sessions.list_all", user.sessions.list_all(), lambda found: [item.id for item in found] == [session])
    await gives("issuer_sessions.get", issuer.sessions.get(session), lambda found: found.user_id == user_id)
    await gives("issuer_sessions.suspend", issuer.sessions.suspend(session), lambda found: found.status == "suspended")
    await gives("issuer_sessions.reactivate", issuer.sessions.reactivate(session), lambda found: found.status == "active")
    await gives("issuer_sessions.revoke", issuer.sessions.revoke(session), lambda found: found.status == "revoked")

    token = await gives("user_tokens.create", user.tokens.create({"name": "t", "restrictions": {"scopes": ["a"]}}), lambda made: made.token_plain.count(".") == 2)
    tokens = await gives("user_tokens.list", user.tokens.list(status="active"), lambda page: [item.name for item in page.data] == ["t"])
    await iterates("user_tokens.list_all", user.tokens.list_all(), lambda found: len(found) == 1)
    await gives("issuer_tokens.introspect", issuer.tokens.introspect({"token": token.token_plain}), lambda found: field(found, "active") is True)
    token_id = tokens.data[0].id
    await gives("account_tokens.get", admin.tokens.get(token_id), lambda found: found.user_id == user_id)
    await gives("account_tokens.revoke", admin.tokens.revoke(token_id), lambda found: found.status == "revoked")
    await gives("account_tokens.delete", admin.tokens.delete(token_id), lambda answer: answer is None)

    device = await gives("trusted_devices.create", user.trusted_devices.create({"fingerprint": "f", "name": "n"}), lambda made: made.expires_at)
    await gives("trusted_devices.list", user.trusted_devices.list(), lambda page: [item.id for item in page.data] == [device.device_id])
    await iterates("trusted_devices.list_all", user.trusted_devices.list_all(), lambda found: len(found) == 1)
    await gives("trusted_devices.delete", user.trusted_devices.delete(device.device_id), lambda answer: answer is None)
    await gives("trusted_devices.revoke_all", user.trusted_devices.revoke_all(), lambda found: found.revoked_count == 0)

    factor = record("verifiers", [(await issuer.get()).id, user_id], {"type": "backup_codes"})
    await gives("user_verifiers.list", user.verifiers.list(), lambda page: [field(item, "id") for item in page.data] == [factor])
    await iterates("user_verifiers.list_all", user.verifiers.list_all(), lambda found: len(found) == 1)
    await gives("user_verifiers.get", user.verifiers.get(factor), lambda found: field(found, "type") == "backup_codes")
    await gives("user_verifiers.regenerate", user.verifiers.regenerate(factor), lambda made: len(set(made.codes)) == len(made.codes) > 1)
    await fails("user_verifiers.create", user.verifiers.create({}), ServerError, 501)
    await fails("user_verifiers.update", user.verifiers.update(factor, {}), ServerError, 501)
    await fails("user_verifiers.verify", user.verifiers.verify(factor), ServerError, 501)
    await fails("user_verifiers.complete_enrollment", user.verifiers.complete_enrollment(), ServerError, 501)
    await gives("user_verifiers.delete", user.verifiers.delete(factor), lambda answer: answer is None)


async def of_organization(admin, issuer, user_id):
    body = {"name": "Acme", "org_type": "business", "address": {"country": "DE"}}
    made = await gives("organizations.create", issuer.organizations.create(body), lambda found: found.org_type == "business")
    await gives("organizations.list", issuer.organizations.list(status="active"), lambda page: [item.id for item in page.data] == [made.id])
    await iterates("organizations.list_all", issuer.organizations.list_all(), lambda found: [item.id for item in found] == [made.id])
    await gives("organizations.get", issuer.organizations.get(made.id), lambda found: found.address.country == "DE")
    suspended = {"status": "suspended", "status_reason": "r", "status_by": "b"}
    await gives("organizations.update", issuer.organizations.update(made.id, suspended), lambda found: (found.status, found.status_reason) == ("suspended", "r"))
    organization = issuer.organization(made.id)
    await gives("organization_scope.get", organization.get(), lambda found: found.status == "suspended")
    await gives("organization_scope.update", organization.update({"status": "active"}), lambda found: found.status == "active")

    key = await gives("organization_api_keys.create", organization.api_keys.create({"name": "k", "restrictions": {}}), lambda found: found.secret_plain and found.org_id == made.id)
    await gives("organization_api_keys.list", organization.api_keys.list(), lambda page: [item.id for item in page.data] == [key.id])
    await iterates("organization_api_keys.list_all", organization.api_keys.list_all(), lambda found: [item.id for item in found] == [key.id])
    await gives("account_api_keys.get", admin.api_keys.get(key.id), lambda found: found.org_id == made.id)

    group = await gives("groups.create", organization.groups.create({"name": "g"}), lambda found: found.name == "g")
    await gives("groups.list", organization.groups.list(), lambda page: [item.id for item in page.data] == [group.id])
    await iterates("groups.list_all", organization.groups.list_all(), lambda found: [item.id for item in found] == [group.id])
    await gives("groups.get", organization.groups.get(group.id), lambda found: found.org_id == made.id)
    await gives("groups.update", organization.groups.update(group.id, {"description": "x"}), lambda found: found.description == "x")
    await gives("groups.delete", organization.groups.delete(group.id), lambda answer: answer is None)

    body = {"email_invited": "bob@example.com", "scopes": ["member"], "inviter": {"name": "A"}, "expires_in_seconds": 60}
    invitation = await gives("invitations.create", organization.invitations.create(body), lambda found: found.inviter.name == "A")
    await gives("invitations.list", organization.invitations.list(), lambda page: [item.id for item in page.data] == [invitation.id])
    await iterates("invitations.list_all", organization.invitations.list_all(), lambda found: [item.id for item in found] == [invitation.id])
    await gives("invitations.get", organization.invitations.get(invitation.id), lambda found: found.email_invited == "bob@example.com")
    await gives("invitations.update", organization.invitations.update(invitation.id, {"message": "m"}), lambda found: found.message == "m")
    await gives("invitations.resend", organization.invitations.resend(invitation.id), lambda found: isinstance(found, dict))
    await gives("invitations.revoke", organization.invitations.revoke(invitation.id), lambda found: isinstance(found, dict))

    member = {"member_id": user_id, "member_type": "user", "scopes": ["member"]}
    await gives("members.create", organization.members.create(member), lambda found: found.member_id == user_id)
    await gives("members.list", organization.members.list(scope="member"), lambda page: [item.member_id for item in page.data] == [user_id])
    await iterates("members.list_all", organization.members.list_all(), lambda found: len(found) == 1)
    await gives("members.update", organization.members.update(user_id, {"user_title": "T"}), lambda found: found.user_title == "T")
    await gives("members.delete", organization.members.delete(user_id), lambda answer: answer is None)

    await gives("sso.add_domain", organization.sso.add_domain({"domain": "acme.com"}), lambda found: found.domain == "acme.com" and found.txt_record_value)
    await gives("sso.verify_domain", organization.sso.verify_domain("acme.com"), lambda found: isinstance(found.verified, bool))
    await gives("sso.rotate_secret", organization.sso.rotate_secret(), lambda found: found.secret)
    await gives("sso.remove_domain", organization.sso.remove_domain("acme.com"), lambda found: isinstance(found, dict))

    await gives("organization_scope.delete", organization.delete(), lambda answer: answer is None)
    other = await issuer.organizations.create({"name": "Other"})
    await gives("organizations.delete", issuer.organizations.delete(other.id), lambda answer: answer is None)
    await fails("organizations.get", issuer.organizations.get(other.id), NotFoundError, 404)


async def webhooks(admin):
    body = {"name": "w", "url": "http://127.0.0.1:1/x", "auth": {"type": "bearer"}, "events": ["api-key.created"]}
    made = await gives("webhooks.create", admin.webhooks.create(body), lambda found: field(found.auth, "bearer_token_plain"))
    await gives("webhooks.list", admin.webhooks.list(status="active"), lambda page: [item.id for item in page.data] == [made.id])
    await iterates("webhooks.list_all", admin.webhooks.list_all(), lambda found: [item.id for item in found] == [made.id])
    await gives("webhooks.get", admin.webhooks.get(made.id), lambda found: found.events == ["api-key.created"])
    await gives("webhooks.update", admin.webhooks.update(made.id, {"name": "w2"}), lambda found: found.name == "w2")
    webhook = admin.webhook(made.id)
    await gives("webhook_scope.get", webhook.get(), lambda found: found.name == "w2")
    await gives("webhook_scope.update", webhook.update({"description": "x"}), lambda found: found.description == "x")
    await admin.api_keys.create({"name": "told", "restrictions": {}})
    await asyncio.to_thread(control, "deliveries/settle", {})
    sent = await gives("deliveries.list", webhook.deliveries.list(event_type="api-key.created"), lambda page: len(page.data) == 1)
    await iterates("deliveries.list_all", webhook.deliveries.list_all(), lambda found: [item.id for item in found] == [sent.data[0].id])
    await gives("deliveries.redeliver", webhook.deliveries.redeliver(sent.data[0].id), lambda found: found.id == sent.data[0].id)
    await fails("redeliver.create", webhook.redeliver.create({}), ServerError, 501)
    await gives("webhook_scope.delete", webhook.delete(), lambda answer: answer is None)
    other = await admin.webhooks.create({**body, "auth": {"type": "none"}})
    await gives("webhooks.delete", admin.webhooks.delete(other.id), lambda answer: answer is None)


async def main():
    async with AuthPIAdmin(api_key=(KEY_ID, KEY_SECRET), base_url=URL, retries=False) as admin:
        for part in (account, issuers_and_notes, inside_issuer, webhooks):
            try:
                await part(admin)
            except ApiError as error:
                check(f"{part.__name__}: goes to its end, but {error.status_code} {error.error_description}", False)


run(main())
check("whoami and all others: are 142 methods and 26 iterations", (len(calls) + 1, len(iterations)) == (142, 26))
end("authpi-admin 1.4.0, every method", ["whoami", *calls, *iterations])
