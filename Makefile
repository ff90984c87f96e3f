# One word runs each task. The tools are pinned in tools/go.mod.

TOOL := go tool -modfile=tools/go.mod

.PHONY: test lint fmt generate proto quality rivals ablation agreement bench ci

test: ## what the README tells a newcomer to run
	go test ./...

lint: ## format, vet, static analysis and the contract
	@files=$$($(TOOL) gofumpt -l $$(git ls-files '*.go' | grep -v '\.pb\.go$$')); \
	if [ -n "$$files" ]; then echo "run make fmt for: $$files"; exit 1; fi
	go vet ./...
	$(TOOL) staticcheck ./...
	$(TOOL) buf lint

fmt:
	$(TOOL) gofumpt -w $$(git ls-files '*.go' | grep -v '\.pb\.go$$')

proto: ## generated code of the contract
	$(TOOL) buf generate

generate: proto ## everything that is generated: contract, default model, golden figures
	go generate ./seeds
	go test ./cmd/assay -run TestQuality -update

quality: ## all figures of the README
	go run ./cmd/assay model
	go run ./cmd/assay evaluate --data testdata/gold
	go run ./cmd/assay evaluate --data testdata/heldout
	go run ./cmd/assay evaluate --data seeds/corpus --cross-validate document
	go run ./cmd/assay evaluate --data seeds/corpus --cross-validate topic
	go run ./cmd/assay evaluate --data seeds/corpus --cross-validate register

rivals: ## other classifiers on the same sentences; takes ten minutes
	cd bench && go run ./rivals > ../testdata/quality/rivals.txt

ablation: ## what each view and setting is worth; takes a minute
	go run ./classifier/train/ablation > testdata/quality/ablation.txt

agreement: ## how far the two independent labellings agree
	go run ./seeds/agreement

bench:
	cd bench && go test -run '^$$' -bench . -benchtime 2s ./...

ci:
	.ci/run
