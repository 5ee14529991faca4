# `make run` and `make test` each do all set-up on a fresh machine; a second run reinstalls nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help install run test check format lock clean

help: ## Say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamp is as new as what it was made from, so only a changed lock file installs again.
$(READY): requirements-dev.lock pyproject.toml
	@echo "Setting up $(VENV) (once; about a minute) ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable . >&2
	@touch $(READY)

install: $(READY) ## Set up .venv: dependencies, language model, the sealane command

run: $(READY) ## Start Sealane (a console chat when no chat platform is configured)
	@$(BIN)/sealane run

test: $(READY) ## All checks and tests, on SQLite and PostgreSQL
	@PATH="$(CURDIR)/$(BIN):$$PATH" ./tests/run

check: $(READY) ## Formatting, lint, types and import rules, without the tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy && $(BIN)/lint-imports

format: $(READY) ## Format the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	    pyproject.toml --upgrade --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	    pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## Remove the virtual environment
	rm -rf $(VENV)
