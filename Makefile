# Every target sets up what it needs; a second call installs and builds nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/ministersvar

# Programs and tests start sooner from compiled modules, whatever the caller's environment says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install dev ask chat bot index evaluate bench preview lint test clean

help:
	@echo 'make ask QUERY="Er forskningscenteret for ensomhed finansieret?"'
	@echo 'make chat | bot | index | evaluate QUERIES=file | bench | preview | lint | test'

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'error: Python 3.11 or newer is needed; name one with PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[models]'
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[models,dev]'
	@touch $@

install: $(VENV)/.installed

dev: $(VENV)/.dev

ask: install
	@$(RUN) ask -- "$(subst ",\",$(QUERY))"

chat: install
	@$(RUN) chat

bot: install
	@$(RUN) bot

index: install
	@$(RUN) index build

evaluate: install
	@$(RUN) evaluate --queries "$(QUERIES)" $(if $(UNANSWERABLE),--unanswerable "$(UNANSWERABLE)")

bench: dev
	@$(BIN)/python -m tests.bench $(if $(SIZES),--sizes $(SIZES)) $(if $(WORK),--work "$(WORK)") $(if $(QUICK),--quick)

preview: dev
	@$(BIN)/python -m tests.preview

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: dev
	$(BIN)/python -m pytest

clean:
	rm -rf $(VENV) .ministersvar
