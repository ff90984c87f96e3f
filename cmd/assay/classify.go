package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/client"
	"github.com/spf13/cobra"
)

type classifyFlags struct {
	addr, model, format string
	floor               *float64 // nil without --min-confidence
	precision           *float64 // nil without --precision
	maxBytes            int64
	lines, quiet        bool
	explain             bool
}

func newClassify() *cobra.Command {
	var f classifyFlags
	var floor, precision float64
	c := &cobra.Command{
		Use:   "classify [FILE…]",
		Short: "Sort the sentences of texts",
		Long: `Classify splits texts into sentences and labels each of them. A text is a UTF-8
file; - or no file at all is standard input. It works in process, or asks a
server with --addr. A text that cannot be read does not stop the others.`,
		Example: `  assay classify seeds/articles/*.txt
  echo "The bridge reopened on Friday, officials said." | assay classify
  assay classify --explain article.txt
  assay classify --format jsonl --addr 127.0.0.1:50051 article.txt`,
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("min-confidence") {
				f.floor = &floor
			}
			if c.Flags().Changed("precision") {
				f.precision = &precision
			}
			return runClassify(c.Context(), f, args, c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.addr, "addr", "", "address of a server to ask; without it the model works in process")
	flags.StringVar(&f.model, "model", "", modelUsage)
	flags.StringVar(&f.format, "format", "text", "text, jsonl or csv")
	flags.Float64Var(&floor, "min-confidence", 0, "confidence from 0 to 1 below which a sentence is marked uncertain; without it the model's own")
	flags.Float64Var(&precision, "precision", 0, "precision from 0 to 1 that each label is to have: what falls short is marked uncertain")
	flags.Int64Var(&f.maxBytes, "max-bytes", 16<<20, "most bytes of a text, or of a line with --lines")
	flags.BoolVar(&f.lines, "lines", false, "every input line is a ready sentence")
	flags.BoolVar(&f.explain, "explain", false, "tell which parts of each sentence decided, by how much they move the log-odds of the label against the second best")
	flags.BoolVar(&f.quiet, "quiet", false, "print nothing on standard error but errors")
	return c
}

// labeller labels documents, in process or through a client.
type labeller struct {
	labels []string // in the order of the scores
	label  func(context.Context, client.Document) ([]classifier.Sentence, error)
	close  func() error
}

func runClassify(ctx context.Context, f classifyFlags, names []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	l, err := f.labeller()
	if err != nil {
		return err
	}
	defer l.close()
	if len(names) == 0 {
		names = []string{"-"}
		if !f.quiet && isTerminal(stdin) {
			fmt.Fprintln(stderr, "assay: reading standard input; end it with Ctrl-D")
		}
	}
	job := &job{flags: f, labeller: l, stdin: stdin, out: newRowWriter(f.format, l.labels, stdout), stderr: stderr}
	failed, err := job.run(ctx, names)
	if errors.Is(err, client.ErrUnavailable) {
		return fmt.Errorf("asking the server at %s: %w", f.addr, err)
	}
	if err != nil {
		return err
	}
	if failed > 0 {
		return &someFailed{failed}
	}
	return nil
}

// maxMaxBytes is more than fits any memory.
const maxMaxBytes = 1 << 40

func (f *classifyFlags) check() error {
	if err := oneOf("format", f.format, "text", "jsonl", "csv"); err != nil {
		return err
	}
	if f.floor != nil && !(*f.floor >= 0 && *f.floor <= 1) {
		return &usageError{fmt.Errorf("--min-confidence is %v, want 0 to 1", *f.floor)}
	}
	if f.precision != nil && !(*f.precision >= 0 && *f.precision <= 1) {
		return &usageError{fmt.Errorf("--precision is %v, want 0 to 1", *f.precision)}
	}
	if f.explain && f.format == "csv" {
		return &usageError{errors.New("--explain has no form in CSV; use --format text or jsonl")}
	}
	if f.maxBytes < 1 || f.maxBytes > maxMaxBytes {
		return &usageError{fmt.Errorf("--max-bytes is %d, want 1 to %d", f.maxBytes, int64(maxMaxBytes))}
	}
	if f.addr != "" && f.model != "" {
		return &usageError{errors.New("--addr and --model exclude each other: a server has its own model")}
	}
	return nil
}

func oneOf(flag, value string, allowed ...string) error {
	for _, a := range allowed {
		if value == a {
			return nil
		}
	}
	return &usageError{fmt.Errorf("--%s is %q, want one of %q", flag, value, allowed)}
}

func (f *classifyFlags) labeller() (*labeller, error) {
	if f.addr != "" {
		c, err := client.Dial(f.addr, client.Options{MinConfidence: f.floor, Precision: f.precision, Explain: f.explain})
		if err != nil {
			return nil, err
		}
		return &labeller{classifier.DefaultLabels(), c.Classify, c.Close}, nil
	}
	m, err := loadModel(f.model)
	if err != nil {
		return nil, err
	}
	options := classifier.Options{MinConfidence: f.floor, Precision: f.precision, Explain: f.explain}
	local := func(_ context.Context, d client.Document) ([]classifier.Sentence, error) {
		if d.Sentences != nil {
			return m.ClassifySentences(d.Sentences, options), nil
		}
		return m.Classify(d.Text, options), nil
	}
	return &labeller{m.Labels(), local, func() error { return nil }}, nil
}

// job is one run of classify.
type job struct {
	*labeller
	flags  classifyFlags
	stdin  io.Reader
	out    rowWriter
	stderr io.Writer
}

// run labels the inputs in order. Those that fail are reported and counted; the
// rest goes on, unless the server or the output is gone.
func (j *job) run(ctx context.Context, names []string) (failed int, err error) {
	for _, name := range names {
		err := j.classify(ctx, name)
		switch {
		case err == nil:
		case stops(err):
			return failed, err
		default:
			failed++
			j.report(err)
		}
	}
	return failed, nil
}

func (j *job) report(err error) { fmt.Fprintf(j.stderr, "assay: %v\n", err) }

// stops tells whether an error would befall every other input too.
func stops(err error) bool {
	return errors.Is(err, client.ErrUnavailable) || errors.Is(err, context.Canceled) || errors.Is(err, errOutput)
}

func (j *job) classify(ctx context.Context, name string) error {
	input, err := openInput(name, j.stdin)
	if err != nil {
		return err
	}
	defer input.Close()
	if j.flags.lines {
		return j.classifyLines(ctx, name, input)
	}
	text, err := readText(name, input, j.flags.maxBytes)
	if err != nil {
		return err
	}
	sentences, err := j.label(ctx, client.Document{Text: text})
	if stops(err) {
		return err
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := j.out.begin(name); err != nil {
		return err
	}
	for i, s := range sentences {
		if err := j.out.row(row{doc: name, n: i + 1, Sentence: s, text: text[s.Begin:s.End]}); err != nil {
			return err
		}
	}
	return j.out.end()
}
