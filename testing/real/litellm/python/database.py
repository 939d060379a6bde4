"""The proxy's database: `migrate URL FOLDER` brings its tables up to date, `empty URL` removes all rows."""

import pathlib
import re
import sys
import time

import psycopg


def connect(url: str) -> psycopg.Connection:
    for _ in range(200):
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.05)
    sys.exit("the database does not answer")


def migrate(url: str, folder: str) -> None:
    server, name = url.rsplit("/", 1)
    connect(f"{server}/postgres").execute(f'create database "{name}"')
    with connect(url) as database:
        for path in sorted(pathlib.Path(folder).glob("*/migration.sql")):
            # CONCURRENTLY may not share an implicit transaction; nobody else is here, so a plain index is the same.
            database.execute(re.sub(r"\bCONCURRENTLY\b", "", path.read_text()).encode())


def empty(url: str) -> None:
    """What a running proxy writes of itself stays: its configuration, and its sign of life."""
    with connect(url) as database:
        tables = database.execute(
            "select format('%I', relname) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
            " and relname not in ('LiteLLM_Config', 'LiteLLM_ProxyWorkerHeartbeat') and pg_relation_size(oid) > 0"
        ).fetchall()
        if tables:
            database.execute(f"truncate {', '.join(name for (name,) in tables)} cascade".encode())


if __name__ == "__main__":
    {"migrate": migrate, "empty": empty}[sys.argv[1]](*sys.argv[2:])
