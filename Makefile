# make demo     fills a sample company and opens the app
# make serve    opens the app on your own data
# make test     checks style and types, then runs every test; gets Chromium and PostgreSQL where they are missing
# make lint     checks style and types only
# make lock     resolves requirements.lock anew from pyproject.toml
# make clean    removes what the other targets made; your data stay

BIN = .venv/bin
READY = .venv/ready
CODE = core dashboard seed tests

# Networks that inspect traffic are trusted through the system's certificates.
UV_SYSTEM_CERTS ?= true
export UV_SYSTEM_CERTS

.PHONY: help demo serve test lint lock clean

help:
	@sed -n 's/^# make/make/p' Makefile

demo: $(READY)
	@$(BIN)/uptake demo

serve: $(READY)
	@$(BIN)/uptake serve

test: $(READY) lint
	@$(BIN)/python -m tests.provision
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --durations 10

lint: $(READY)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy $(CODE)

lock: $(BIN)/uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --extra test \
	    --python-version 3.11 pyproject.toml -o requirements.lock

clean:
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/screenshots

$(READY): $(BIN)/uv pyproject.toml requirements.lock
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@

# Nothing comes in unlocked, not even the installer: pip reads uv's own lines of the lock, uv reads the whole of it.
$(BIN)/uv:
	@for python in python3 python3.14 python3.13 python3.12 python3.11 none; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	if test $$python = none; then \
	    echo 'Uptake needs Python 3.11 or newer and found none. Install it, then run make again.' >&2; exit 1; \
	fi; \
	if ! $$python -c 'import ensurepip' 2>/dev/null; then \
	    package=$$($$python -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	    if ! { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -qq -y $$package; }; then \
	        echo "$$python cannot make virtual environments. Install $$package, then run make again." >&2; exit 1; \
	    fi; \
	fi; \
	echo 'Setting up .venv; this takes a minute the first time.'; \
	$$python -m venv --clear .venv
	@awk '/^[^ ]/ { wanted = /^uv==/ } wanted' requirements.lock > .venv/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock
