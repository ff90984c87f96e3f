package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/assay-nlp/assay/classifier/train"
	"github.com/assay-nlp/assay/corpus"
	"github.com/assay-nlp/assay/seeds"
	"github.com/assay-nlp/assay/server"
)

// assay runs a command line and returns what it wrote and its exit code.
func assay(t testing.TB, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), code
}

// must runs a command line that has to succeed in silence.
func must(t testing.TB, stdin string, args ...string) string {
	t.Helper()
	stdout, stderr, code := assay(t, stdin, args...)
	if code != exitDone || stderr != "" {
		t.Fatalf("assay %s: exit code %d, standard error:\n%s", strings.Join(args, " "), code, stderr)
	}
	return stdout
}

func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const article = "../../seeds/articles/retaliation.txt"

// serving starts a server in this process and returns its address.
func serving(t testing.TB) string {
	t.Helper()
	m, err := seeds.Model()
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(m, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go s.Serve(listener)
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

func TestJSONL(t *testing.T) {
	text, err := os.ReadFile(article)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(must(t, "", "classify", "--format", "jsonl", article)), "\n")
	if len(lines) != 25 {
		t.Errorf("%d rows, want 25", len(lines))
	}
	for i, line := range lines {
		if got := keys(t, line); !slices.Equal(got, []string{"doc", "n", "begin", "end", "label", "confidence", "scores", "uncertain", "text"}) {
			t.Fatalf("keys %q", got)
		}
		var r struct {
			Doc, Label, Text string
			N, Begin, End    int
			Confidence       float64
			Scores           map[string]float64
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		if r.Doc != article || r.N != i+1 || r.Text != string(text[r.Begin:r.End]) || r.Scores[r.Label] != r.Confidence || len(r.Scores) != 3 {
			t.Errorf("row %d: %s", i+1, line)
		}
	}
}

// keys returns the keys of a JSON object in their order.
func keys(t *testing.T, object string) []string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(object))
	var out []string
	depth := 0
	for d.More() || depth > 0 {
		token, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		switch v := token.(type) {
		case json.Delim:
			depth += map[json.Delim]int{'{': 1, '}': -1}[v]
		case string:
			if depth == 1 {
				out = append(out, v)
				var value json.RawMessage
				if err := d.Decode(&value); err != nil {
					t.Fatal(err)
				}
			}
		}
		if depth == 0 {
			break
		}
	}
	return out
}

// TestRemoteOutput: the same command with --addr prints the same bytes, in every
// format.
func TestRemoteOutput(t *testing.T) {
	addr := serving(t)
	names, err := filepath.Glob("../../seeds/articles/*.txt")
	if err != nil || len(names) != 5 {
		t.Fatal(names, err)
	}
	for _, format := range []string{"text", "jsonl", "csv"} {
		for _, more := range [][]string{nil, {"--lines"}, {"--min-confidence", "0.9"}, {"--precision", "0.95"}, {"--explain"}, {"--explain", "--lines"}} {
			if format == "csv" && slices.Contains(more, "--explain") {
				continue
			}
			args := slices.Concat([]string{"classify", "--format", format}, more, names)
			local := must(t, "", args...)
			if remote := must(t, "", append(args, "--addr", addr)...); remote != local {
				t.Errorf("%v: the server's answer is printed differently", args[:4])
			}
		}
	}
}

// TestExplain: the parts that decided are told under the sentence, and in JSON
// with offsets in the input that hold what they name.
func TestExplain(t *testing.T) {
	const in = "First line.\nThe bridge reopened, according to officials.\n"
	if out := must(t, in, "classify", "--lines", "--explain"); !strings.Contains(out, "not fact: ") || !strings.Contains(out, "according to +") {
		t.Errorf("output:\n%s", out)
	}
	for _, more := range [][]string{{"--lines"}, nil} {
		lines := strings.Split(strings.TrimSpace(must(t, in, append([]string{"classify", "--explain", "--format", "jsonl"}, more...)...)), "\n")
		var r struct {
			Explanation struct {
				Bias  map[string]float64
				Parts []struct {
					Begin, End int
					Scores     map[string]float64
				}
			}
		}
		if err := json.Unmarshal([]byte(lines[1]), &r); err != nil {
			t.Fatal(err)
		}
		found := false
		for _, part := range r.Explanation.Parts {
			found = found || in[part.Begin:part.End] == "according to" && part.Scores["attributed"] > part.Scores["fact"]
		}
		if !found || len(r.Explanation.Bias) != 3 {
			t.Errorf("%v: explanation %+v", more, r.Explanation)
		}
	}
}

