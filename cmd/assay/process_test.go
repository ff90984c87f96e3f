package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// build makes the program, for tests that need a process of its own.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "assay")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// TestServeProcess starts the server as an operator does, asks it, reads its
// metrics and ends it with SIGTERM.
func TestServeProcess(t *testing.T) {
	program := build(t)
	server := exec.Command(program, "serve", "--listen", "127.0.0.1:0", "--metrics-listen", "127.0.0.1:0", "--verbose")
	logs, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Process.Kill()
	lines := bufio.NewScanner(logs)
	metrics := address(t, lines, "metrics")
	grpc := address(t, lines, "serving")

	local, err := exec.Command(program, "classify", "--format", "jsonl", article).Output()
	if err != nil {
		t.Fatal(err)
	}
	remote, err := exec.Command(program, "classify", "--format", "jsonl", "--addr", grpc, article).Output()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(local, remote) {
		t.Error("the server answers differently")
	}
	if body := get(t, "http://"+metrics+"/metrics"); !strings.Contains(body, `grpc_server_handled_total{grpc_code="OK",grpc_method="Classify"`) {
		t.Errorf("metrics:\n%s", body)
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var last string
	for lines.Scan() {
		last = lines.Text()
	}
	if err := server.Wait(); err != nil || !strings.Contains(last, `"stopped"`) {
		t.Errorf("after SIGTERM: %v, last log line %s", err, last)
	}
}

// address reads log lines up to the one with the message and returns its
// address.
func address(t *testing.T, lines *bufio.Scanner, message string) string {
	t.Helper()
	for lines.Scan() {
		var line struct{ Msg, Address string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("log line %s: %v", lines.Text(), err)
		}
		if line.Msg == message {
			return line.Address
		}
	}
	t.Fatalf("no log line %q", message)
	return ""
}

func get(t *testing.T, url string) string {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	r, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestDefaultModelIsCurrent carries out the go:generate line of package seeds
// and compares the bytes.
func TestDefaultModelIsCurrent(t *testing.T) {
	source, err := os.ReadFile("../../seeds/seeds.go")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^//go:generate go run ../cmd/assay (.+)$`).FindSubmatch(source)
	if line == nil {
		t.Fatal("no go:generate line")
	}
	out := filepath.Join(t.TempDir(), "default.model")
	args := strings.Fields(strings.NewReplacer("default.model", out, "--data corpus", "--data ../../seeds/corpus").Replace(string(line[1])))
	must(t, "", args...)
	made, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../seeds/default.model")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, committed) {
		t.Error("seeds/default.model is not what the corpus gives; run make generate")
	}
	if limit := 4 << 20; len(committed) > limit {
		t.Errorf("seeds/default.model has %d bytes, limit %d", len(committed), limit)
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// TestQuality compares what evaluate prints with golden files, so that a change
// of quality is a diff to read, and with the README, which quotes them.
func TestQuality(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	quality := map[string][]string{
		"gold.txt":    {"evaluate", "--data", "../../testdata/gold"},
		"heldout.txt": {"evaluate", "--data", "../../testdata/heldout"},
		"model.txt":   {"model"},
	}
	for name, args := range quality {
		got := must(t, "", args...)
		path := filepath.Join("../../testdata/quality", name)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is out of date; read the difference, then run make generate:\n%s", path, got)
		}
		figures := regexp.MustCompile(`\d+ sentences: .*`).FindString(got)
		if figures == "" || !strings.Contains(string(readme), figures) {
			t.Errorf("the README does not quote %q of %s", figures, name)
		}
	}
}
