# The two commands: make demo, make test. Each installs what it needs into .venv the first time.
PYTHON ?= python3
VENV := .venv/bin

.PHONY: demo test check soak lock docs install bench

demo: install
	@$(VENV)/desk demo

test: install
	@$(VENV)/python -m pytest -n auto -m "not slow"

check: install
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy
	@$(VENV)/python -m pytest -n auto -m "not slow"

# The full counts that an issue names; DESK_TEST_SCALE says so.
soak: install
	@DESK_TEST_SCALE=soak $(VENV)/python -m pytest -n auto

docs: install
	@$(VENV)/python scripts/docs.py

COMPILE := ../$(VENV)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q

lock: install
	@cd requirements && $(COMPILE) desk.in -o ../requirements.lock && $(COMPILE) bench.in -o bench.lock

# The peers that benchmarks measure against, in an environment of their own.
bench: install
	@[ -x .venv-bench/bin/python ] || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/bench.lock

install:
	@PYTHON="$(PYTHON)" ./scripts/install
