# The two commands: make demo, make test. Each installs what it needs into .venv the first time.
PYTHON ?= python3
VENV := .venv/bin

.PHONY: demo test check soak lock docs install

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

lock: install
	@cd requirements && ../$(VENV)/uv pip compile --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header -q desk.in -o ../requirements.lock

install:
	@PYTHON="$(PYTHON)" ./scripts/install
