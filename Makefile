# Everything a person types. Extra arguments go through ARGS: make run ARGS="--scale 5".
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.set-up
LOCKS := requirements.lock requirements-bootstrap.lock build-constraints.txt pyproject.toml \
	hyperion_assets/local/jars/kafka.lock.toml hyperion_assets/local/versions.toml
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"
PROPERTIES := hyperion_assets_tests/sources hyperion_assets_tests/model hyperion_assets_tests/checks \
	hyperion_assets_tests/test_keys.py
ARGS ?=

# make run PROFILE=stack-s3: the settings of hyperion_assets/profiles/stack-s3.env.
ifdef PROFILE
export HYPERION_PROFILE := $(PROFILE)
endif

# Compiled modules are kept, whatever the environment says: a process that compiles them anew starts a second later.
# They stand with the packages, not in the source tree.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache

.DEFAULT_GOAL := help
.PHONY: run dev stack test test-stack test-deep check format bench prove clean help quality setup lock

run: setup ## Build the database from the source files: sources → Kafka → tables → checks → release → exports
	@$(BIN)/hyperion run $(ARGS)

dev: setup ## Open Dagit with Kafka, PostgreSQL and the engine beside it; Ctrl-C ends everything
	@$(BIN)/hyperion dev $(ARGS)

stack: setup ## Start the services of a profile and keep them up (PROFILE=stack-hdfs or stack-s3); ends with `hyperion stack down`
	@$(BIN)/hyperion stack up $(ARGS)

test: setup ## Run the tests (ARGS="-k name" for some of them, ARGS=--cov to see what they cover)
	@$(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

test-deep: setup ## Run the property tests of parsers, keys and ledger with 100,000 examples each (some 80 min)
	@HYPOTHESIS_PROFILE=deep $(BIN)/pytest -m hypothesis --timeout 7200 --numprocesses auto --dist worksteal $(PROPERTIES) $(ARGS)

check: setup ## Lint, format, types, import layers, SQL, generated documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --nocolor --disable-progress-bar hyperion_assets/proof/sql hyperion_assets/queries
	$(BIN)/python -m hyperion_assets.model --check
	$(BIN)/python -m hyperion_assets.local.compose --check

format: setup ## Mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## Measure source to release against a bare loop, and write docs/benchmarks.md
	@$(BIN)/python -m hyperion_assets.bench $(ARGS)

prove: setup ## Prove that every engine, store and reader gives the same tables (ARGS=--write for docs/engines.md)
	@$(BIN)/python -m hyperion_assets.proof $(ARGS)

test-stack: setup ## Run the tests that take minutes each: kills of HDFS, Spark's cluster, Trino and the Metastore, lakes that refuse
	@$(BIN)/pytest -m stack --numprocesses auto --dist loadfile $(ARGS)

quality: setup ## Write docs/data_quality.md from the current release of the shipped data
	@$(BIN)/hyperion quality --output docs/data_quality.md $(ARGS)

clean: ## Remove the virtual environment and what tools cache; the database in .hyperion/ stays
	rm -rf .venv build *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

lock: setup ## Write the hashed locks anew from the *.in files and versions.toml
	$(COMPILE) requirements-dev.in --output-file requirements.lock
	$(COMPILE) requirements-bootstrap.in --output-file requirements-bootstrap.lock
	$(COMPILE) build-constraints.in --output-file build-constraints.txt
	$(BIN)/python tools/lock_jars.py

help: ## Show this
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(STAMP) ## Make the virtual environment and fetch what is needed; the other targets do so by themselves

$(STAMP): $(LOCKS) tools/set_up.py
	@command -v $(PYTHON) > /dev/null || { echo "set-up: $(PYTHON) is missing: run \`apt-get install python3 python3-venv\`" >&2; exit 2; }
	@$(PYTHON) tools/set_up.py
	@touch $@
