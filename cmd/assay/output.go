package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/assay-nlp/assay/classifier"
	"github.com/fatih/color"
)

// row is one labelled sentence of the output.
type row struct {
	doc string
	n   int // from 1
	classifier.Sentence
	text   string
	offset int // of what the explanation's offsets count from
}

// rowWriter writes rows, document by document; what a document ends with has
// been written out when end returns.
type rowWriter interface {
	begin(doc string) error
	row(row) error
	end() error
}

// errOutput is wrapped by errors of standard output: nothing more can be told.
var errOutput = errors.New("writing standard output")

func outputError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errOutput, err)
}

// newRowWriter returns a writer of rows whose scores are in the order of labels.
func newRowWriter(format string, labels []string, w io.Writer) rowWriter {
	b := bufio.NewWriterSize(w, 64<<10)
	switch format {
	case "jsonl":
		return &jsonRows{b, labels}
	case "csv":
		return &csvRows{b: b, labels: labels, w: csv.NewWriter(b)}
	}
	return newTextRows(b, labels, isTerminal(w) && !color.NoColor)
}

// jsonRows writes an object a line.
type jsonRows struct {
	b      *bufio.Writer
	labels []string
}

func (j *jsonRows) begin(string) error { return nil }
func (j *jsonRows) end() error         { return outputError(j.b.Flush()) }

func (j *jsonRows) row(r row) error {
	encoder := json.NewEncoder(j.b)
	encoder.SetEscapeHTML(false)
	return outputError(encoder.Encode(struct {
		Doc        string  `json:"doc"`
		N          int     `json:"n"`
		Begin      int     `json:"begin"`
		End        int     `json:"end"`
		Label      string  `json:"label"`
		Confidence float64 `json:"confidence"`
		Scores     scores  `json:"scores"`
		Uncertain  bool    `json:"uncertain"`
		Text       string  `json:"text"`

		Explanation *explanation `json:"explanation,omitempty"`
	}{r.doc, r.n, r.Begin, r.End, r.Label, r.Confidence, scores{j.labels, r.Scores}, r.Uncertain, r.text, explained(r, j.labels)}))
}

// explanation is what the scores of a row are made of: before the softmax they
// are the bias and all parts added up.
type explanation struct {
	Bias  scores `json:"bias"`
	Parts []part `json:"parts"`
}

type part struct {
	Begin  int    `json:"begin"`
	End    int    `json:"end"`
	Scores scores `json:"scores"`
}

func explained(r row, labels []string) *explanation {
	if r.Explanation == nil {
		return nil
	}
	e := &explanation{Bias: scores{labels, r.Explanation.Bias}, Parts: []part{}}
	for _, c := range r.Explanation.BySpan() {
		e.Parts = append(e.Parts, part{r.offset + c.Begin, r.offset + c.End, scores{labels, c.Scores}})
	}
	return e
}

// scores are written as an object from label to score, in the order of the
// labels.
type scores struct {
	labels []string
	values []float64
}

