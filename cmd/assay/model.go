package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/report"
	"github.com/assay-nlp/assay/seeds"
	"github.com/spf13/cobra"
)

const modelUsage = "model file; without it the default model"

// loadModel reads a model file, or returns the default model for "".
func loadModel(path string) (*classifier.Model, error) {
	if path == "" {
		return seeds.Model()
	}
	return classifier.ReadFile(path)
}

func newModel() *cobra.Command {
	var path, format string
	c := &cobra.Command{
		Use:   "model",
		Short: "Print what a model was made from and how good it is",
		Example: `  assay model
  assay model --model my.model --format json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return runModel(path, format, c.OutOrStdout()) },
	}
	c.Flags().StringVar(&path, "model", "", modelUsage)
	c.Flags().StringVar(&format, "format", "text", "text or json")
	return c
}

func noArguments(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &usageError{fmt.Errorf("unexpected argument %q", args[0])}
	}
	return nil
}

func runModel(path, format string, stdout io.Writer) error {
	if err := oneOf("format", format, "text", "json"); err != nil {
		return err
	}
	m, err := loadModel(path)
	if err != nil {
		return err
	}
	if format == "json" {
		return modelJSON(stdout, m)
	}
	return modelText(stdout, m)
}

func modelJSON(w io.Writer, m *classifier.Model) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Digest   string   `json:"digest"`
		Labels   []string `json:"labels"`
		Features int      `json:"features"`
		classifier.Card
	}{m.Digest(), m.Labels(), m.Features(), m.Card()})
}

func modelText(w io.Writer, m *classifier.Model) error {
	card := m.Card()
	fmt.Fprintf(w, "version           %s\n", card.Version)
	fmt.Fprintf(w, "digest            %s\n", m.Digest())
	if card.Created != "" {
		fmt.Fprintf(w, "created           %s\n", card.Created)
	}
	fmt.Fprintf(w, "made by           assay %s\n", card.Tool)
	fmt.Fprintf(w, "corpus            %s\n", card.CorpusDigest)
	fmt.Fprintf(w, "trained on        %d documents:", card.Documents)
	for k, label := range m.Labels() {
		fmt.Fprintf(w, " %d %s", card.Sentences[k], label)
	}
	fmt.Fprintf(w, "\nfeatures          %d in %d views\n", m.Features(), len(m.Params().Views))
	fmt.Fprintf(w, "uncertain below   %.2f\n", card.MinConfidence)
	_, err := fmt.Fprintf(w, "cross-validation  %s\n  kept together   each %s\n\n%s\n",
		report.Figures(card.CrossValidation), card.Grouping, report.Operating(m.Labels(), card.Operating))
	return err
}
