#!/bin/sh
# Compiles the hash-pinned requirement files from pyproject.toml. No file names a package registry.
set -eu
cd "$(dirname "$0")/.."
compile() {
    out=$1; shift
    uv pip compile -q pyproject.toml "$@" --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
        --universal --python-version 3.11 -o "requirements/$out.txt"
}
# dev first: what developers have is what runs, so the others take its versions (a test compares them)
compile dev --group embedded --group dev
compile base --constraints requirements/dev.txt
compile run --group embedded --constraints requirements/dev.txt
compile bench --group embedded --group bench
# the peer of the surge stands alone: what it pins is not what we pin
uv pip compile -q --group pretix --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
    --universal --python-version 3.11 -o requirements/pretix.txt
