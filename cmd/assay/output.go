package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	text string
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
	}{r.doc, r.n, r.Begin, r.End, r.Label, r.Confidence, scores{j.labels, r.Scores}, r.Uncertain, r.text}))
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
	return outputError(err)
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
