# Two commands are enough: `make report` and `make test`. Both set themselves up, once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
OLDEST := .venv-oldest

.DEFAULT_GOAL := help
.PHONY: help report squad test test-oldest lint bench fuzz lab docs sample clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

report: $(STAMPS)/run  ## analyse sample_data/ and write report.html
	$(BIN)/metatarsal-load report sample_data --output report.html

squad: $(STAMPS)/run  ## analyse sample_squad/ and write roster.html
	$(BIN)/metatarsal-load report --squad sample_squad --output roster.html

test: $(STAMPS)/test  ## run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

test-oldest: $(OLDEST)/bin/python  ## run the tests with the oldest pandas supported
	$(OLDEST)/bin/python -m pytest -n auto --dist loadfile

lint: $(STAMPS)/test  ## check style, types, the rooms' imports and known holes in libraries
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/audit.py

bench: $(STAMPS)/bench  ## time the readers and rules against the peers
	$(BIN)/python -m pytest benchmarks --benchmark-only

fuzz: $(STAMPS)/test  ## read mutated files until one breaks a promise; goes on where it was (FUZZ="--count 1000000")
	$(BIN)/python tools/fuzz.py $(FUZZ)

lab: $(STAMPS)/lab  ## open JupyterLab on notebooks/
	$(BIN)/jupyter lab notebooks $(if $(filter 0,$(shell id -u)),--allow-root)

docs: $(STAMPS)/docs  ## build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W -q docs docs/_build/html
	@echo "open docs/_build/html/index.html"

sample: $(STAMPS)/test  ## make sample_data/ and sample_squad/ again (seeded, always the same bytes)
	$(BIN)/python tools/make_sample_data.py sample_data
	$(BIN)/python tools/make_sample_squad.py sample_squad

clean:  ## remove the environment and what was built
	rm -rf $(VENV) $(OLDEST) build dist report.html roster.html

# One environment; each stamp adds an extra to it. uv compiles the bytecode while it installs, which
# makes the first start several times faster; without uv, pip does the same job.
INSTALL = $(BIN)/python -m uv pip install --quiet --compile-bytecode --python $(BIN)/python

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "metatarsal_load needs Python 3.11 or newer; found $$($(PYTHON) --version). Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || echo "no uv here: pip installs"

$(OLDEST)/bin/python: pyproject.toml
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check -e '.[test]' 'pandas==2.2.*' 'matplotlib<3.11'
	@touch $@

define install
	@mkdir -p $(STAMPS)
	@echo "installing metatarsal_load$(1) into $(VENV) ..."
	@{ $(BIN)/python -m uv --version >/dev/null 2>&1 && $(INSTALL) -e '.$(1)'; } || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.$(1)'
	@touch $@
endef

$(STAMPS)/run: pyproject.toml | $(VENV)/bin/python
	$(call install,)

$(STAMPS)/test: pyproject.toml | $(VENV)/bin/python
	$(call install,[test])

$(STAMPS)/lab: pyproject.toml | $(VENV)/bin/python
	$(call install,[notebook])

$(STAMPS)/docs: pyproject.toml | $(VENV)/bin/python
	$(call install,[docs])

$(STAMPS)/bench: pyproject.toml | $(VENV)/bin/python
	$(call install,[dev])
