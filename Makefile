# Two commands: `make run` and `make test`. Everything is installed inside this folder.
.PHONY: run secrets manage test lint messages bench faults screenshots drill sbom install install-dev requirements help
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv/bin
# Tests and measurements use servers of their own, whatever the environment names
OWN := env -u DATABASE_URL -u DATABASE_OWNER_URL -u REDIS_URL -u DEMO -u EMAIL_URL -u SMS_GATEWAY_URL -u PORTAL_VAR

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: install ## Start the portal with its own servers and a demo municipality: http://localhost:8000
	@exec $(VENV)/python -m portal.embedded.run

install:
	@if [ -z "$(PYTHON)" ]; then echo "The portal needs Python 3.11 or newer, and this machine has none (on Debian: apt-get install python3 python3-venv)." >&2; exit 1; fi
	@$(PYTHON) -I portal/embedded/install.py run

install-dev:
	@if [ -z "$(PYTHON)" ]; then echo "The portal needs Python 3.11 or newer, and this machine has none (on Debian: apt-get install python3 python3-venv)." >&2; exit 1; fi
	@$(PYTHON) -I portal/embedded/install.py dev

test: install-dev ## Style, types, architecture, messages, settings, compose file, then every test
	@$(VENV)/python -m portal.embedded.checks lint types imports messages migrations deploy security compose tests

lint: install-dev ## Style, types, import contracts and security
	@$(VENV)/python -m portal.embedded.checks lint types imports security

messages: install-dev ## Add what is missing to the catalogues' parts, check them, compile them
	@$(VENV)/python -W ignore -m portal.management.catalogue extract
	@$(VENV)/python -W ignore -m portal.management.catalogue check
	@$(VENV)/python -W ignore -m portal.management.catalogue compile

bench: install-dev .venv-bench/installed .venv-pretix/installed ## Measure against the bare database and peers; writes docs/benchmarks.md
	@$(OWN) PEER_PYTHON=.venv-bench/bin/python PRETIX_PYTHON=.venv-pretix/bin/python $(VENV)/python -W ignore -m tests.bench

.venv-bench/installed: requirements/bench.txt # the peer's own environment: it never meets ours
	@echo "Installing the peer that is measured beside us …"
	@$(PYTHON) -m venv .venv-bench && .venv-bench/bin/python -m pip install -q --require-hashes -r requirements/bench.txt
	@touch .venv-bench/installed

.venv-pretix/installed: requirements/pretix.txt # where it can't be installed, the bench says so and reports the rest
	@echo "Installing pretix, which is measured beside us …"
	@rm -rf .venv-pretix && $(PYTHON) -m venv .venv-pretix
	@if .venv-pretix/bin/python -m pip install -q --require-hashes -r requirements/pretix.txt; then touch $@; \
	else rm -rf .venv-pretix; echo "pretix could not be installed: its rate is left out." >&2; fi

faults: install-dev ## The long fault tests
	@$(OWN) $(VENV)/python -m pytest tests/faults -m long

screenshots: install-dev ## Pictures of every page into docs/screenshots
	@$(OWN) $(VENV)/python -m tests.screenshots

manage: ## manage.py beside a running portal: make manage DO="first_administrator"
	@$(VENV)/python -m portal.embedded.manage $(DO)

sbom: install-dev ## Write sbom.json: what a production installation holds
	@SECRET_KEY=none DATABASE_URL=postgresql:///none $(VENV)/python -W ignore manage.py sbom > sbom.json && echo "sbom.json is written."

drill: install-dev ## The backup drill: dump, erase, restore, replay, verify, decrypt
	@$(OWN) $(VENV)/python -W ignore -m tests.drill

secrets: ## Passwords and addresses for docker-compose.yml, in secrets/
	@$(PYTHON) -I deploy/make_secrets.py

requirements: install-dev ## Compile requirements/*.txt from pyproject.toml
	@PATH="$(CURDIR)/$(VENV):$$PATH" requirements/compile.sh
