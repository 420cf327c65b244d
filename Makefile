# What can be done here: `make help`. The work itself is in Python.
PYTHON ?= python3
RUN = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup dev serve instructor demo test check growth shots fuzz storm bench bench-load bench-import bench-exam clean

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Make .venv with all that serving and loading need
	@$(PYTHON) -I studyapp/bootstrap.py setup

dev: ## The same with the tools for tests and checks
	@$(PYTHON) -I studyapp/bootstrap.py dev

serve: setup ## Set up and serve on 127.0.0.1:8000 (HOST=, PORT=)
	@$(RUN) manage.py serve

instructor: setup ## Make someone an instructor
	@$(RUN) manage.py create_instructor

demo: setup ## Fill the site with a simulated class
	@$(RUN) manage.py migrate --verbosity 0
	@$(RUN) manage.py load_content
	@$(RUN) manage.py demo

test: dev ## Set up and run every check and test
	@$(RUN) -m tests.checks all

check: dev ## Only the checks that take seconds
	@$(RUN) -m tests.checks quick

growth: dev ## Try whether hostile texts cost more than their length
	@$(RUN) -m pytest -m growth

shots: dev ## Write pictures of every page to data/shots/
	@$(RUN) -m tests.shots

fuzz: dev ## Try a million inputs on every reader (FUZZ="--inputs 1000 csv")
	@$(RUN) -m tests.fuzz --write $(FUZZ)

storm: dev ## Kill all there is while exams are sat, and prove that nothing is lost
	@$(RUN) -m tests.faults all --write

bench: dev ## Measure the pages' cost
	@$(RUN) -m tests.bench

bench-load: dev ## Measure what loading costs
	@$(RUN) -m tests.bench.loading

bench-import: dev ## Measure what importing in the admin costs
	@$(RUN) -m tests.bench.importing

bench-exam: dev ## Measure what an exam of 300 learners costs
	@$(RUN) -m tests.bench.exam

clean: ## Remove .venv and all that tools leave; data/ stays
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache htmlcov .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
