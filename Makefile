# Everything a newcomer needs: `make run` opens the window, `make test` passes the tests.

PYTHON ?= $(firstword $(shell command -v python3.11 python3))
BIN := .venv/bin
MINUTES ?= 10
RUN := .venv/.installed
DEV := .venv/.installed-dev

.PHONY: setup run test campaign check format bench wheel pictures requirements clean

setup: $(DEV)

run: $(RUN)
	$(BIN)/python -m momviewer

test: $(DEV)
	@$(BIN)/python -m momviewer.system_libraries
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n auto --dist worksteal -m "not alone"
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -m alone

# attacks of every class for ten minutes; for an hour: make campaign MINUTES=60
campaign: $(DEV)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.campaign --minutes $(MINUTES) $(ARGS)

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV)
	$(BIN)/python -m compileall -q momviewer index_builder
	for file in tests/benchmarks/bench_*.py; do $(BIN)/python -m tests.benchmarks.$$(basename $$file .py) || exit 1; done

wheel: $(DEV)
	rm -rf dist
	$(BIN)/python -m build --wheel --no-isolation

# the README's pictures, of the manual in $MOMVIEWER_MANUALS or ../shared/manuals
pictures: $(RUN)
	$(BIN)/python packaging/pictures.py

requirements: $(DEV)
	$(BIN)/pip-compile $(COMPILE) --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile $(COMPILE) --extra dev --allow-unsafe --output-file requirements-dev.txt pyproject.toml

COMPILE := --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "momviewer needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' || \
		{ echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv

$(RUN): requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m compileall -q momviewer index_builder
	touch $@

$(DEV): requirements-dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m compileall -q momviewer index_builder
	touch $@ $(RUN)
