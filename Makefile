# Everything that is done to this project by hand or by a machine. `make` lists it.

.DEFAULT_GOAL := help
BIN := .venv/bin
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --quiet
# What checks need of the extras; the browser's driver (167 MB) has a lock of its own.
EXTRAS := pyproject.toml --extra articles --extra notify --extra archives --extra parquet

# Tests start the program hundreds of times; without kept bytecode each start compiles it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test torture fuzz browser scale properties golden audit lint docs picture lock clean

help:  ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/run.stamp  ## Show the whole flow on a sample site, without network
	@$(BIN)/tracker demo

test: .venv/dev.stamp  ## Check format, lint and types, and run all tests
	@$(BIN)/pytest -n 3 --dist worksteal --durations=10

torture: .venv/dev.stamp  ## Kill, crowd, starve and damage the program at full size (half an hour)
	@PYTHONPATH=. $(BIN)/python -W ignore tests/kit/torture.py

fuzz: .venv/dev.stamp  ## Read 100,000 mutated pages, and every shape made to hurt a parser
	@TRACKER_FULL=1 TRACKER_FUZZ=100000 $(BIN)/pytest tests/scrapers/sandbox

properties: .venv/dev.stamp  ## Try every property with all its examples (ten minutes)
	@TRACKER_FULL=1 $(BIN)/pytest -n 2 -m "hypothesis or full"

browser: .venv/browser.stamp .venv/axe/node_modules  ## Look at documents in Chromium, with the axe rules (needs npm), and let it draw pages
	@AXE=.venv/axe/node_modules/axe-core/axe.min.js $(BIN)/pytest tests/cli/documents tests/scrapers/browser

scale: .venv/scale.stamp  ## Read the exports with DuckDB, Polars, Spark (needs Java 17) and pandas, as the documents do
	@TRACKER_SCALE=1 $(BIN)/pytest -rs tests/test_scale.py tests/test_notebook.py

golden: .venv/dev.stamp  ## Write the expected files of golden tests anew; look at the difference
	@GOLDEN=write $(BIN)/pytest $$(grep -rl --include='test_*.py' golden tests)
	@git --no-pager diff --stat -- tests

audit: .venv/dev.stamp  ## Check what is installed against the locks and known advisories (needs uv and internet)
	@$(BIN)/python -m pip check
	uvx pip-audit --requirement requirements/run.txt --require-hashes --disable-pip

lint: .venv/dev.stamp  ## Check format, lint and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: .venv/dev.stamp  ## Measure what starting, keeping and reading a page cost
	@$(BIN)/python benchmarks/startup.py --runs 9
	@$(BIN)/python benchmarks/pages.py
	@$(BIN)/python benchmarks/reading.py

docs: .venv/dev.stamp  ## Write the output that the documentation shows anew
	@$(BIN)/python tests/kit/makedocs.py
	@$(BIN)/python tests/kit/sitedocs.py

picture: .venv/dev.stamp  ## Draw the report that README shows anew (needs Chromium)
	@PYTHONPATH=. $(BIN)/python tests/kit/reportpicture.py

lock:  ## Make the locked requirements anew (needs uv and a package index)
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) $(EXTRAS) --group build --group dev -o requirements/dev.txt
	$(LOCK) $(EXTRAS) --extra browser --group build --group dev -o requirements/browser.txt
	$(LOCK) $(EXTRAS) --group build --group dev --group scale -o requirements/scale.txt
	$(LOCK) --group build -o requirements/build.txt

clean:  ## Remove what was made: the environment, caches, built packages
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find cli scrapers store tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

.venv/axe/node_modules: .venv/dev.stamp
	@npm install --silent --no-audit --no-fund --ignore-scripts --prefix .venv/axe axe-core@4

.venv/run.stamp: pyproject.toml requirements/build.txt requirements/run.txt requirements/install
	@sh requirements/install run

.venv/dev.stamp: pyproject.toml requirements/build.txt requirements/dev.txt requirements/install
	@sh requirements/install dev

.venv/browser.stamp: pyproject.toml requirements/build.txt requirements/browser.txt requirements/install
	@sh requirements/install browser

.venv/scale.stamp: pyproject.toml requirements/build.txt requirements/scale.txt requirements/install
	@sh requirements/install scale
