// Assay tells what a news text is made of: it sorts every sentence into factual
// report, attributed claim or opinion. See assay --help.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// version is the version of the program; models carry it in their card.
const version = "0.1.0"

// Exit codes.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitSomeFailed = 3
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run carries out a command line and returns the exit code. An error is one
// line on stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	var some *someFailed
	if errors.As(err, &some) {
		return exitSomeFailed
	}
	fmt.Fprintf(stderr, "assay: %v\n", err)
	var usage *usageError
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// usageError is a command line that cannot be understood.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() + " (assay --help tells more)" }

func (e *usageError) Unwrap() error { return e.err }

// someFailed tells that some documents failed, each with its own line on
// standard error, and the others were done.
type someFailed struct{ n int }

func (e *someFailed) Error() string { return fmt.Sprintf("%d documents failed", e.n) }

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "assay",
		Short: "Sort the sentences of news texts into report, claim and opinion",
		Long: `Assay tells what a news text is made of. It sorts every sentence into
factual report, attributed claim or opinion, with a calibrated confidence.

Exit codes: 0 all done, 1 failed, 2 wrong usage, 3 some documents failed.`,
		Example: `  assay classify article.txt
  echo "The bridge reopened on Friday, officials said." | assay classify
  assay serve --listen 127.0.0.1:50051`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return &usageError{fmt.Errorf("unknown command %q", args[0])}
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newServe(), newClassify(), newTrain(), newEvaluate(), newModel())
	return root
}