func TestCSV(t *testing.T) {
	out := must(t, "He said \"no, \n never\". Fine.", "classify", "--format", "csv")
	records, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := "doc n begin end label confidence score_fact score_attributed score_opinion uncertain text"; strings.Join(records[0], " ") != want {
		t.Errorf("header %v", records[0])
	}
	if len(records) != 3 || records[1][10] != "He said \"no, \n never\"." {
		t.Errorf("records %q", records)
	}
}

func TestText(t *testing.T) {
	out := must(t, "The bridge reopened at 6 a.m. on Friday,\nofficials \x1b[31m\u009b\u202e said.\nWho will pay?", "classify")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if lines[0] != "-" || !strings.HasPrefix(lines[1], "  attributed ") || !strings.Contains(lines[1], "Friday, officials [31m said.") {
		t.Errorf("output:\n%s", out)
	}
	if strings.ContainsAny(out, "\x1b\u009b\u202e") {
		t.Error("an escape sequence of the text reaches the terminal")
	}
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "  = ") || !strings.Contains(last, "% opinion in 2 sentences") {
		t.Errorf("composition %q", last)
	}
}

func TestLines(t *testing.T) {
	out := must(t, "One. Two.\r\n\nÉ three\n", "classify", "--lines", "--format", "jsonl", "-")
	var got []string
	for line := range strings.Lines(out) {
		var r struct {
			N, Begin, End int
			Uncertain     bool
			Text          string
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d [%d,%d) %q %v", r.N, r.Begin, r.End, r.Text, r.Uncertain && r.Text == ""))
	}
	want := []string{`1 [0,9) "One. Two." false`, `2 [11,11) "" true`, `3 [12,20) "É three" false`}
	if !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
}

// TestManyLines crosses the size of a batch.
func TestManyLines(t *testing.T) {
	out := must(t, strings.Repeat("The bridge reopened.\n", 2*batchLines+1), "classify", "--lines", "--format", "csv")
	if n := strings.Count(out, "\n"); n != 2*batchLines+2 {
		t.Errorf("%d lines, want %d and a header", n, 2*batchLines+1)
	}
}

// TestBadInput: one clear line on standard error, an exit code that tells, and
// the other files are still done.
func TestBadInput(t *testing.T) {
	closed := serving(t) // any address; the one below is not served
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := listener.Addr().String()
	listener.Close()
	corrupt := file(t, "corrupt.model", "ASSAYMDL"+strings.Repeat("x", 100))
	tests := []struct {
		name string
		args []string
		code int
		says string
	}{
		{"missing file", []string{"classify", "missing.txt", article}, exitSomeFailed, "missing.txt: no such file"},
		{"folder", []string{"classify", t.TempDir(), article}, exitSomeFailed, "is a folder; name its files"},
		{"binary", []string{"classify", file(t, "a.png", "\x89PNG\x00"), article}, exitSomeFailed, "a.png: a binary file (zero byte at offset 4)"},
		{"Latin-1", []string{"classify", file(t, "a.txt", "caf\xe9"), article}, exitSomeFailed, "not UTF-8 (byte 0xe9 at offset 3); convert it with iconv"},
		{"empty", []string{"classify", file(t, "e.txt", ""), article}, exitSomeFailed, "e.txt: empty"},
		{"white space", []string{"classify", file(t, "w.txt", " \n\n"), article}, exitSomeFailed, "w.txt: empty"},
		{"too large", []string{"classify", "--max-bytes", "3000", file(t, "l.txt", strings.Repeat("x", 3001)), article}, exitSomeFailed, "larger than 3000 bytes; split it or raise --max-bytes"},
		{"corrupt model", []string{"classify", "--model", corrupt, article}, exitFailed, "corrupt.model: invalid model"},
		{"missing model", []string{"classify", "--model", "missing.model", article}, exitFailed, "missing.model: no such file"},
		{"no server", []string{"classify", "--addr", free, article, article}, exitFailed, "connection refused"},
		{"no URL", []string{"classify", "--addr", "http://" + free}, exitFailed, "want host:port"},
		{"no name", []string{"classify", "", article}, exitSomeFailed, "a file name is empty"},
		{"huge limit", []string{"classify", "--max-bytes", "9223372036854775807"}, exitUsage, "--max-bytes is 9223372036854775807, want 1 to"},
		{"serve: negative limit", []string{"serve", "--max-sentences", "-4"}, exitUsage, "-4 sentences"},
		{"serve: no time to drain", []string{"serve", "--drain-timeout", "0s"}, exitUsage, "--drain-timeout is 0s"},
		{"evaluate: no topics", []string{"evaluate", "--data", "../../testdata/gold", "--cross-validate", "topic"}, exitFailed, "topics, the folders of files"},
		{"explained CSV", []string{"classify", "--explain", "--format", "csv"}, exitUsage, "--explain has no form in CSV"},
		{"unknown flag", []string{"classify", "--colour"}, exitUsage, "unknown flag: --colour"},
		{"unknown command", []string{"clasify"}, exitUsage, `unknown command "clasify"`},
		{"unknown format", []string{"classify", "--format", "xml"}, exitUsage, `--format is "xml"`},
		{"floor", []string{"classify", "--min-confidence", "7"}, exitUsage, "--min-confidence is 7, want 0 to 1"},
		{"precision", []string{"classify", "--precision", "95"}, exitUsage, "--precision is 95, want 0 to 1"},
		{"negative floor", []string{"classify", "--min-confidence=-1"}, exitUsage, "--min-confidence is -1, want 0 to 1"},
		{"model of a server", []string{"classify", "--addr", free, "--model", corrupt}, exitUsage, "exclude each other"},
		{"serve: corrupt model", []string{"serve", "--model", corrupt}, exitFailed, "invalid model"},
		{"serve: port in use", []string{"serve", "--listen", closed}, exitFailed, "address already in use; choose another address with --listen"},
		{"serve: metrics port in use", []string{"serve", "--listen", "127.0.0.1:0", "--metrics-listen", closed}, exitFailed, "choose another address with --metrics-listen"},
		{"serve: argument", []string{"serve", "now"}, exitUsage, `unexpected argument "now"`},
		{"model: corrupt", []string{"model", "--model", corrupt}, exitFailed, "invalid model"},
		{"evaluate: nothing", []string{"evaluate"}, exitUsage, "--data PATH is missing"},
		{"evaluate: both", []string{"evaluate", "--data", "../../testdata/gold", "--model", corrupt, "--cross-validate", "topic"}, exitUsage, "exclude each other"},
		{"evaluate: grouping", []string{"evaluate", "--data", "../../testdata/gold", "--cross-validate", "moon"}, exitUsage, `--cross-validate is "moon"`},
		{"train: nowhere", []string{"train", "--data", "../../testdata/gold"}, exitUsage, "--out FILE is missing"},
		{"train: few", []string{"train", "--data", file(t, "few.tsv", "fact\tOne.\n"), "--out", filepath.Join(t.TempDir(), "m")}, exitFailed, "too few labelled sentences"},
		{"train: no folder", []string{"train", "--data", "../../testdata/heldout", "--out", filepath.Join(t.TempDir(), "no", "m")}, exitFailed, "no such file or directory"},
	}
	for _, test := range tests {
		stdout, stderr, code := assay(t, "", test.args...)
		if code != test.code || !strings.Contains(stderr, test.says) || strings.Count(stderr, "\n") != 1 || strings.Contains(stderr, "goroutine") {
			t.Errorf("%s: exit code %d, want %d; standard error, want one line with %q:\n%s", test.name, code, test.code, test.says, stderr)
		}
		if code == exitSomeFailed && !strings.Contains(stdout, "Striking a Delicate Balance") {
			t.Errorf("%s: the other file was not done", test.name)
		}
	}
}

// TestEndlessLine: 100 MB without an end are refused.
func TestEndlessLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "endless.txt")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if _, err := f.WriteString(strings.Repeat("endless ", 1<<17)); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	for _, args := range [][]string{{"classify", path, article}, {"classify", "--lines", path, article}} {
		stdout, stderr, code := assay(t, "", args...)
		if code != exitSomeFailed || !strings.Contains(stderr, "than 16777216 bytes") || !strings.Contains(stdout, "Striking a Delicate Balance") {
			t.Errorf("%v: exit code %d, standard error:\n%s", args, code, stderr)
		}
	}
}

