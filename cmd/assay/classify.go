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
	maxBytes            int64
	lines, quiet        bool
}

func newClassify() *cobra.Command {
	var f classifyFlags
	var floor float64
	c := &cobra.Command{
		Use:   "classify [FILE…]",
		Short: "Sort the sentences of texts",
		Long: `Classify splits texts into sentences and labels each of them. A text is a UTF-8
file; - or no file at all is standard input. It works in process, or asks a
server with --addr. A text that cannot be read does not stop the others.`,
		Example: `  assay classify seeds/articles/*.txt
  echo "The bridge reopened on Friday, officials said." | assay classify
  assay classify --format jsonl --addr 127.0.0.1:50051 article.txt`,
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("min-confidence") {
				f.floor = &floor
			}
			return runClassify(c.Context(), f, args, c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	flags := c.Flags()
	flags.StringVar(&f.addr, "addr", "", "address of a server to ask; without it the model works in process")
	flags.StringVar(&f.model, "model", "", modelUsage)
	flags.StringVar(&f.format, "format", "text", "text, jsonl or csv")
	flags.Float64Var(&floor, "min-confidence", 0, "confidence from 0 to 1 below which a sentence is marked uncertain; without it the model's own")
	flags.Int64Var(&f.maxBytes, "max-bytes", 16<<20, "most bytes of a text, or of a line with --lines")
	flags.BoolVar(&f.lines, "lines", false, "every input line is a ready sentence")
	flags.BoolVar(&f.quiet, "quiet", false, "print nothing on standard error but errors")
	return c
}

// labeller labels a document, in process or through a client.
type labeller func(context.Context, client.Document) ([]classifier.Sentence, error)

func runClassify(ctx context.Context, f classifyFlags, names []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if err := f.check(); err != nil {
		return err
	}
	label, closeLabeller, err := f.labeller()
	if err != nil {
		return err
	}
	defer closeLabeller()
	if len(names) == 0 {
		names = []string{"-"}
		if !f.quiet && isTerminal(stdin) {
			fmt.Fprintln(stderr, "assay: reading standard input; end it with Ctrl-D")
		}
	}
	out := newRowWriter(f.format, stdout)
	failed, err := f.classifyAll(ctx, names, stdin, label, out, stderr)
	if err != nil {
		return err
	}
	if failed > 0 {
		return &someFailed{failed}
	}
	return nil
}

func (f *classifyFlags) check() error {
	if err := oneOf("format", f.format, "text", "jsonl", "csv"); err != nil {
		return err
	}
	if f.floor != nil && !(*f.floor >= 0 && *f.floor <= 1) {
		return &usageError{fmt.Errorf("--min-confidence is %v, want 0 to 1", *f.floor)}
	}
	if f.maxBytes < 1 {
		return &usageError{fmt.Errorf("--max-bytes is %d, want at least 1", f.maxBytes)}
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

// labeller returns what labels documents, and a function that gives it up.
func (f *classifyFlags) labeller() (labeller, func() error, error) {
	if f.addr != "" {
		c, err := client.Dial(f.addr, client.Options{MinConfidence: f.floor})
		if err != nil {
			return nil, nil, err
		}
		return c.Classify, c.Close, nil
	}
	m, err := loadModel(f.model)
	if err != nil {
		return nil, nil, err
	}
	options := classifier.Options{MinConfidence: f.floor}
	local := func(_ context.Context, d client.Document) ([]classifier.Sentence, error) {
		if d.Sentences != nil {
			return m.ClassifySentences(d.Sentences, options), nil
		}
		return m.Classify(d.Text, options), nil
	}
	return local, func() error { return nil }, nil
}

// classifyAll labels the inputs in order. Those that fail are reported and
// counted; the rest goes on, unless the server or the output is gone.
func (f *classifyFlags) classifyAll(ctx context.Context, names []string, stdin io.Reader, label labeller, out rowWriter, stderr io.Writer) (failed int, err error) {
	for _, name := range names {
		err := f.classifyOne(ctx, name, stdin, label, out, stderr)
		switch {
		case err == nil:
		case stops(ctx, err):
			return failed, err
		default:
			failed++
			fmt.Fprintf(stderr, "assay: %v\n", err)
		}
	}
	return failed, nil
}

// stops tells whether an error would befall every other input too.
func stops(ctx context.Context, err error) bool {
	return ctx.Err() != nil || errors.Is(err, client.ErrUnavailable) || errors.Is(err, errOutput)
}

func (f *classifyFlags) classifyOne(ctx context.Context, name string, stdin io.Reader, label labeller, out rowWriter, stderr io.Writer) error {
	input, err := openInput(name, stdin)
	if err != nil {
		return err
	}
	defer input.Close()
	if f.lines {
		return f.classifyLines(ctx, name, input, label, out, stderr)
	}
	text, err := readText(name, input, f.maxBytes)
	if err != nil {
		return err
	}
	sentences, err := label(ctx, client.Document{Text: text})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := out.begin(name); err != nil {
		return err
	}
	for i, s := range sentences {
		if err := out.row(row{doc: name, n: i + 1, Sentence: s, text: text[s.Begin:s.End]}); err != nil {
			return err
		}
	}
	return out.end()
}
