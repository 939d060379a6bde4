"""Every public method and property of pyoutlineapi 0.4.0 that asks the server something, against the emulator."""

import os

from checks import API_URL, CERT_SHA256, ORIGIN, check, control, end, public_members, refused, run
from pyoutlineapi import APIError, AsyncOutlineClient, DataLimit

# These look at the client itself; a server has no part in them.
OF_THE_CLIENT = {"active_requests", "available_slots", "circuit_state", "config", "get_circuit_metrics", "get_rate_limiter_stats", "get_sanitized_config", "json_format", "rate_limit", "reset_circuit_breaker", "set_rate_limit", "shutdown"}


async def main():
    async with AsyncOutlineClient.create(API_URL, CERT_SHA256) as api:
        check("create: connects", api.is_connected)
        check("is_connected: is true inside", api.is_connected)
        check("api_url: is shown without the secret", API_URL.rsplit("/", 1)[1] not in str(api.api_url) and ORIGIN.split("//")[1] in str(api.api_url))
        check("rename_server: answers 204", await api.rename_server("Again"))
        check("set_hostname: answers 204", await api.set_hostname("192.0.2.7"))
        check("set_default_port: answers 204", await api.set_default_port(8390))
        server = await api.get_server_info()
        check("get_server_info: shows what was set", (server.name, server.hostname_for_access_keys, server.port_for_new_access_keys) == ("Again", "192.0.2.7", 8390))
        check("set_metrics_status: answers 204", await api.set_metrics_status(False))
        check("get_metrics_status: shows it", (await api.get_metrics_status()).metrics_enabled is False)
        key = await api.create_access_key(name="Four", limit=DataLimit(bytes=4096))
        check("create_access_key: gives a key", key.name == "Four" and key.data_limit.bytes == 4096)
        own = await api.create_access_key_with_id("four-own", password="another", method="aes-256-gcm")
        check("create_access_key_with_id: keeps what was chosen", (own.id, own.password, own.method) == ("four-own", "another", "aes-256-gcm"))
        check("get_access_keys: has both", {key.id, "four-own"} <= {item.id for item in (await api.get_access_keys()).access_keys})
        check("rename_access_key: answers 204", await api.rename_access_key(key.id, "Five"))
        check("get_access_key: shows it", (await api.get_access_key(key.id)).name == "Five")
        check("set_access_key_data_limit: answers 204", await api.set_access_key_data_limit(key.id, DataLimit(bytes=77)))
        check("set_access_key_data_limit: is seen", (await api.get_access_key(key.id)).data_limit.bytes == 77)
        check("remove_access_key_data_limit: answers 204", await api.remove_access_key_data_limit(key.id))
        check("set_global_data_limit: answers 204", await api.set_global_data_limit(DataLimit(bytes=10**12)))
        check("remove_global_data_limit: answers 204", await api.remove_global_data_limit())
        control("traffic", {"keyId": key.id, "bytes": 7000, "tunnelSeconds": 30})
        check("get_transfer_metrics: has the traffic", (await api.get_transfer_metrics()).bytes_transferred_by_user_id[key.id] == 7000)
        raw = await refused(api.get_experimental_metrics("1h", as_json=True), Exception)
        check("get_experimental_metrics: reads or stumbles over fractions and a missing place", raw is None or "int" in str(raw) or "alid" in str(raw))
        check("health_check: is well", (await api.health_check())["healthy"])
        check("get_server_summary: counts keys", (await api.get_server_summary())["access_keys_count"] >= 2)
        check("get_status: is connected", api.get_status()["connected"])
        error = await refused(api.get_access_key("nobody"), APIError)
        check("get_access_key: unknown is 404", error is not None and error.status_code == 404)
        check("delete_access_key: answers 204", await api.delete_access_key("four-own"))
    os.environ["OUTLINE_API_URL"], os.environ["OUTLINE_CERT_SHA256"] = API_URL, CERT_SHA256
    async with AsyncOutlineClient.from_env() as api:
        check("from_env: connects", (await api.get_server_info()).name == "Again")


run(main())
end("pyoutlineapi 0.4.0", [name for name in public_members(AsyncOutlineClient) if name not in OF_THE_CLIENT])
