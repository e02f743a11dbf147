"""The minimal project's tables."""

MAKE_TABLES = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE IF NOT EXISTS bench_kept (id bigserial PRIMARY KEY, counsellor int NOT NULL, period tstzrange NOT NULL,
    EXCLUDE USING gist (counsellor WITH =, period WITH &&));
CREATE TABLE IF NOT EXISTS bench_loose (id bigserial PRIMARY KEY, counsellor int NOT NULL, period tstzrange NOT NULL);
CREATE TABLE IF NOT EXISTS bench_pool (id int PRIMARY KEY, capacity int NOT NULL, taken int NOT NULL DEFAULT 0,
    CHECK (taken <= capacity));
CREATE TABLE IF NOT EXISTS bench_signed_up (id bigserial PRIMARY KEY, pool int NOT NULL, person text NOT NULL,
    state text NOT NULL, queued_at timestamptz NOT NULL DEFAULT now(), UNIQUE (pool, person));
CREATE TABLE IF NOT EXISTS bench_message (id bigserial PRIMARY KEY, key text NOT NULL UNIQUE, text text NOT NULL);
GRANT SELECT, INSERT, DELETE ON bench_kept, bench_loose, bench_signed_up, bench_message TO portal_app;
GRANT SELECT, INSERT, UPDATE ON bench_pool TO portal_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO portal_app;
"""
