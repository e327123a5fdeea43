# Two commands on a fresh machine: `make demo` plays one observation flight, `make test` runs what
# CI runs. Both make what they need first; the second time they only check.

SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
RUN := $(BIN)/python -m
OUT ?= demo-output
NETWORK ?= network-output

.PHONY: help setup demo serve network test format lint types imports docs rules tests bench clean

help:  ## Show this list.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: pyproject.toml tools/setup.sh
	@bash tools/setup.sh "$(PYTHON)" "$(VENV)" run
	@touch $@

$(VENV)/.ready-dev: pyproject.toml tools/setup.sh
	@bash tools/setup.sh "$(PYTHON)" "$(VENV)" dev
	@touch $@ $(VENV)/.ready

setup: $(VENV)/.ready-dev  ## Make the environment for work on the code.

demo: $(VENV)/.ready  ## Play one observation flight, from quota to shared imagery.
	@bash tools/fetch_track.sh "$(VENV)"
	@$(BIN)/overflight demo play --out "$(OUT)"

serve: $(VENV)/.ready  ## Open the pages of the demo's record in a browser on this machine.
	@[ -d "$(OUT)/record" ] || $(MAKE) --no-print-directory demo
	@$(BIN)/overflight serve --record "$(OUT)/record"

network: $(VENV)/.ready  ## Run five nodes that do not trust each other; Ctrl-C ends it.
	@$(BIN)/python tools/network.py "$(NETWORK)" $(if $(FOR),--for $(FOR))

drill: $(VENV)/.ready  ## Lose a node's disk, come back with every entry and no second head.
	@$(BIN)/python tools/drill.py

test: format lint types imports docs rules tests  ## Run everything CI runs.

format: $(VENV)/.ready-dev
	@$(BIN)/ruff format --check .

lint: $(VENV)/.ready-dev
	@$(BIN)/ruff check .

types: $(VENV)/.ready-dev
	@$(BIN)/mypy

imports: $(VENV)/.ready-dev
	@$(BIN)/lint-imports

docs: $(VENV)/.ready-dev
	@$(RUN) tools.check_docs

rules: $(VENV)/.ready-dev
	@$(RUN) tools.check_rules off

tests: $(VENV)/.ready-dev
	@$(BIN)/coverage erase
	@$(BIN)/pytest -q -m "not slow" -n logical --maxprocesses 4 --dist loadfile \
		--cov --cov-report= --rules-seen .rules-seen.json
	@$(RUN) tools.check_coverage
	@$(RUN) tools.check_rules seen .rules-seen.json

bench: $(VENV)/.ready-dev  ## Measure speed and memory.
	@for file in bench/bench_*.py; do $(BIN)/python $$file; done

clean:  ## Remove the environment and everything made.
	@rm -rf $(VENV) $(OUT) $(NETWORK) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* .rules-seen.json dist build