// TestBadLinesAreLeftOut: with --lines one bad line costs that line only.
func TestBadLinesAreLeftOut(t *testing.T) {
	stdout, stderr, code := assay(t, "One.\nTw\xffo.\n"+strings.Repeat("x", 200)+"\nThree.\n", "classify", "--lines", "--format", "csv", "--max-bytes", "100")
	if code != exitSomeFailed || !strings.Contains(stderr, "-:2: ") || !strings.Contains(stderr, "-:3: ") || !strings.Contains(stderr, "2 of 4 lines were left out") {
		t.Errorf("exit code %d, standard error:\n%s", code, stderr)
	}
	if !strings.Contains(stdout, "-,1,0,4,") || !strings.Contains(stdout, "-,4,212,218,") {
		t.Errorf("output:\n%s", stdout)
	}
}

// TestLineLimit: a line of the most bytes allowed is taken whole, whatever ends
// it, and one byte more is refused.
func TestLineLimit(t *testing.T) {
	for _, end := range []string{"", "\n", "\r\n"} {
		for _, mark := range []string{"", "\ufeff"} {
			for n := 99; n <= 102; n++ {
				in := mark + strings.Repeat("x", n) + end
				stdout, stderr, code := assay(t, in, "classify", "--lines", "--format", "csv", "--max-bytes", "100")
				row := fmt.Sprintf("-,1,%d,%d,", len(mark), len(mark)+n)
				if taken := code == exitDone && strings.Contains(stdout, row); taken != (n <= 100) {
					t.Errorf("%d bytes and %q: exit code %d\n%s%s", n, end, code, stdout, stderr)
				}
			}
		}
	}
}