// MarshalJSON returns an object from label to score.
func (s scores) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, label := range s.labels {
		key, err := json.Marshal(label)
		if err != nil {
			return nil, err
		}
		score, err := json.Marshal(s.values[i])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%c%s:%s", "{,"[min(i, 1)], key, score)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// csvRows writes a table with a header line.
type csvRows struct {
	b      *bufio.Writer
	labels []string
	w      *csv.Writer
	headed bool
}

func (c *csvRows) begin(string) error { return nil }

func (c *csvRows) end() error {
	c.w.Flush()
	return outputError(errors.Join(c.w.Error(), c.b.Flush()))
}

func (c *csvRows) row(r row) error {
	if !c.headed {
		c.headed = true
		header := []string{"doc", "n", "begin", "end", "label", "confidence"}
		for _, label := range c.labels {
			header = append(header, "score_"+label)
		}
		if err := c.w.Write(append(header, "uncertain", "text")); err != nil {
			return outputError(err)
		}
	}
	record := []string{r.doc, strconv.Itoa(r.n), strconv.Itoa(r.Begin), strconv.Itoa(r.End), r.Label, float(r.Confidence)}
	for _, score := range r.Scores {
		record = append(record, float(score))
	}
	return outputError(c.w.Write(append(record, strconv.FormatBool(r.Uncertain), r.text)))
}

func float(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// textRows writes for people: the label and the confidence before each
// sentence, and after each document what it is made of.
type textRows struct {
	b         *bufio.Writer
	labels    []string
	colour    map[string]*color.Color
	faint     *color.Color
	documents int
	total     int
	uncertain int
	count     map[string]int
}

func newTextRows(b *bufio.Writer, labels []string, colour bool) *textRows {
	t := &textRows{b: b, labels: labels, faint: color.New(color.Faint), colour: map[string]*color.Color{
		classifier.Fact:       color.New(color.FgGreen),
		classifier.Attributed: color.New(color.FgBlue),
		classifier.Opinion:    color.New(color.FgMagenta),
	}}
	set := (*color.Color).DisableColor
	if colour {
		set = (*color.Color).EnableColor
	}
	set(t.faint)
	for _, c := range t.colour {
		set(c)
	}
	return t
}

func (t *textRows) begin(doc string) error {
	if t.documents++; t.documents > 1 {
		fmt.Fprintln(t.b)
	}
	t.total, t.uncertain, t.count = 0, 0, map[string]int{}
	_, err := fmt.Fprintln(t.b, oneLine(doc))
	return outputError(err)
}

func (t *textRows) row(r row) error {
	t.total++
	t.count[r.Label]++
	mark := " "
	if r.Uncertain {
		t.uncertain++
		mark = "?"
	}
	label := fmt.Sprintf("%-10s", r.Label)
	if c, ok := t.colour[r.Label]; ok {
		label = c.Sprint(label)
	}
	confidence := t.faint.Sprintf("%3.0f%%%s", 100*r.Confidence, mark)
	_, err := fmt.Fprintf(t.b, "  %s %s %s\n", label, confidence, oneLine(r.text))
	if why := t.because(r); why != "" {
		_, err = fmt.Fprintf(t.b, "  %17s %s\n", "", t.faint.Sprint(why))
	}
	return outputError(err)
}

// reasons is how many parts of a sentence are told as what decided.
const reasons = 5

// because tells which parts of an explained sentence moved the log-odds of its
// label against the second best the most.
func (t *textRows) because(r row) string {
	if r.Explanation == nil || len(r.Explanation.Contributions) == 0 {
		return ""
	}
	best := slices.Index(t.labels, r.Label)
	second := -1
	for k, p := range r.Scores {
		if k != best && (second < 0 || p > r.Scores[second]) {
			second = k
		}
	}
	odds := func(c classifier.Contribution) float64 { return c.Scores[best] - c.Scores[second] }
	parts := r.Explanation.BySpan()
	slices.SortStableFunc(parts, func(a, b classifier.Contribution) int {
		return cmp.Compare(math.Abs(odds(b)), math.Abs(odds(a)))
	})
	var told []string
	for _, c := range parts[:min(reasons, len(parts))] {
		what := "the whole"
		if c.End-c.Begin < len(r.text) {
			what = oneLine(r.text[c.Begin-(r.Begin-r.offset) : c.End-(r.Begin-r.offset)])
		}
		told = append(told, fmt.Sprintf("%s %+.1f", what, odds(c)))
	}
	return fmt.Sprintf("not %s: %s", t.labels[second], strings.Join(told, " · "))
}

// oneLine returns a hard-wrapped sentence on one line, without characters that a
// terminal would obey instead of showing them.
func oneLine(s string) string {
	shown := strings.Map(func(r rune) rune {
		if unicode.IsGraphic(r) {
			return r
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(shown), " ")
}

func (t *textRows) end() error {
	if t.total > 0 {
		fmt.Fprintf(t.b, "  = %s\n", t.composition())
	}
	return outputError(t.b.Flush())
}

// shareNames are what the default labels are called in a composition.
var shareNames = map[string]string{
	classifier.Fact:       "report",
	classifier.Attributed: "claim",
	classifier.Opinion:    "opinion",
}

// composition tells how much of a document is what.
func (t *textRows) composition() string {
	var shares []string
	for _, label := range t.labels {
		name, ok := shareNames[label]
		if !ok {
			name = label
		}
		shares = append(shares, fmt.Sprintf("%.0f%% %s", 100*float64(t.count[label])/float64(t.total), name))
	}
	s := fmt.Sprintf("%s in %d sentences", strings.Join(shares, ", "), t.total)
	if t.uncertain > 0 {
		s += fmt.Sprintf(", %d of them uncertain (?)", t.uncertain)
	}
	return s
}
