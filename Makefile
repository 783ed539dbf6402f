# make run    set up, build, make the sandbox city if no city is there, serve it
# make test   set up, lint, build, run every test, the browser test and the README's commands included
# make help   the rest

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CITY ?= cities/sandbox
PORT ?= 8080
DATA ?= ../shared/data

RELEASE := swift build -c release --product kembar
KEMBAR := .build/release/kembar
# All that is tested is built once: the rooms that compute are optimised in debug builds too. Module by module takes two thirds of the time
# that file by file does; without what debuggers read it is a fifth less (KEMBAR_DEBUG=dwarf keeps it).
TESTED := swift build --build-tests -debug-info-format $(or $(KEMBAR_DEBUG),none) -Xswiftc -disable-batch-mode -Xswiftc -whole-module-optimization -Xswiftc -num-threads -Xswiftc 2

# The tests as they were built: two runs of `swift test` would wait for one another.
TESTS := .build/debug/kembarPackageTests.xctest --testing-library swift-testing

# Rooms whose tests wait for clocks and sockets, in a process of their own: in one with models that keep all its threads busy a second of theirs
# may last a minute.
CLOCKED := ^(Broker|BrokerClients|SessionFiles|Devices|Transfer|Feeds|Store|Keys|Server)Tests\.

# Python environments of the tests, fetched while the house is built.
ENVIRONMENTS := "Scripts/test-clients.sh --set-up" "Scripts/test-sensorthings-clients.sh --set-up" "Scripts/test-browser.sh --set-up"

# What is asked of a server from outside; most of it waits for answers.
SERVED := "Scripts/check-kernels.sh .build/debug" "Scripts/test-sensorthings-clients.sh .build/debug/kembar" \
	"python3 Tests/Faults/run.py .build/debug/kembar" "Scripts/smoke.py .build/debug/kembar README.md" Scripts/test-web.sh

.PHONY: help
help: ## this list
	@grep -hE '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: setup
setup: ## install what is missing to build and to serve: Debian packages, the page's libraries
	@Scripts/set-up.sh run
	@Scripts/set-up-web.sh

.PHONY: setup-test
setup-test:
	@Scripts/set-up.sh test
	@Scripts/set-up-web.sh

.PHONY: build
build: setup ## the release build of the command, .build/release/kembar
	@$(RELEASE)

.PHONY: run
run: build ## serve a city: make run CITY=cities/sandbox PORT=8080
	@if [ ! -e "$(CITY)/city.yaml" ]; then $(KEMBAR) sandbox "$(CITY)"; fi
	@exec $(KEMBAR) serve "$(CITY)" --port $(PORT)

.PHONY: test
test: setup-test lint ## everything that must hold before a change is taken
	Scripts/side-by-side.sh $(ENVIRONMENTS) & others=$$!; KEMBAR_STRICT=1 $(TESTED); wait $$others
	Scripts/side-by-side.sh "$(TESTS) --skip '$(CLOCKED)'" "$(TESTS) --filter '$(CLOCKED)'" $(SERVED)
	Scripts/test-browser.sh .build/debug/kembar

.PHONY: lint
lint: ## formatting, the order of the rooms, names
	@swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@Scripts/lint.py

.PHONY: format
format: ## put the source into its format
	@swift format --in-place --parallel --recursive Package.swift Sources Tests

.PHONY: bench
bench: build ## every benchmark: tables, and Benchmarks/results/*.json; exit 3 when a bar does not hold
	@Benchmarks/run.sh "$(KEMBAR)" "$(DATA)" all

bench-%: build ## one benchmark: make bench-spine, bench-check, bench-memory, bench-sandbox, bench-flood, bench-traffic, bench-broker, bench-live, bench-page
	@Benchmarks/run.sh "$(KEMBAR)" "$(DATA)" $*

.PHONY: first-hour
first-hour: build setup-test ## a town of one's own, from an empty folder to the council's page, in Chromium; minutes: real maps, make first-hour DATA=../shared/data
	@Scripts/test-browser.sh --set-up
	@.setup/browser/venv/bin/python Tests/Browser/first_hour.py "$(KEMBAR)" "$(DATA)"

.PHONY: pictures
pictures: build setup-test ## the README's picture of the page, drawn anew
	@Scripts/pictures.py "$(KEMBAR)"

.PHONY: package
package: build ## a Debian package with all inside, for machines without a toolchain
	@Scripts/set-up.sh package
	@Scripts/package.sh "$(KEMBAR)"

.PHONY: test-package
test-package: package ## install the package on a bare Debian 12 and serve a town there (root, debootstrap)
	@Scripts/test-package.sh "$$(ls -t .build/package/*.deb | head -1)"

.PHONY: clean
clean: ## forget builds, environments and the page's libraries; cities stay
	rm -rf .build .setup Benchmarks/.venv* Benchmarks/results Sources/Doors/Web/vendor
