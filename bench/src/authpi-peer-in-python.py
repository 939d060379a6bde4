"""Measures the vendor's own client: authpi-peer-in-python.py <origin> <list | listAll | create> <count> <at once> <warm-up>."""

import asyncio
import sys

from authpi_admin import AuthPIAdmin
from measure_lanes import asynchronous

origin, work, count, at_once, warm_up = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])


async def main():
    async with AuthPIAdmin(api_key=("key_1", "nobody-looks-at-it"), account_id="acc_1", base_url=origin) as admin:

        async def list_all():
            assert len([key.id async for key in admin.api_keys.list_all(limit=100)]) == 1000

        send = {
            "list": lambda: admin.api_keys.list(limit=100),
            "listAll": list_all,
            "create": lambda: admin.api_keys.create({"name": "deploy", "restrictions": {"scopes": ["a"]}}),
        }[work]
        await asynchronous(send, count, at_once, warm_up)


asyncio.run(main())
