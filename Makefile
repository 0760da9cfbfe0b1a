# Every target does its own set-up; the work is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help setup build production run test lint soak e2e network filecoin specs bench clean

help: ## list these targets
	@echo "DMEX: make TARGET"
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: ## install compilers, wasm target and npm packages (the other targets do it by themselves)
	@scripts/setup.sh

build: ## build the node for development
	@scripts/build.sh

production: ## build what validators run: whole-program optimisation, metadata hash inside and proven
	@scripts/build.sh --profile production --metadata-hash

run: ## set up, build and start a development chain whose day lasts half a minute
	@scripts/run.sh

test: ## set up and run everything that CI checks
	@scripts/test.sh

lint: ## set up and run the checks that compile nothing
	@scripts/lint.sh

soak: ## run the pallets' tests with other random sequences (ROUNDS=10)
	@scripts/soak.sh

e2e: ## play the end-to-end tests against the built node
	@scripts/e2e.sh test

network: ## play the tests of networks: four validators, one that signs twice, five operators, a node that is killed
	@scripts/e2e.sh network

filecoin: ## start a simulated Filecoin network for the development chain, on port 1234
	@scripts/e2e.sh filecoin

specs: ## regenerate chain-specs/
	@scripts/setup.sh build && scripts/build.sh && scripts/build-specs.sh

bench: ## regenerate the runtime's weights by benchmarks (long; STEPS=50 REPEAT=20)
	@scripts/benchmark.sh

clean: ## remove what was built, and the data of make run
	@scripts/clean.sh
