// Package report writes evaluations for people and for programs.
//
//	err := report.Text(os.Stdout, evaluation)
//	err := report.JSON(os.Stdout, evaluation)
package report

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/classifier/train"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Text writes the figures, a table of the labels, the confusion matrix and how
// reliable confidences are.
func Text(w io.Writer, e train.Evaluation) error {
	_, err := fmt.Fprintf(w, "%s\n\n%s\n\n%s\n\n%s\n", Figures(e.Quality), labels(e), confusion(e), reliability(e))
	return err
}

// Figures returns the figures of a quality on one line.
func Figures(q classifier.Quality) string {
	return fmt.Sprintf("%d sentences: accuracy %.3f, macro-F1 %.3f, ECE %.3f", q.N, q.Accuracy, q.MacroF1, q.ECE)
}

func labels(e train.Evaluation) string {
	t := newTable(5)
	t.AppendHeader(table.Row{"label", "precision", "recall", "F1", "sentences"})
	for k, l := range e.PerLabel {
		t.AppendRow(table.Row{e.Labels[k], three(l.Precision), three(l.Recall), three(l.F1), l.Support})
	}
	return t.Render()
}

func confusion(e train.Evaluation) string {
	t := newTable(1 + len(e.Labels))
	header := table.Row{"right ↓  told →"}
	for _, label := range e.Labels {
		header = append(header, label)
	}
	t.AppendHeader(header)
	for k, counts := range e.Confusion {
		row := table.Row{e.Labels[k]}
		for _, n := range counts {
			row = append(row, n)
		}
		t.AppendRow(row)
	}
	return t.Render()
}

func reliability(e train.Evaluation) string {
	t := newTable(4)
	t.AppendHeader(table.Row{"confidence", "mean", "right", "sentences"})
	for i, b := range e.Reliability {
		if b.N > 0 {
			width := 1 / float64(len(e.Reliability))
			name := fmt.Sprintf("%.1f to %.1f", float64(i)*width, float64(i+1)*width)
			t.AppendRow(table.Row{name, three(b.Confidence), three(b.Accuracy), b.N})
		}
	}
	return t.Render()
}

// Operating returns a table of what floors of confidence give: for each label the
// precision above the floor and the share of its sentences that are left.
func Operating(labels []string, points [][]classifier.OperatingPoint) string {
	if len(points) == 0 {
		return ""
	}
	t := newTable(1 + 2*len(labels))
	header := table.Row{"floor"}
	for _, label := range labels {
		header = append(header, label, "left")
	}
	t.AppendHeader(header)
	for i := range points[0] {
		row := table.Row{fmt.Sprintf("%.3f", points[0][i].Floor)}
		for k := range points {
			row = append(row, three(points[k][i].Precision), three(points[k][i].Coverage))
		}
		t.AppendRow(row)
	}
	return t.Render()
}

// newTable returns a plain table whose columns but the first are aligned right.
func newTable(columns int) table.Writer {
	t := table.NewWriter()
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft = ""
	style.Box.PaddingRight = "  "
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	var configs []table.ColumnConfig
	for i := 2; i <= columns; i++ {
		configs = append(configs, table.ColumnConfig{Number: i, Align: text.AlignRight, AlignHeader: text.AlignRight})
	}
	t.SetColumnConfigs(configs)
	t.SuppressTrailingSpaces()
	return t
}

func three(x float64) string { return fmt.Sprintf("%.3f", x) }

// JSON writes an object with n, accuracy, macro_f1, ece, per_class, confusion and
// reliability. The classes and the confusion are by label, confusion[right][told]
// counts sentences; reliability lists ten equal bins of confidence.
func JSON(w io.Writer, e train.Evaluation) error {
	perClass := map[string]train.LabelQuality{}
	confusion := map[string]map[string]int{}
	for k, label := range e.Labels {
		perClass[label] = e.PerLabel[k]
		confusion[label] = map[string]int{}
		for j, n := range e.Confusion[k] {
			confusion[label][e.Labels[j]] = n
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		classifier.Quality
		PerClass    map[string]train.LabelQuality `json:"per_class"`
		Confusion   map[string]map[string]int     `json:"confusion"`
		Reliability []train.Bin                   `json:"reliability"`
	}{e.Quality, perClass, confusion, e.Reliability})
}
