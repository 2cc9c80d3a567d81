# Written for GNU make 3.81 and newer, so that the make of macOS runs it.
# The same steps for Windows stand in README.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKS ?= requirements

PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
# Wheels only: a case laptop has no compiler, so neither has this.
PINNED := $(PIP_INSTALL) --require-hashes --only-binary :all:
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-header --no-annotate
HAS_NPM := $(shell command -v npm)
# Each process starts a Neo4j and a browser of its own: more than four would not fit a laptop. A
# server that is named serves one.
PROCESSES = $(if $(LINKGRAPH_TEST_NEO4J_URI),,-n logical --maxprocesses 4 --dist loadfile)
NOTEBOOKS = $(wildcard examples/*.ipynb)

.NOTPARALLEL:
.PHONY: help demo test check frontend-check lint types imports wheel notebooks bench docs lock lock-check clean

help:
	@echo 'make demo        the main job on made-up exports of six countries, with nothing but Python'
	@echo 'make test        the tests; ARGS="-k name" passes more words to pytest'
	@echo 'make check       all that CI runs: format, lint, types, imports, frontend, wheel, notebooks, tests'
	@echo 'make frontend-check  lint, test and build the scripts of the board again (needs Node)'
	@echo 'make bench       what it costs, as a table'
	@echo 'make docs        make the reference pages again'
	@echo 'make lock        pin the requirements again, after a change to pyproject.toml'
	@echo 'make lock-check  are the pins up to date? (asks the package registry)'
	@echo 'make clean       remove the environment and all that was built'

demo: $(VENV)/run.stamp
	@$(BIN)/python examples/kestrel/demo.py

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest $(PROCESSES) $(ARGS)

# The tests come last, so that their summary is what one sees.
check: lint types imports frontend-check wheel notebooks test

# The page's scripts are committed as they are built, so that no user needs Node: here they are
# linted, tested and built again, and must come out the same, byte for byte.
frontend-check:
ifeq ($(HAS_NPM),)
	@test "$(LINKGRAPH_REQUIRE_ALL_ENGINES)" != 1 || { echo 'frontend-check needs Node 20 or newer'; exit 1; }
	@echo '!!!! FRONTEND LEFT OUT: no npm'
else
	cd frontend && npm ci --no-audit --no-fund --ignore-scripts --loglevel error
	cd frontend && npm run --silent lint && npm run --silent types && npm test --silent
	cd frontend && npm run --silent build
	git diff --exit-code --stat -- linkgraph/views/_static
endif

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell
	$(if $(NOTEBOOKS),$(BIN)/nbstripout --verify $(NOTEBOOKS))

types: $(VENV)/dev.stamp
	$(BIN)/mypy

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports --no-logo

notebooks: $(VENV)/dev.stamp
	$(if $(NOTEBOOKS),$(BIN)/python -m pytest --nbmake --nbmake-timeout=300 $(NOTEBOOKS))

# A wheel is right when it works with the run-time requirements alone, away from the checkout.
wheel: $(VENV)/dev.stamp build/wheel/run.stamp
	rm -rf build/dist
	$(BIN)/python -m build --wheel --no-isolation --outdir build/dist .
	build/wheel/bin/python $(PIP_INSTALL) --no-deps --force-reinstall build/dist/*.whl
	cd build && wheel/bin/linkgraph question list

build/wheel/run.stamp: requirements/run.txt
	rm -rf build/wheel
	$(PYTHON) -m venv build/wheel
	build/wheel/bin/python $(PINNED) -r requirements/run.txt
	@touch $@

bench: $(VENV)/dev.stamp
	$(BIN)/python benchmarks/run.py $(ARGS)

docs: $(VENV)/dev.stamp
	$(BIN)/python scripts/reference.py

lock: $(VENV)/dev.stamp
	$(LOCK) --group dev --extra neo4j --extra overlap --extra widget --output-file $(LOCKS)/dev.txt
	$(LOCK) --group build --constraints $(LOCKS)/dev.txt --output-file $(LOCKS)/run.txt

lock-check: $(VENV)/dev.stamp
	@mkdir -p build/lock && cp requirements/run.txt requirements/dev.txt build/lock
	@$(MAKE) --no-print-directory lock LOCKS=build/lock
	@diff requirements/dev.txt build/lock/dev.txt && diff requirements/run.txt build/lock/run.txt \
		|| { echo 'The pins are out of date: run make lock and commit requirements/.'; exit 1; }

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# A stamp is newer than what it was made from, so that a second run installs nothing.
$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit("linkgraph needs Python 3.11 or newer and $(PYTHON) is %d.%d: name a newer one, as in make demo PYTHON=python3.13" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/made.stamp
	@echo 'Installing what linkgraph needs into $(VENV) (once, about a minute)'
	@$(BIN)/python $(PINNED) -r requirements/run.txt
	@$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(VENV)/made.stamp
	@echo 'Installing what its developers need into $(VENV) (once, a minute or two)'
	@$(BIN)/python $(PINNED) -r requirements/dev.txt
	@$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
