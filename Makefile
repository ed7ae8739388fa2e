# Two commands: `make run` to try Brug, `make test` to check it. Everything lives in this folder.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test faults lint check texts transcripts lock bench setup-debian clean

run: $(VENV)/.ready
	@$(BIN)/brug run

# Long files first, as tests/conftest.py orders them. What was compiled is kept: compiling all tests anew takes 11 s of each worker.
test: $(VENV)/.ready-dev setup-debian
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(VENV)/.ready
	@$(BIN)/brug check

texts: $(VENV)/.ready
	$(BIN)/python -m locales.update

transcripts: $(VENV)/.ready-dev
	@$(BIN)/pytest tests/flows/test_transcripts.py tests/bot/test_agenda_picture.py tests/browser/test_pictures.py tests/browser/test_desk_pictures.py --write-transcripts

# Kills, restarts and floods as often as nobody can wait for at each change: about half an hour, an hour where much else is going on.
faults: $(VENV)/.ready-dev setup-debian
	@$(BIN)/pytest tests/faults --rounds 100 $(ARGS)

bench: $(VENV)/.ready-dev $(VENV)-bench/.ready setup-debian
	@$(BIN)/python -m bench $(ARGS)

# What the tests need beside Python: a real browser, its scripts' fonts and PostgreSQL.
setup-debian:
	@sh tests/setup-debian.sh

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Brug needs Python 3.11 or newer: set PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up Brug in $(VENV) (once, about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)-bench/.ready: bench/requirements.lock
	@test -x $(VENV)-bench/bin/python || $(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/requirements.lock
	@touch $@

# Writes the lock files anew from pyproject.toml: versions and hashes, no registry's name.
lock:
	uv pip compile pyproject.toml --extra setup --extra pictures --extra spreadsheets --generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 -q -o requirements.lock
	uv pip compile pyproject.toml --extra setup --extra pictures --extra spreadsheets --extra dev -c requirements.lock --generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 -q -o requirements-dev.lock
	uv pip compile bench/requirements.in --generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 -q -o bench/requirements.lock

clean:
	rm -rf $(VENV) $(VENV)-bench build *.egg-info
