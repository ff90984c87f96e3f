// Ablation shows what each choice of the default model is worth: all views, each
// view left out, each alone, and other settings, by cross-validation that keeps
// documents, topics or registers together.
//
//	go run ./classifier/train/ablation > testdata/quality/ablation.txt
//
// Differences below 0.003 are noise.
package main

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/assay-nlp/assay/classifier/train"
	"github.com/assay-nlp/assay/corpus"
)

func main() {
	if err := run(os.Stdout, "seeds/corpus"); err != nil {
		fmt.Fprintln(os.Stderr, "ablation:", err)
		os.Exit(1)
	}
}

type variant struct {
	name    string
	options train.Options
	every   int // use every so manieth document only; 0 means all
}

// dense are the views of few, topic-free features. With the whole corpus they
// can be missed; with an eighth of it they cannot.
var dense = []string{"judgement", "skeleton", "neighbourhood", "closing"}

func variants() []variant {
	views := train.DefaultViews()
	sparse := slices.DeleteFunc(slices.Clone(views), func(v string) bool { return slices.Contains(dense, v) })
	list := []variant{
		{"the default", train.Options{}, 0},
		{"without the four dense views", train.Options{Views: sparse}, 0},
		{"an eighth of the documents", train.Options{}, 8},
		{"the same without the dense views", train.Options{Views: sparse}, 8},
	}
	for i, view := range views {
		list = append(list, variant{"without " + view, train.Options{Views: slices.Delete(slices.Clone(views), i, i+1)}, 0})
	}
	for _, view := range views {
		list = append(list, variant{"only " + view, train.Options{Views: []string{view}}, 0})
	}
	for _, n := range []int{1, 3, 5} {
		list = append(list, variant{fmt.Sprintf("features of at least %d sentences", n), train.Options{MinCount: n}, 0})
	}
	for _, lambda := range []float64{1, 10, 100, 1000} {
		list = append(list, variant{fmt.Sprintf("regularisation %g", lambda), train.Options{Lambda: lambda}, 0})
	}
	return list
}

func (v *variant) sample(documents []corpus.Document) []corpus.Document {
	if v.every == 0 {
		return documents
	}
	var out []corpus.Document
	for i := 0; i < len(documents); i += v.every {
		out = append(out, documents[i])
	}
	return out
}

// run prints macro-F1 of every variant, kept together by document, topic and
// register, and ECE by document.
func run(w io.Writer, path string) error {
	documents, err := corpus.Read(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%-34s  document  topic  register    ECE\n", "macro-F1, keeping together")
	for _, v := range variants() {
		fmt.Fprintf(w, "%-34s", v.name)
		ece := 0.0
		for i, grouping := range []train.Grouping{train.ByDocument, train.ByTopic, train.ByRegister} {
			e, err := train.CrossValidate(v.sample(documents), v.options, grouping)
			if err != nil {
				return err
			}
			if i == 0 {
				ece = e.ECE
			}
			fmt.Fprintf(w, "  %*.3f", []int{8, 5, 8}[i], e.MacroF1)
		}
		fmt.Fprintf(w, "  %.3f\n", ece)
	}
	return nil
}
