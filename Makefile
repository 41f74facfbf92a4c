# Two commands do all set-up: `make demo` and `make test`. Each needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
DEV := requirements-dev.lock

.PHONY: demo test lint types check eval speed train lock clean

$(VENV)/run: $(LOCK) pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --only-binary :all: -r $(LOCK)
	$(BIN)/pip install --quiet --no-deps -e .
	touch $@

$(VENV)/dev: $(VENV)/run $(DEV)
	$(BIN)/pip install --quiet --only-binary :all: -r $(DEV)
	touch $@

demo: $(VENV)/run
	@$(BIN)/python samples/demo.py

test: $(VENV)/dev
	$(BIN)/pytest

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/mypy

check: lint types test

eval: $(VENV)/run
	$(BIN)/python -m eval.run

speed: $(VENV)/dev
	$(BIN)/python -m eval.speed

train: 
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet -e '.[train]'
	.venv-train/bin/python -m training.train training/config.toml attribution build/attribution.pt
	.venv-train/bin/python -m training.train training/config.toml events build/events.pt --from build/attribution.pt
	.venv-train/bin/python -m training.export training/config.toml build/events.pt src/dragoman/reading/weights

clean:
	rm -rf $(VENV) .venv-train build dist
