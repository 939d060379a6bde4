"""Every public method and property of pyoutlineapi 0.3.0 against the emulator."""

from checks import API_URL, CERT_SHA256, ORIGIN, check, control, end, public_members, refused, run
from pyoutlineapi import APIError, AsyncOutlineClient, DataLimit


async def main():
    client = AsyncOutlineClient(API_URL, CERT_SHA256)
    check("session: is none before it is entered", client.session is None)
    check("api_url: is the origin", client.api_url == ORIGIN)
    client.configure_logging("ERROR", "%(message)s")
    check("configure_logging: takes a level and a format", True)
    async with client as api:
        check("session: is open inside", api.session is not None)
        check("is_healthy: is true before a check", api.is_healthy)
        check("health_check: passes", await api.health_check(force=True) and api.is_healthy)
        check("rename_server: answers 204", await api.rename_server("Renamed"))
        check("set_hostname: answers 204", await api.set_hostname("vpn.example.com"))
        check("set_default_port: answers 204", await api.set_default_port(8388))
        server = await api.get_server_info()
        check("get_server_info: shows what was set", (server.name, server.hostname_for_access_keys, server.port_for_new_access_keys) == ("Renamed", "vpn.example.com", 8388))
        check("set_metrics_status: answers 204", await api.set_metrics_status(True))
        check("get_metrics_status: shows it", (await api.get_metrics_status()).metrics_enabled)
        key = await api.create_access_key(name="User 1", limit=DataLimit(bytes=5 * 1024**3))
        check("create_access_key: gives a key", key.name == "User 1" and key.access_url.startswith("ss://") and key.data_limit.bytes == 5 * 1024**3)
        own = await api.create_access_key_with_id("my-custom-id", name="Custom Key", port=8389, method="aes-192-gcm", password="chosen")
        check("create_access_key_with_id: keeps what was chosen", (own.id, own.port, own.method, own.password) == ("my-custom-id", 8389, "aes-192-gcm", "chosen"))
        check("get_access_keys: lists in order", [item.id for item in (await api.get_access_keys()).access_keys] == [key.id, "my-custom-id"])
        check("rename_access_key: answers 204", await api.rename_access_key(key.id, "Alice"))
        check("get_access_key: shows the new name", (await api.get_access_key(key.id)).name == "Alice")
        check("set_access_key_data_limit: answers 204", await api.set_access_key_data_limit(key.id, 1024))
        check("set_access_key_data_limit: is seen", (await api.get_access_key(key.id)).data_limit.bytes == 1024)
        check("remove_access_key_data_limit: answers 204", await api.remove_access_key_data_limit(key.id))
        check("remove_access_key_data_limit: is seen", (await api.get_access_key(key.id)).data_limit is None)
        check("set_global_data_limit: answers 204", await api.set_global_data_limit(100 * 1024**3))
        check("set_global_data_limit: is seen", (await api.get_server_info()).access_key_data_limit.bytes == 100 * 1024**3)
        check("remove_global_data_limit: answers 204", await api.remove_global_data_limit())
        control("traffic", {"keyId": key.id, "bytes": 5000, "tunnelSeconds": 60, "location": "US", "asn": 64500, "asOrg": "Example"})
        check("get_transfer_metrics: has the traffic", (await api.get_transfer_metrics()).bytes_transferred_by_user_id[key.id] == 5000)
        # Its model takes whole numbers where servers send fractions: what it makes of a real server it must make of ours.
        error = await refused(api.get_experimental_metrics("24h"), ValueError)
        check("get_experimental_metrics: stumbles over fractions, as it does with a real server", error is not None and "int" in str(error))
        batch = await api.batch_create_access_keys([{"name": "B1"}, {"name": "B2", "port": 9090}, {"name": "B3"}], fail_fast=False)
        check("batch_create_access_keys: has a busy port in the middle", [isinstance(item, Exception) for item in batch] == [False, True, False])
        summary = await api.get_server_summary()
        check("get_server_summary: counts keys", summary["healthy"] and summary["access_keys_count"] == 4)
        error = await refused(api.get_access_key("nobody"), APIError)
        check("get_access_key: unknown is 404", error is not None and error.status_code == 404)
        check("delete_access_key: answers 204", await api.delete_access_key("my-custom-id"))
        error = await refused(api.delete_access_key("my-custom-id"), APIError)
        check("delete_access_key: unknown is 404", error is not None and error.status_code == 404)
    async with AsyncOutlineClient.create(API_URL, CERT_SHA256, json_format=True) as raw:
        check("create: gives raw JSON when it is asked to", (await raw.get_server_info())["name"] == "Renamed")


run(main())
end("pyoutlineapi 0.3.0", public_members(AsyncOutlineClient))
