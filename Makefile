# The two commands that a new machine needs: `make run` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test coverage check docs clean

run: .venv/.ready  ## play the flagship case into a report
	$(BIN)/detente run afghanistan-2021 --out results/afghanistan-2021

TESTS := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test: .venv/.ready-dev  ## every test: code, docstrings, README and docs
	$(TESTS)

coverage: .venv/.ready-dev  ## the same, and which lines no test runs: takes half as long again
	$(TESTS) --cov --cov-report=term:skip-covered

check: .venv/.ready-dev  ## linters, layers, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

docs: .venv/.ready-dev  ## the documentation; a warning is an error
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, as in: make run PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	touch $@

.venv/.ready: .venv/.made requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv results docs/_build

.PHONY: requirements
requirements: .venv/.made  ## pin what pyproject.toml asks for
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make requirements" --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --custom-compile-command "make requirements" --upgrade pyproject.toml --group dev -o requirements-dev.txt
