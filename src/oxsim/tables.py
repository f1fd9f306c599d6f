"""The tables of a state file."""

TABLES = """
    CREATE TABLE IF NOT EXISTS context (id INTEGER PRIMARY KEY, next_id INTEGER, doc TEXT);
    CREATE TABLE IF NOT EXISTS user (
        context INTEGER, id INTEGER, doc TEXT, photo TEXT, PRIMARY KEY (context, id));
    CREATE TABLE IF NOT EXISTS photo (digest TEXT PRIMARY KEY, bytes BLOB);
    CREATE TABLE IF NOT EXISTS team (
        context INTEGER, id INTEGER, name TEXT, displayname TEXT, PRIMARY KEY (context, id));
    CREATE TABLE IF NOT EXISTS member (
        context INTEGER, team INTEGER, user INTEGER, PRIMARY KEY (context, team, user)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS member_user ON member (context, user);
    CREATE TABLE IF NOT EXISTS creation (
        number INTEGER PRIMARY KEY, time REAL, operation TEXT, context INTEGER, kind TEXT,
        name TEXT, id INTEGER);
    CREATE TABLE IF NOT EXISTS registered (kind TEXT PRIMARY KEY, doc TEXT);
    CREATE TABLE IF NOT EXISTS resource (
        context INTEGER, id INTEGER, doc TEXT, PRIMARY KEY (context, id));
    CREATE TABLE IF NOT EXISTS account (
        context INTEGER, id INTEGER, user INTEGER, address TEXT, doc TEXT,
        PRIMARY KEY (context, id));
    CREATE INDEX IF NOT EXISTS account_user ON account (context, user);
    CREATE TABLE IF NOT EXISTS deleted (context INTEGER PRIMARY KEY);
"""
