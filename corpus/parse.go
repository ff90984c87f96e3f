package corpus

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// parseTSV reads label, kind and sentence, or label and sentence, between tabs;
// or, under a header line that names the columns, what it names.
func parseTSV(x *reading, line string) (row, error) {
	fields := strings.Split(line, "\t")
	if x.columns == nil && isHeader(fields) {
		x.columns = fields
		return row{}, errHeader
	}
	if x.columns != nil {
		return x.columnRow(fields)
	}
	switch len(fields) {
	case 2:
		return checked(row{Sentence: Sentence{fields[0], "", fields[1]}})
	case 3:
		return checked(row{Sentence: Sentence{fields[0], fields[1], fields[2]}})
	}
	return row{}, fmt.Errorf("%d fields between tabs, want label, kind and sentence", len(fields))
}

// readCSV reads records under a header line; a quoted field may run over several
// lines.
func readCSV(x *reading, r io.Reader) {
	records := csv.NewReader(r)
	records.FieldsPerRecord = -1
	for {
		fields, err := records.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			x.at = parse.StartLine
			x.fail(fmt.Errorf("not CSV: %w", parse.Err))
			continue
		}
		if err != nil {
			x.errs = append(x.errs, err)
			return
		}
		x.at, _ = records.FieldPos(0)
		x.take(x.record(fields))
		if x.columns == nil {
			return // without columns every record would be told
		}
	}
}

func (x *reading) record(fields []string) (row, error) {
	if !utf8.ValidString(strings.Join(fields, "")) {
		return row{}, errNotUTF8
	}
	if x.columns != nil {
		return x.columnRow(fields)
	}
	fields[0] = strings.TrimPrefix(fields[0], "\ufeff")
	if !isHeader(fields) {
		return row{}, errors.New("want a header line that names the columns label and text")
	}
	x.columns = fields
	return row{}, errHeader
}

func isHeader(fields []string) bool {
	return slices.Contains(fields, "label") && (slices.Contains(fields, "text") || slices.Contains(fields, "sentence"))
}

// columnRow reads fields by the names of their columns; other columns are for
// people.
func (x *reading) columnRow(fields []string) (row, error) {
	if len(fields) != len(x.columns) {
		return row{}, fmt.Errorf("%d fields under a header of %d", len(fields), len(x.columns))
	}
	var out row
	for i, name := range x.columns {
		switch name {
		case "label":
			out.Label = fields[i]
		case "kind":
			out.Kind = fields[i]
		case "text", "sentence":
			out.Text = fields[i]
		case "doc":
			out.doc = fields[i]
		}
	}
	return checked(out)
}

// parseJSON reads an object with text, label and perhaps kind and doc. A label
// may also stand alone in a list, as doccano writes it.
func parseJSON(_ *reading, line string) (row, error) {
	var object struct {
		Text, Kind, Doc string
		Label           json.RawMessage
	}
	if err := json.Unmarshal([]byte(line), &object); err != nil {
		return row{}, fmt.Errorf("not a JSON object with text and label: %w", err)
	}
	out := row{object.Doc, Sentence{Kind: object.Kind, Text: object.Text}}
	var list []string
	switch {
	case len(object.Label) == 0:
	case json.Unmarshal(object.Label, &out.Label) == nil:
	case json.Unmarshal(object.Label, &list) == nil && len(list) == 1:
		out.Label = list[0]
	default:
		return row{}, fmt.Errorf("label %s, want one string", object.Label)
	}
	return checked(out)
}

// parseFastText reads "__label__fact The bridge reopened."
func parseFastText(_ *reading, line string) (row, error) {
	rest, ok := strings.CutPrefix(line, "__label__")
	if !ok {
		return row{}, errors.New("want __label__ and the label at the beginning of the line")
	}
	label, text, _ := strings.Cut(rest, " ")
	return checked(row{Sentence: Sentence{Label: label, Text: text}})
}

func checked(r row) (row, error) {
	r.Label, r.Kind, r.Text = strings.TrimSpace(r.Label), strings.TrimSpace(r.Kind), strings.TrimSpace(r.Text)
	if r.Label == "" {
		return row{}, errors.New("no label")
	}
	if r.Text == "" {
		return row{}, errors.New("no sentence")
	}
	return r, nil
}
