# `make run` and `make test` are all a new machine needs; `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
WHEELS ?= wheels
VENV := .venv
BIN := $(VENV)/bin
ADDRESS ?= 127.0.0.1:8000
HISTORIES ?= 500
RACES ?= 1000
KILLS ?= 200
# Figures of the table that are measured by tests of their own in `make test`.
MEASURED := tests/test_worlds.py tests/paying/test_histories.py tests/site/test_headers.py tests/trust/test_settings.py \
  tests/trust/test_faults.py tests/trust/test_retention.py tests/backups/test_round_trip.py
WORKBOOKS ?= 10000
CASES ?= 100000
SEEDS ?= 1000
# With a folder of wheels (make wheels, on a machine with internet) nothing is asked of the network.
PIP_FROM = $(if $(wildcard $(WHEELS)/*.whl),--no-index --find-links $(WHEELS))
export DATA_DIR ?= $(CURDIR)/var

.PHONY: help setup run test prove bench lock wheels pictures clean

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

$(VENV)/.installed: .lock/portal.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_FROM) --require-hashes -r .lock/portal.txt
	@touch $@

$(VENV)/.tested-with: .lock/development.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .lock/development.txt
	@touch $@ $(VENV)/.installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本：请安装后用 make PYTHON=python3.12 … 指定"; exit 1; }
	$(PYTHON) -m venv $(VENV)

setup: $(VENV)/.installed ## install everything, make the database, collect static files
	@bash .ci/system-packages
	@$(BIN)/python manage.py prepare

run: setup ## fill an empty database with the demo county and serve the portal
	@$(BIN)/python manage.py serve --demo --address $(ADDRESS)

test: $(VENV)/.tested-with ## linters, types, import contracts, deployment check, tests
	@CHROMIUM=yes bash .ci/system-packages
	@bash .ci/test

prove: $(VENV)/.tested-with ## the long proofs: kills, races, outages, broken input, every page, random counties, histories and decades (HISTORIES=10000 for the longest)
	@DATA_DIR=$(DATA_DIR)/prove WORLDS=500 HISTORIES=$(HISTORIES) RACES=$(RACES) KILLS=$(KILLS) \
	  WORKBOOKS=$(WORKBOOKS) CASES=$(CASES) SEEDS=$(SEEDS) \
	  $(BIN)/python -m pytest tests/prove $(MEASURED)

bench: $(VENV)/.tested-with ## speed and memory, as ratios measured in one run, and two hundred people at work
	@DATA_DIR=$(DATA_DIR)/bench $(BIN)/python -m tests.bench

lock: ## write the locks anew (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml -o .lock/portal.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet pyproject.toml --group dev -o .lock/development.txt

wheels: $(VENV)/bin/python ## fetch every wheel of the lock into wheels/, for a machine without internet of the same kind
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --only-binary=:all: --require-hashes -r .lock/portal.txt -d $(WHEELS)
	@cd $(WHEELS) && sha256sum *.whl > SHA256SUMS && echo "$(WHEELS)：$$(ls *.whl | wc -l) 个包，$$(du -sh . | cut -f1)"

pictures: $(VENV)/.tested-with ## take the pictures of README and handbook anew
	@DATA_DIR=$(DATA_DIR)/pictures $(BIN)/python -m tests.pictures

clean: ## remove the environment, not the data
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
