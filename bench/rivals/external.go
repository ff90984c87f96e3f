package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
)

//go:embed sklearn_rivals.py
var sklearnScript string

// sklearn runs a classifier of scikit-learn on words and pairs of words.
func sklearn(method string) func([]corpus.Document, []string) ([][]float64, error) {
	return func(training []corpus.Document, test []string) ([][]float64, error) {
		var task struct {
			Method   string     `json:"method"`
			Labels   []string   `json:"labels"`
			Training [][]string `json:"training"` // label, text, document
			Test     []string   `json:"test"`
		}
		task.Method, task.Labels, task.Test = method, classifier.DefaultLabels(), test
		for _, d := range training {
			for _, s := range d.Sentences {
				task.Training = append(task.Training, []string{s.Label, s.Text, d.Name})
			}
		}
		in, err := json.Marshal(task)
		if err != nil {
			return nil, err
		}
		python := "python3"
		if _, err := os.Stat("/usr/bin/python3"); err == nil {
			python = "/usr/bin/python3" // where Debian's packages are found
		}
		c := exec.Command(python, "-c", sklearnScript)
		c.Stdin = strings.NewReader(string(in))
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("python3 with sklearn: %w", err)
		}
		var probs [][]float64
		return probs, json.Unmarshal(out, &probs)
	}
}

// fastText tunes itself on a tenth of the training documents and learns from the
// rest.
func fastText(training []corpus.Document, test []string) ([][]float64, error) {
	if _, err := exec.LookPath("fasttext"); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "rivals")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := func(name string) string { return filepath.Join(dir, name) }
	var learned, tuned, asked strings.Builder
	for i, d := range training {
		w := &learned
		if i%10 == 0 {
			w = &tuned
		}
		for _, s := range d.Sentences {
			fmt.Fprintf(w, "__label__%s %s\n", s.Label, tokens(s.Text))
		}
	}
	for _, text := range test {
		fmt.Fprintln(&asked, tokens(text))
	}
	for name, content := range map[string]string{"train": learned.String(), "tune": tuned.String(), "test": asked.String()} {
		if err := os.WriteFile(path(name), []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	tune := exec.Command("fasttext", "supervised", "-input", path("train"), "-output", path("model"),
		"-autotune-validation", path("tune"), "-autotune-duration", "60", "-verbose", "0")
	if out, err := tune.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("fasttext supervised: %w: %s", err, out)
	}
	out, err := exec.Command("fasttext", "predict-prob", path("model.bin"), path("test"), "3").Output()
	if err != nil {
		return nil, fmt.Errorf("fasttext predict-prob: %w", err)
	}
	var probs [][]float64
	for line := range strings.Lines(string(out)) {
		probs = append(probs, parsePrediction(strings.Fields(line)))
	}
	return probs, nil
}

func tokens(text string) string {
	return strings.Join(word.FindAllString(strings.ToLower(text), -1), " ")
}

// parsePrediction reads labels and probabilities by turns.
func parsePrediction(fields []string) []float64 {
	row := make([]float64, len(classifier.DefaultLabels()))
	for i := 0; i+1 < len(fields); i += 2 {
		for k, label := range classifier.DefaultLabels() {
			if fields[i] == "__label__"+label {
				row[k], _ = strconv.ParseFloat(fields[i+1], 64)
			}
		}
	}
	return row
}
