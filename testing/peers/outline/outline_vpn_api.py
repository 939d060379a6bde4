"""Every public method of outline-vpn-api 6.6.3 against the emulator."""

from checks import API_URL, CERT_SHA256, check, control, end, public_members
from outline_vpn.outline_vpn import OutlineServerErrorException, OutlineVPN

api = OutlineVPN(api_url=API_URL, cert_sha256=CERT_SHA256)
check("set_server_name: answers 204", api.set_server_name("Vpn"))
check("set_hostname: answers 204", api.set_hostname("vpn.example.org"))
check("set_port_new_for_access_keys: answers 204", api.set_port_new_for_access_keys(8400))
server = api.get_server_information()
check("get_server_information: shows what was set", (server["name"], server["hostnameForAccessKeys"], server["portForNewAccessKeys"]) == ("Vpn", "vpn.example.org", 8400))
check("set_metrics_status: answers 204", api.set_metrics_status(True))
check("get_metrics_status: shows it", api.get_metrics_status() is True)
key = api.create_key(name="Plain", data_limit=2048)
check("create_key: gives a key", key.name == "Plain" and key.data_limit == 2048 and key.access_url.startswith("ss://"))
own = api.create_key(key_id="vpn-own", name="Own", method="aes-256-gcm", password="third", port=8401)
check("create_key: under an id", (own.key_id, own.method, own.password, own.port) == ("vpn-own", "aes-256-gcm", "third", 8401))
check("rename_key: answers 204", api.rename_key(key.key_id, "Renamed"))  # a multipart form
check("get_key: shows the new name", api.get_key(key.key_id).name == "Renamed")
check("add_data_limit: answers 204", api.add_data_limit(key.key_id, 99))
check("add_data_limit: is seen", api.get_key(key.key_id).data_limit == 99)
check("delete_data_limit: answers 204", api.delete_data_limit(key.key_id))
check("delete_data_limit: is seen", api.get_key(key.key_id).data_limit is None)
check("set_data_limit_for_all_keys: answers 204", api.set_data_limit_for_all_keys(10**11))
check("delete_data_limit_for_all_keys: answers 204", api.delete_data_limit_for_all_keys())
control("traffic", {"keyId": key.key_id, "bytes": 3000})
check("get_transferred_data: has the traffic", api.get_transferred_data()["bytesTransferredByUserId"][key.key_id] == 3000)
check("get_keys: has both", {key.key_id, "vpn-own"} <= {item.key_id for item in api.get_keys()})
check("delete_key: answers 204", api.delete_key("vpn-own"))
try:
    api.get_key("vpn-own")
    check("get_key: unknown is an error", False)
except OutlineServerErrorException:
    check("get_key: unknown is an error", True)
end("outline-vpn-api 6.6.3", public_members(OutlineVPN))