// TestRefusedBatch: a line that a server refuses costs itself only, and what was
// labelled before and after is written whole.
func TestRefusedBatch(t *testing.T) {
	long := strings.Repeat("x", 2<<20) + "\n"
	short := strings.Repeat("The bridge reopened.\n", 1500)
	stdout, stderr, code := assay(t, short+long+short, "classify", "--lines", "--format", "csv", "--addr", serving(t))
	if code != exitSomeFailed || !strings.Contains(stderr, "limit 1048576") {
		t.Errorf("exit code %d, standard error:\n%s", code, stderr)
	}
	records, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if last := records[len(records)-1]; last[1] != "3001" || len(records) != 1+3000 {
		t.Errorf("%d rows, the last is %q; want all lines but the refused one", len(records)-1, last)
	}
}

// TestOtherLabels: a model with labels of its own works in every format.
func TestOtherLabels(t *testing.T) {
	var d corpus.Document
	for i := range 60 {
		d.Sentences = append(d.Sentences,
			corpus.Sentence{Label: "spam", Text: fmt.Sprintf("Buy %d cheap pills now!", i)},
			corpus.Sentence{Label: "ham", Text: fmt.Sprintf("The meeting number %d is on Monday.", i)})
	}
	result, err := train.Train([]corpus.Document{d}, train.Options{Labels: []string{"spam", "ham"}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "other.model")
	if err := result.Model.WriteFile(path); err != nil {
		t.Fatal(err)
	}
	for format, want := range map[string]string{"text": "0% spam, 100% ham", "jsonl": `"scores":{"spam":`, "csv": "confidence,score_spam,score_ham,uncertain"} {
		if out := must(t, "The meeting is on Monday.", "classify", "--model", path, "--format", format); !strings.Contains(out, want) {
			t.Errorf("%s lacks %q:\n%s", format, want, out)
		}
	}
	if _, stderr, code := assay(t, "", "serve", "--model", path); code != exitFailed || !strings.Contains(stderr, `labels ["spam" "ham"]`) {
		t.Errorf("serve: exit code %d, %s", code, stderr)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestOutputGone(t *testing.T) {
	var stderr bytes.Buffer
	if code := run(t.Context(), []string{"classify", article, article}, nil, brokenPipe{}, &stderr); code != exitFailed || strings.Count(stderr.String(), "\n") != 1 {
		t.Errorf("exit code %d, standard error:\n%s", code, stderr.String())
	}
}

func TestHelpShowsExamples(t *testing.T) {
	for _, command := range []string{"serve", "classify", "train", "evaluate", "model"} {
		if out := must(t, "", command, "--help"); !strings.Contains(out, "Examples:\n  assay "+command) && !strings.Contains(out, "| assay "+command) {
			t.Errorf("assay %s --help shows no example:\n%s", command, out)
		}
	}
}
