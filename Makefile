# Executable documentation of how this project is set up, run, tested and measured.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 5000
export UV_PROJECT_ENVIRONMENT := .venv

.PHONY: help setup demo run test lint bench translations messages screenshots clean

help:  ## what can be asked for
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

setup: $(BIN)/uv translations  ## the packages of the lock file, in .venv

.venv/.synced: $(BIN)/uv uv.lock pyproject.toml
	@$(BIN)/uv sync --quiet --frozen --inexact --compile-bytecode --python .venv/bin/python --no-managed-python
	@touch $@

translations: .venv/.synced
	@$(BIN)/pybabel -q compile -d translations

instance/secret_key: .venv/.synced
	@mkdir -p instance && umask 077 && $(BIN)/python -c 'import secrets; print(secrets.token_hex(32))' > $@

demo: setup instance/secret_key  ## a furnished fictional board on http://127.0.0.1:5000
	@export SECRET_KEY=$$(cat instance/secret_key) DATABASE_URL=sqlite:///$(CURDIR)/instance/demo.db DATA_DIR=$(CURDIR)/instance/demo-files; \
	$(BIN)/flask --app wsgi demo --address http://127.0.0.1:$(PORT) && exec $(BIN)/flask --app wsgi serve --port $(PORT)

run: setup instance/secret_key  ## the portal itself, on your own data
	@export SECRET_KEY=$${SECRET_KEY:-$$(cat instance/secret_key)}; \
	$(BIN)/flask --app wsgi db upgrade && exec $(BIN)/flask --app wsgi serve --port $(PORT)

test: setup  ## everything: house, both databases, a real browser
	@bash tools/test.sh

lint: setup  ## ruff, mypy, import contracts, djlint
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/djlint templates --lint --profile=jinja --quiet

bench: setup  ## ratios to floors measured in the same run
	@$(BIN)/python -m benchmarks

messages: .venv/.synced  ## collect the strings to translate
	@$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext -k lazy_pgettext:1c,2 --no-wrap --sort-output --add-location=file -o translations/messages.pot .
	@$(BIN)/pybabel -q update -i translations/messages.pot -d translations --no-wrap --no-fuzzy-matching

screenshots: setup  ## the pictures of the README, from the demo board
	@$(BIN)/python tools/screenshots.py

clean:  ## forget the environment and the demo board
	@rm -rf .venv instance/demo.db* instance/demo-files
