# familyhelp. `make help` says what there is; the long steps are in tools/.

PYTHON ?= python3
PORT ?= 5000
export PORT

# A module is called by its name, not by its script in .venv/bin, so that a folder can be moved.
PY := .venv/bin/python
PYTEST := $(PY) -m pytest -p tools.nothing_skipped

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run styles prepare check check-style check-types check-imports check-templates check-safety
.PHONY: test test-sqlite test-postgresql test-browser coverage bench lock messages clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name what; \
		do printf '  make %-17s %s\n' "$$name" "$$what"; done

run: ## set everything up, make invented families, serve on http://localhost:5000 (PORT=5001 for another)
	@$(PYTHON) -m tools run

styles: ## compile the styles after a change to assets/
	@$(PYTHON) -m tools styles

prepare:
	@$(PYTHON) -m tools prepare

check: check-style check-types check-imports check-templates check-safety ## everything that reads the code without running it

check-style: prepare
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

check-types: prepare
	$(PY) -m mypy

check-imports: prepare
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo

check-templates: prepare
	$(PY) -m djlint --lint --quiet familyhelp/templates

check-safety: prepare
	$(PY) -m bandit --quiet --recursive --severity-level medium --configfile pyproject.toml familyhelp

test: check test-sqlite test-postgresql test-browser ## the checks, then every test on SQLite, PostgreSQL and in Chromium

test-sqlite: prepare ## the tests on SQLite
	$(PYTEST) -n auto --dist worksteal --engine sqlite --ignore=tests/browser

test-postgresql: prepare ## the tests on a real PostgreSQL server, started for them
	$(PYTEST) -n auto --dist worksteal --engine postgresql --ignore=tests/browser

test-browser: prepare ## the tests in Chromium
	@$(PYTHON) -m tools browser-tests

coverage: prepare ## which lines the tests do not reach
	$(PY) -m coverage erase
	$(PY) -m coverage run -m pytest --engine sqlite --ignore=tests/browser
	$(PY) -m coverage report

bench: prepare ## how fast the pages are, on many cases
	$(PY) -m benchmarks

# The heads of the lock files name the commands that made them; these are the same.
LOCK := $(PY) -m uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11
lock: prepare ## choose newer packages and write the lock files
	$(LOCK) setup.cfg -o requirements.lock
	$(LOCK) setup.cfg --extra test -o requirements-test.lock
	$(LOCK) requirements-node.in -o requirements-node.lock
	npm update --package-lock-only

messages: prepare ## collect the sentences to translate into familyhelp/translations
	mkdir -p familyhelp/translations
	$(PY) -m babel.messages.frontend extract --mapping babel.cfg --keyword _l --keyword lazy_gettext --sort-by-file \
		--project familyhelp --output familyhelp/translations/messages.pot .
	if ls familyhelp/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then \
		$(PY) -m babel.messages.frontend update -i familyhelp/translations/messages.pot -d familyhelp/translations; fi

clean: ## remove what was made, but for the data in instance/
	rm -rf .venv node_modules familyhelp/static/build *.egg-info htmlcov .coverage .coverage.*
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
