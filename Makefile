# The commands of everyday work. Each sets up what it needs, and does nothing twice.

.PHONY: help run test build dev check bench matrix

help:
	@echo "make run    set up, build, and serve a demonstration bureau on http://127.0.0.1:3000"
	@echo "make test   set up, and run every check and test"
	@echo "make build  the release: one binary, target/release/jianbao"
	@echo "make dev    serve, and build anew whenever a file changes"
	@echo "make check  what the compiler says, fast"
	@echo "make bench  measure the release, beside what is to be reached"
	@echo "make matrix write anew, and print, who may go where and do what"

run:
	@scripts/run

test:
	@scripts/test

build:
	@scripts/build

dev:
	@scripts/dev

check:
	cargo fmt --all --check
	cargo check --workspace --all-targets --locked

bench:
	@scripts/bench

matrix:
	@scripts/matrix
