# Everything here needs Go, git, make and a POSIX shell. Where a tool beyond
# those is missing, the target says what it left out.

GO       ?= go
FUZZTIME ?= 20s
ROUNDS   ?= 31
KILLS    ?= 2000

# Most of what the tests do is to wait for other processes.
PARALLEL ?= 4

# The race detector needs cgo, and that a C compiler.
RACE := $(if $(filter 1,$(shell $(GO) env CGO_ENABLED)),-race)

# Packages with goroutines are tested under the race detector; all but those whose
# tests mostly wait are tested without it as well, or alone.
GOROUTINE = ^[[:space:]]*(defer )?go (func|[[:alnum:]_.]+)[(]|[.]Go[(]
WATCHED   = $(addprefix ./,$(sort $(dir $(shell git grep --untracked -lE '$(GOROUTINE)' -- '*.go' ':!testdata'))))
WAITING   = ./cmd/hub ./pkg/proc ./pkg/supervision ./pkg/runner
PLAIN     = $(filter-out $(addprefix %,$(WAITING:.%=%) $(BARE)),$(shell $(GO) list ./...))
# In .ci/run, .ci/bare has tested these without it.
BARE      = $(if $(and $(RACE),$(HUB_PASSED)),$(WATCHED:./%/=/%))

# Tests of watched packages that are one long computation: without it is enough.
COMPUTE = ^Test(Holes|ChangedLogsAreNeverGood|DenseLinesAreDamage|ReaderFindsAllDamage|DecodeAnyPrefix|TornLogsAreSealed|Found|FoldOrderOfSequences|FoldOrderDoesNotMatter|LeanEntriesAreEntries|LeanEntriesKeepNothingOfTheirLines|LinesThatAreNotLean)$$

# make lint vets more than go test does.
GOTEST = $(GO) tool gotestsum --format=pkgname --format-hide-empty-pkg -- -vet=off -parallel=$(PARALLEL) -timeout=20m

# Go files that are ours to format. Under testdata are examples; they are
# formatted as well, and none of them is there to be broken.
GOFILES = $(shell git ls-files --cached --others --exclude-standard '*.go')

.DEFAULT_GOAL := help
.PHONY: help build test race plain watched lint fuzz golden bench corpus consumers engines wine vulnerabilities soak check builds compiled release-snapshot

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build ./bin/hub
	CGO_ENABLED=0 $(GO) build -o bin/ ./cmd/hub

test: ## run the tests
	$(GO) test ./...

race: plain watched ## run the tests, where there are goroutines under the race detector; what was skipped, and why, comes last

# Most of these compute, and most of the others wait: with --jobs=2 one fills what the other
# leaves idle. Results are cached, as those of go test are.
plain: ## run the tests that the race detector may leave out
	CGO_ENABLED=0 $(GOTEST) $(PLAIN)

watched: ## run the tests that the race detector watches, and those that mostly wait
	@if [ -z "$(RACE)" ]; then echo "make: no C compiler, so the tests run without the race detector" >&2; fi
	$(GOTEST) $(TESTFLAGS) $(if $(RACE),$(RACE) -skip='$(COMPUTE)' $(WATCHED),$(WAITING))

# What is checked and not run is compiled without cgo, as the program is, and that
# of other systems without optimising, which is faster.
FOREIGN = -gcflags='all=-N -l'
lint: export CGO_ENABLED = 0
lint: ## gofmt, go vet for every system, staticcheck, go.mod
	@unformatted=$$(gofmt -l $(GOFILES)) || exit 1; \
	if [ -n "$$unformatted" ]; then echo "not formatted (gofmt -w):" $$unformatted >&2; exit 1; fi
	GOOS=linux $(GO) vet ./...
	GOOS=darwin $(GO) vet $(FOREIGN) ./...
	GOOS=windows $(GO) vet $(FOREIGN) ./...
	$(GO) tool staticcheck ./...
	$(GO) mod tidy -diff

fuzz: ## run every fuzz target for FUZZTIME (20s) each
	@set -e; \
	grep -rloE --include='*_test.go' '^func Fuzz' cmd config pkg reporters | xargs -n1 dirname | sort -u | \
	while read -r dir; do \
		for target in $$(cat "$$dir"/*_test.go | sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' | sort); do \
			echo "== $$dir $$target"; \
			$(GO) test -run='^$$' -fuzz="^$$target\$$" -fuzztime=$(FUZZTIME) -fuzzminimizetime=10x "./$$dir" </dev/null; \
		done; \
	done

golden: ## write the golden files again; look at the difference before committing
	@set -e; \
	dirs=$$(grep -rlE --include='*_test.go' 'flag\.Bool\("update"|sample\.(Golden|Update)\b' cmd config pkg reporters | xargs -n1 dirname | sort -u); \
	for dir in $$dirs; do $(GO) test "./$$dir" -update; done
	UPDATE_SCRIPTS=1 $(GO) test -run=^TestScripts "./cmd/hub"
	@git status --short

# The comparisons take about eight minutes on two quiet cores, and two with ROUNDS=3.
# PROGRAM=path measures another hub than the one of this tree.
bench: ## measure hub beside xargs, a pool in C, find and an empty program (ROUNDS=31), then the parts
	$(GO) test -run='^$$' -bench='^Benchmark(Start|Run|Look|Scale|Record|Makespan|MakespanOfParts|Merge|Queue)$$' -benchtime=1x -timeout=120m ./cmd/hub -rounds=$(ROUNDS) $(if $(PROGRAM),-program=$(abspath $(PROGRAM)))
	$(GO) test -run='^$$' -bench=. -benchmem ./config/... ./pkg/... ./reporters/...

corpus: ## run Go's own test programs, and prove that each was found, run and completed
	HUB_CORPUS=1 $(GO) test -count=1 -v -run='^TestCorpus' ./cmd/hub

consumers: ## install the programs by which tests read the reports (npm; xmllint, Perl and Chromium are apt's)
	npm ci --prefix testdata/consumers --no-progress
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || [ -d "/Applications/Google Chrome.app" ] || echo "make: there is no Chromium, and its tests are skipped: apt-get install chromium" >&2
	@command -v xmllint >/dev/null || echo "make: xmllint is not installed, and its tests are skipped: apt-get install libxml2-utils" >&2
	@command -v prove >/dev/null || echo "make: prove is not installed, and its tests are skipped: apt-get install perl" >&2

# The database is on the web. Where it cannot be reached, the test says so and is skipped.
GOVULNCHECK ?= $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0
vulnerabilities: ## look for known vulnerabilities in what hub calls, by Go's database
	@HUB_GOVULNCHECK='$(GOVULNCHECK)' $(GO) test -count=1 -v -run='^TestKnownVulnerabilities$$' ./pkg

soak: ## the tests of endurance at full length (KILLS=2000)
	HUB_SOAK=$(KILLS) $(GO) test -count=1 -v -timeout=60m -run='^TestKilledRunsLoseNothing$$' ./cmd/hub
	HUB_SOAK=1 $(GO) test -count=1 -v -timeout=60m -run='^TestWhateverLiesThere$$' ./cmd/hub
	HUB_SOAK_DAEMONS=1000 HUB_SOAK_FLOOD=2147483648 $(GO) test -count=1 -v -timeout=60m -run='^Test(NoDaemonOutlivesTheRun|FloodsStayWithinTheirBounds)$$' ./cmd/hub

# The parallel ones mostly wait for their clusters.
engines: ## the tests with real engines at full length: Redis, Slurm, Grid Engine
	@for tool in redis-server:redis-server sbatch:slurm-wlm qsub:gridengine-master+gridengine-exec+gridengine-client; do \
		command -v $${tool%%:*} >/dev/null || echo "make: $${tool%%:*} is not installed, and its tests are skipped: apt-get install $${tool##*:}" | tr + ' ' >&2; \
	done
	HUB_ENGINES=1 $(GO) test -count=1 -timeout=60m ./pkg/engine/... ./pkg/queue/... ./pkg/submit/...
	HUB_ENGINES=1 $(GO) test -count=1 -v -parallel=$(PARALLEL) -timeout=60m -run='^Test(Slurm|GridEngine|Queue|Submit)' ./cmd/hub

wine: ## the program for Windows, and the tests of the packages, under wine
	@command -v wine64 >/dev/null || [ -x /usr/lib/wine/wine64 ] || echo "make: wine is not installed, and its tests are skipped: apt-get install --no-install-recommends wine64" >&2
	HUB_WINE=1 $(GO) test -count=1 -v -timeout=60m -run='^TestWine' ./cmd/hub

# Of the tag that a release has, .github/workflows/release.yml makes the same. The image
# needs docker, and is left out. GoReleaser itself takes minutes to build, once.
GORELEASER ?= $(GO) run github.com/goreleaser/goreleaser/v2@v2.15.1
release-snapshot: ## build what a release has into ./dist, for every system
	$(GORELEASER) check
	GOFLAGS=-buildvcs=true SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(GORELEASER) release --snapshot --clean --skip=publish,announce,docker
	HUB_DIST=dist $(GO) test -count=1 -run='^TestRelease$$' ./cmd/hub

# In this order: what is quick to find comes first, and the tests come last, so
# that their verdict is what the screen ends with.
check: lint builds vulnerabilities ## everything that must hold before a commit
	@$(MAKE) --no-print-directory race

builds: export CGO_ENABLED = 0
builds: ## build everything, and hub for the other systems
	$(GO) build ./...
	GOOS=darwin $(GO) build $(FOREIGN) -o /dev/null ./cmd/hub
	GOOS=windows $(GO) build $(FOREIGN) -o /dev/null ./cmd/hub

# Go keeps what it compiles, and links the programs of tests anew.
compiled: builds ## compile what make check runs under the race detector
	$(if $(RACE),$(GO) list $(RACE) -test -deps -export $(WATCHED) >/dev/null)
