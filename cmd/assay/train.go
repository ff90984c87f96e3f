package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/classifier/train"
	"github.com/assay-nlp/assay/corpus"
	"github.com/assay-nlp/assay/report"
	"github.com/spf13/cobra"
)

type trainFlags struct {
	data                []string
	out, version, stamp string
	quiet               bool
}

func newTrain() *cobra.Command {
	var f trainFlags
	c := &cobra.Command{
		Use:   "train --data PATH… --out FILE",
		Short: "Make a model from labelled sentences",
		Long: `Train makes a model from labelled sentences and tells, by cross-validation that
keeps documents together, how good it is. The same data gives the same bytes.

` + dataHelp,
		Example: `  assay train --data seeds/corpus --out my.model
  assay train --data seeds/corpus --data my-labels.jsonl --out my.model`,
		RunE: func(c *cobra.Command, args []string) error {
			f.data = append(f.data, args...)
			return runTrain(f, c.OutOrStdout())
		},
	}
	flags := c.Flags()
	flags.StringArrayVar(&f.data, "data", nil, "labelled file or folder; may be repeated, and further paths may follow")
	flags.StringVar(&f.out, "out", "", "model file to write")
	flags.StringVar(&f.version, "model-version", "", "name of the model; without it the first digits of the corpus digest")
	flags.StringVar(&f.stamp, "stamp", "", "creation stamp to put in the model's card, such as a date")
	flags.BoolVar(&f.quiet, "quiet", false, "print nothing but errors")
	return c
}

const dataHelp = `Labelled data is a file or a folder of files:
  .tsv    label, kind, sentence between tabs (kind may be left out), or a header line
  .csv    a header line with the columns label and text
  .jsonl  objects with text and label
  .txt    fastText: __label__fact and the sentence
Labels are fact, attributed and opinion. Bad lines are reported, all at once.`

func runTrain(f trainFlags, stdout io.Writer) error {
	if f.out == "" {
		return &usageError{errors.New("--out FILE is missing")}
	}
	documents, err := readLabelled(f.data)
	if err != nil {
		return err
	}
	if f.version == "" {
		f.version = corpus.Digest(documents)[:12]
	}
	result, err := train.Train(documents, train.Options{Version: f.version, Created: f.stamp, Tool: version})
	if err != nil {
		return err
	}
	if err := result.Model.WriteFile(f.out); err != nil {
		return err
	}
	if f.quiet {
		return nil
	}
	kept := "documents"
	if result.Model.Card().Grouping == "block" {
		kept = "blocks of ten sentences (there are too few documents)"
	}
	fmt.Fprintf(stdout, "read %d sentences in %d documents\n\ncross-validation, %s kept together:\n", corpus.Count(documents), len(documents), kept)
	if err := report.Text(stdout, result.CrossValidation); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "\nwrote %s (digest %s)\n", f.out, result.Model.Digest()[:12])
	return err
}

// readLabelled reads labelled data; any bad line is an error.
func readLabelled(paths []string) ([]corpus.Document, error) {
	if len(paths) == 0 {
		return nil, &usageError{errors.New("--data PATH is missing")}
	}
	documents, err := corpus.Reader{Labels: classifier.DefaultLabels()}.Read(paths...)
	if err != nil {
		return nil, fmt.Errorf("the labelled data cannot be used as it is:\n%w", err)
	}
	return documents, nil
}
