# The interface everyone relies on; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH ?=
SEEDS ?= 20
JOBS ?= logical
.DEFAULT_GOAL := help
.PHONY: help install run test test-ox check fuzz chaos bench screenshots clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.run: requirements/run.txt pyproject.toml
	@sh tools/venv.sh $(PYTHON) $(VENV)
	$(BIN)/python -m pip install -q --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt requirements/ldap.txt tests/servers/debian-packages.txt
	@sh tools/packages.sh tests/servers/debian-packages.txt
	$(BIN)/python -m pip install -q --require-hashes -r requirements/test.txt -r requirements/ldap.txt
	@touch $@

install: $(VENV)/.run ## the .venv alone: no compiler, no Debian package, no server

run: $(VENV)/.run ## set up everything, then carry a demo town into a stand-in OX server
	$(BIN)/stellwerk demo

test: $(VENV)/.test ## all tests; installs the servers they need
	$(BIN)/python -m pytest -n $(JOBS)

test-ox: $(VENV)/.test ## against a real OX: STELLWERK_OX_URL, STELLWERK_OX_LOGIN, STELLWERK_OX_PASSWORD
	@sh tools/real_ox.sh
	STELLWERK_TEST_OX=real $(BIN)/python -m pytest tests/real

check: $(VENV)/.test ## ruff, mypy, imports, translations, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m stellwerk.panel.catalogue --check
	$(BIN)/python -m django makemigrations --check --dry-run --settings stellwerk.settings

fuzz: $(VENV)/.test ## property tests, many more examples
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest tests/unit -m hypothesis

chaos: $(VENV)/.test ## kill -9 at random times: make chaos SEEDS=n
	$(BIN)/python -m tests.chaos --seeds $(SEEDS)

bench: $(VENV)/.test ## all benchmarks, or one: make bench BENCH=name
	$(BIN)/python -m benchmarks $(BENCH)

screenshots: $(VENV)/.test ## every page in light, dark, narrow, wide, German, English: var/screenshots
	$(BIN)/python -m tests.browser.screenshots

clean: ## remove the .venv and the demo's data folder
	rm -rf $(VENV) var
