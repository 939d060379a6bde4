"""What the Python scripts beside this one share: the server they talk to."""

import json
import ssl
import sys
import urllib.request

from counting import check, end, public_members, refused, run

API_URL, CERT_SHA256 = sys.argv[1], sys.argv[2]
ORIGIN = "/".join(API_URL.split("/")[:3])

__all__ = ["API_URL", "CERT_SHA256", "ORIGIN", "check", "control", "end", "public_members", "refused", "run"]


def control(path, body):
    """Asks the emulator itself for something, such as traffic."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE  # the emulator on this machine, and no secret in it
    request = urllib.request.Request(
        f"{ORIGIN}/_emulator/{path}", json.dumps(body).encode(), {"content-type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, context=trusting) as answer:
        return answer.status
