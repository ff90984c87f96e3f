package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKappa reckons the textbook example: of 50 pairs 35 agree, one person says
// yes to 25, the other to 30, so half agree by chance and kappa is 0.4.
func TestKappa(t *testing.T) {
	var x tally
	for pair, n := range map[[2]string]int{{"yes", "yes"}: 20, {"yes", "no"}: 5, {"no", "yes"}: 10, {"no", "no"}: 15} {
		for range n {
			x.add(pair)
		}
	}
	if got := x.kappa(); math.Abs(got-0.4) > 1e-12 {
		t.Errorf("kappa is %v, want 0.4", got)
	}
}

// TestRun reads the real annotations, which must fit the documents line by line.
func TestRun(t *testing.T) {
	t.Chdir("../..")
	var out bytes.Buffer
	if err := run(&out, "seeds/corpus", "seeds/annotations", "testdata/heldout", "testdata/annotations/heldout"); err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(out.String(), "\n")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, kappa, ok := strings.Cut(first, "kappa "); !ok || !strings.Contains(string(readme), "kappa "+kappa) {
		t.Errorf("the README does not quote the kappa of %q", first)
	}
}

func TestBadAnnotations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.tsv")
	for _, content := range []string{"fact\tevent\tfact\tevent\n", "fact\tevent\nfact\tevent\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readPairs(path, 2); err == nil {
			t.Errorf("%q was accepted for two sentences", content)
		}
	}
}
