// Agreement tells how far two independent labellings of the same sentences agree:
//
//	go run ./seeds/agreement
//
// It compares the two columns of labels of each annotation file and prints, for
// all sentences and for each register, the share of equal labels and Cohen's
// kappa (Cohen 1960), which discounts agreement by chance.
package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-nlp/assay/corpus"
)

func main() {
	if err := run(os.Stdout, "seeds/corpus", "seeds/annotations", "testdata/heldout", "testdata/annotations/heldout", "testdata/gold", "testdata/annotations/gold"); err != nil {
		fmt.Fprintln(os.Stderr, "agreement:", err)
		os.Exit(1)
	}
}

// run prints the agreement of pairs of folders: labelled documents, and the
// annotations of each.
func run(w io.Writer, folders ...string) error {
	for i := 0; i < len(folders); i += 2 {
		documents, err := corpus.Read(folders[i])
		if err != nil {
			return err
		}
		all := &tally{}
		registers := map[string]*tally{}
		for _, d := range documents {
			pairs, err := readPairs(filepath.Join(folders[i+1], d.Name+".tsv"), len(d.Sentences))
			if err != nil {
				return err
			}
			if registers[d.Register] == nil {
				registers[d.Register] = &tally{}
			}
			for _, p := range pairs {
				all.add(p)
				registers[d.Register].add(p)
			}
		}
		fmt.Fprintf(w, "%-22s %s\n", folders[i], all)
		for _, name := range slices.Sorted(maps.Keys(registers)) {
			fmt.Fprintf(w, "  %-20s %s\n", name, registers[name])
		}
	}
	return nil
}

// readPairs reads the two labels of each sentence.
func readPairs(path string, sentences int) ([][2]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	if len(lines) != sentences {
		return nil, fmt.Errorf("%s: %d lines for %d sentences", path, len(lines), sentences)
	}
	var pairs [][2]string
	for i, line := range lines {
		fields := strings.Split(line, "\t")
		if len(fields) != 4 {
			return nil, fmt.Errorf("%s:%d: %d fields, want label and kind of two labellings", path, i+1, len(fields))
		}
		pairs = append(pairs, [2]string{fields[0], fields[2]})
	}
	return pairs, nil
}

// tally counts pairs of labels.
type tally struct {
	n, equal      int
	first, second map[string]int
}

func (t *tally) add(pair [2]string) {
	if t.n == 0 {
		t.first, t.second = map[string]int{}, map[string]int{}
	}
	t.n++
	if pair[0] == pair[1] {
		t.equal++
	}
	t.first[pair[0]]++
	t.second[pair[1]]++
}

// kappa returns (observed − expected) / (1 − expected), where expected is the
// agreement of two labellings drawn at random as often as these.
func (t *tally) kappa() float64 {
	n := float64(t.n)
	expected := 0.0
	for label, count := range t.first {
		expected += float64(count) / n * float64(t.second[label]) / n
	}
	if expected == 1 {
		return 1 // one label throughout; agreement by chance cannot be told apart
	}
	return (float64(t.equal)/n - expected) / (1 - expected)
}

// String returns the figures.
func (t *tally) String() string {
	return fmt.Sprintf("%5d sentences  agreement %.3f  kappa %.3f", t.n, float64(t.equal)/float64(t.n), t.kappa())
}
