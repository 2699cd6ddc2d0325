# Loket. `make` shows what there is; the first run of a goal installs what it needs into this folder, and nowhere else.
PORT ?= 8000
PYTEST ?= -n 2
PYTHON := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE  # many programs start here, and each would compile all of Loket again

.DEFAULT_GOAL := help
.PHONY: help demo test lint format screenshots

help: ## show these lines
	@sed -n 's/^\([a-z]*\):.*## /make \1 - /p' Makefile

demo: ## run everything here, with practice organisations: make demo PORT=8000
	@tools/setup run
	@exec $(PYTHON) -m loket demo --port $(PORT)

test: lint ## check everything: style, types, directions, tests on SQLite and PostgreSQL
	@tools/chromium
	$(PYTHON) -m pytest $(PYTEST)

lint: ## check style, types and who may import whom
	@tools/setup test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports

format: ## put the code into the house's form
	@tools/setup test
	.venv/bin/ruff check --fix --exit-zero
	.venv/bin/ruff format

screenshots: ## make pictures of the pages in var/screenshots
	@tools/setup test
	@tools/chromium
	$(PYTHON) -m tools.screenshots
