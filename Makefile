# Every command of the project. `make` alone lists them; settings of the service come from the environment, and
# `make run PORT=8001 DEMO=0` sets them too. docs/operations.md explains each.

PYTHON ?= python3
VENV = .venv/bin/python
CONFORMANCE ?= ../shared/conformance
BASE_URL ?= http://127.0.0.1:8000

.DEFAULT_GOAL := help
.NOTPARALLEL:

.PHONY: help
help: ## List these commands
	@echo "Commands:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  make %-17s %s\n", $$1, $$2 }'

.PHONY: run
run: ## Set up what is missing and run the service at http://127.0.0.1:8000 (HOST, PORT, DATA_DIR, DEMO=0)
	@$(PYTHON) config/bootstrap.py run
	@exec $(VENV) -m config.serve --with-parent

.PHONY: test
test: ready-to-test ## Run every check and every test, in the browser too
	@$(VENV) -m tests.database & $(MAKE) --no-print-directory checks; checked=$$?; wait; exit $$checked
	@exec $(VENV) -m pytest -n 2 --dist worksteal

.PHONY: check
check: ready-to-check checks ## Run the quick checks: style, types, layers, templates, migrations

.PHONY: checks
checks:
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m djlint --quiet --lint swip
	DATABASE_URL=postgresql:///none $(VENV) -m mypy
	$(VENV) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(VENV) manage.py makemigrations --check --dry-run --settings=config.settings_test

.PHONY: docs
docs: ready-to-check ## Draw docs/lifecycles.md from the code again
	@$(VENV) manage.py draw_lifecycles --settings=config.settings_test

.PHONY: translations
translations: ready-to-check ## Gather what families read into the files of translators, and compile what they translated
	@$(VENV) manage.py gather_translations --settings=config.settings_test

.PHONY: bench
bench: ready-to-check ## Measure the service with a country-sized set of made-up data (bench/README.md)
	@exec $(VENV) -m bench

.PHONY: bench-portfolio
bench-portfolio: ready-to-check ## Measure the pages of one portfolio with few and with many others there (bench/README.md)
	@exec $(VENV) -m bench.portfolio

.PHONY: bench-identifiers
bench-identifiers: ready-to-check ## Measure the identifier guard on labelled sentences (bench/identifiers/README.md)
	@exec $(VENV) -m bench.identifiers

.PHONY: conformance
conformance: ready-to-check ## Check what a running service tells other systems (CONFORMANCE=folder, BASE_URL=address)
	@exec $(VENV) "$(CONFORMANCE)/check_case.py" "$(BASE_URL)" --expect-items 402

.PHONY: manage
manage: ## Run one of the service's own commands on the data of `make run`: make manage COMMAND="help"
	@$(PYTHON) config/bootstrap.py run
	@DEMO=$${DEMO:-1} $(VENV) manage.py $(COMMAND)

.PHONY: format
format: ready-to-check ## Lay out the code the way `make check` wants them
	$(VENV) -m ruff check --fix-only --quiet .
	$(VENV) -m ruff format --quiet .

PIN = pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: lock
lock: ready-to-check ## Choose the newest versions of the packages again and write them down with their hashes
	$(VENV) -m uv $(PIN) --upgrade pyproject.toml -o requirements/run.txt
	$(VENV) -m uv $(PIN) --upgrade pyproject.toml --extra s3 -c requirements/run.txt -o requirements/s3.txt
	$(VENV) -m uv $(PIN) --upgrade pyproject.toml --extra s3 --group dev -c requirements/s3.txt -o requirements/test.txt
	echo uv | $(VENV) -m uv $(PIN) - -c requirements/test.txt -o requirements/uv.txt

.PHONY: clean
clean: ## Remove everything that was made here, except the data of `make run` (.data/demo and .data/service)
	rm -rf .venv .data/test .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf assets/built assets/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: ready-to-test
ready-to-test:
	@$(PYTHON) config/bootstrap.py test

.PHONY: ready-to-check
ready-to-check:
	@$(PYTHON) config/bootstrap.py check
