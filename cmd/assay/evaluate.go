package main

import (
	"errors"
	"io"

	"github.com/assay-nlp/assay/classifier/train"
	"github.com/assay-nlp/assay/corpus"
	"github.com/assay-nlp/assay/report"
	"github.com/spf13/cobra"
)

type evaluateFlags struct {
	data                         []string
	model, format, crossValidate string
}

// groupings are the ways to keep sentences together in cross-validation.
var groupings = map[string]train.Grouping{
	"document": train.ByDocument,
	"topic":    train.ByTopic,
	"register": train.ByRegister,
}

func newEvaluate() *cobra.Command {
	var f evaluateFlags
	c := &cobra.Command{
		Use:   "evaluate --data PATH…",
		Short: "Judge a model on labelled sentences",
		Long: `Evaluate compares what a model says with the labels of sentences it was not
trained on. With --cross-validate it judges the way models are made: each part
of the data is labelled by a model made from the other parts.

` + dataHelp,
		Example: `  assay evaluate --data testdata/gold
  assay evaluate --data testdata/heldout --model my.model --format json
  assay evaluate --data seeds/corpus --cross-validate topic`,
		RunE: func(c *cobra.Command, args []string) error {
			f.data = append(f.data, args...)
			return runEvaluate(f, c.OutOrStdout())
		},
	}
	flags := c.Flags()
	flags.StringArrayVar(&f.data, "data", nil, "labelled file or folder; may be repeated, and further paths may follow")
	flags.StringVar(&f.model, "model", "", modelUsage)
	flags.StringVar(&f.format, "format", "text", "text or json")
	flags.StringVar(&f.crossValidate, "cross-validate", "", "keep together what has the same document, topic or register")
	return c
}

func runEvaluate(f evaluateFlags, stdout io.Writer) error {
	if err := oneOf("format", f.format, "text", "json"); err != nil {
		return err
	}
	documents, err := readLabelled(f.data)
	if err != nil {
		return err
	}
	evaluation, err := judge(f, documents)
	if err != nil {
		return err
	}
	if f.format == "json" {
		return report.JSON(stdout, evaluation)
	}
	return report.Text(stdout, evaluation)
}

func judge(f evaluateFlags, documents []corpus.Document) (train.Evaluation, error) {
	if f.crossValidate == "" {
		m, err := loadModel(f.model)
		if err != nil {
			return train.Evaluation{}, err
		}
		return train.Evaluate(m, documents)
	}
	if f.model != "" {
		return train.Evaluation{}, &usageError{errors.New("--model and --cross-validate exclude each other")}
	}
	if err := oneOf("cross-validate", f.crossValidate, "document", "topic", "register"); err != nil {
		return train.Evaluation{}, err
	}
	return train.CrossValidate(documents, train.Options{}, groupings[f.crossValidate])
}
