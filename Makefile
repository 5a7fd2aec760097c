# Everything is set up in .venv, from the pinned versions in constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RIVALS := build/bench-env/.ready
HEARING ?= central_asia_2015
# Files of tests side by side on two cores, in their order, so that what takes longest does not come last.
TESTS := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup hearing posterior results serve test verify wheel-test coverage bench clustering check audit readme picture verification-page docs clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## what the other targets need, in .venv

hearing: $(READY)  ## run the hearing; report in build/hearing/
	$(BIN)/counterflow hear $(HEARING)

posterior: $(READY)  ## fit the hearing to the published figures, and ship what came of it: an hour on 2 cores; it goes on where it stopped
	$(BIN)/counterflow calibrate $(HEARING) --points 600 --draws 400 --out build/posterior --install
	$(BIN)/counterflow hear $(HEARING) --install

results: $(READY)  ## run the hearing, and keep its verdicts beside its files, where serve finds them
	$(BIN)/counterflow hear $(HEARING) --install

serve: $(READY)  ## the hearing room in a browser: http://127.0.0.1:8765/
	$(BIN)/counterflow serve

test: check  ## make check, then all tests
	tools/browser
	$(TESTS)

verify: $(READY) $(RIVALS)  ## every long comparison with theory and other programs; verdicts in build/verification.json
	$(BIN)/python tools/verify.py

wheel-test: $(READY)  ## build the wheel, measure its core, and run all tests with it away from its sources
	$(BIN)/python tools/wheel.py

coverage: $(READY)  ## all tests, and which lines none of them runs, under 10 percent (kernels are compiled and not seen)
	$(TESTS) --cov --cov-report=term-missing:skip-covered --cov-fail-under=90

bench: $(READY) $(RIVALS)  ## how fast the engine is, beside rivals: 45 minutes, on an idle machine
	$(BIN)/python -m benchmarks

clustering: $(READY)  ## where departures come from, district by district: minutes (docs/clustering.md)
	$(BIN)/python -m tools.clustering

check: $(READY)  ## style, types, import direction, generated pages, sizes, doubled code, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tools/check_imports.py
	$(BIN)/python tools/generated_docs.py --check
	$(BIN)/python -m tools.upkeep.sizes
	$(BIN)/python -m tools.upkeep.doubles
	$(BIN)/python tools/audit.py --quiet

audit: $(READY)  ## every installed package with its licence; fails for one that may not be here
	$(BIN)/python tools/audit.py

readme: $(READY)  ## what README says of results, from what make hearing and make bench left in build/
	$(BIN)/python -m tools.readme
	$(BIN)/python tools/generated_docs.py

picture: $(READY)  ## docs/report.png, from the report of make hearing (needs Chromium)
	$(BIN)/python tools/picture.py

verification-page: $(READY)  ## docs/verification.md, from what make verify left in build/verification.json
	$(BIN)/python tools/verification_page.py

docs: $(READY)  ## write the generated pages of docs/ anew, and the site into build/site
	$(BIN)/python tools/generated_docs.py
	$(BIN)/mkdocs build --strict --quiet

clean:  ## remove .venv and everything that was built
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "counterflow needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[hearing,analysis,app,cluster,dev,docs]'
	@touch $@

# Rivals have pins of their own, and no place in the environment that everything else is tested in.
$(RIVALS): benchmarks/constraints.txt
	$(PYTHON) -m venv build/bench-env
	build/bench-env/bin/python -m pip install --quiet -c benchmarks/constraints.txt mesa starsim pyabc
	@touch $@
