# Each target makes .venv and installs what it needs; nothing is installed again until pyproject.toml changes.
.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/bash

BIN := .venv/bin
# Each candidate is run: a name on the PATH may be a shim for a version that is not installed.
FIND_PYTHON = for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done

# Tests in a process a core.
ASIDE := -n auto --dist worksteal

ifndef FASTIND_DATA
ifneq ($(wildcard ../shared/data),)
export FASTIND_DATA := $(abspath ../shared/data)
endif
endif

.PHONY: help demo test tests nojit lint types names bench docs soak clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-7s %s\n", $$1, $$2}'

demo: .venv/.has-demo ## real prices: indicators, and a sweep that is killed and resumed; pictures in demo-out/
	@$(BIN)/fastind demo

test: lint types nojit tests ## tests (also with the JIT off), lint and types

tests: .venv/.has-test
	$(BIN)/pytest $(ASIDE) --cov --cov-append --cov-report=term

nojit: .venv/.has-test
	rm -f .coverage
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest $(ASIDE) -q -m nojit --cov --cov-report=

lint: .venv/.has-test ## ruff: format and rules
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: .venv/.has-test ## mypy, strict, on the package
	$(BIN)/mypy

names: .venv/.has-test ## write the stubs and the list of names again, from the registry
	$(BIN)/python -m fastind.api.stubs
	$(BIN)/ruff format -q fastind/__init__.pyi fastind/_names.py

bench: .venv/.has-bench ## fastind beside its peers on this machine: the table of ratios
	$(BIN)/pytest benchmarks/peers --benchmark-quiet -q $(if $(WRITE),--write)

docs: .venv/.has-docs ## the pages, in docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -b html docs docs/_build/html

soak: .venv/.has-test ## the long Hypothesis runs
	HYPOTHESIS_PROFILE=soak $(BIN)/pytest $(ASIDE) -o faulthandler_timeout=0

clean: ## remove .venv and everything that was built
	rm -rf .venv demo-out docs/_build docs/generated build dist .asv .benchmarks .coverage .hypothesis \
		.mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then echo "fastind needs Python 3.11 or newer; none was found on the PATH" >&2; exit 1; fi; \
	echo "making .venv with $$($$python --version)"; $$python -m venv .venv

.venv/.has-%: pyproject.toml | $(BIN)/python
	@echo "installing fastind with its [$*] extra into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$*]'
	@touch $@
