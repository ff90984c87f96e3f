package corpus

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// formats tells, by file name extension, what Read understands.
//
//	.tsv    label, kind, sentence; or a header line naming the columns
//	.csv    a header line naming the columns label, text and perhaps kind, doc
//	.jsonl  an object a line with text, label and perhaps kind, doc
//	.txt    fastText: __label__fact and the sentence
var formats = map[string]func(*reading, io.Reader){
	".tsv":   linewise(parseTSV),
	".csv":   readCSV,
	".jsonl": linewise(parseJSON),
	".txt":   linewise(parseFastText),
}

// maxLine is the longest line that is read, in bytes.
const maxLine = 1 << 20

// LineError is a line that cannot be used.
type LineError struct {
	// File and Line tell where; lines count from 1.
	File string
	Line int
	// Err tells what is wrong.
	Err error
}

// Error returns "file:line: what is wrong".
func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns what is wrong.
func (e *LineError) Unwrap() error { return e.Err }

// row is what one line holds.
type row struct {
	doc string // empty when the line names none
	Sentence
}

// Reader reads labelled files and folders.
type Reader struct {
	// Labels holds the labels that lines may carry; empty means any.
	Labels []string
}

// Read reads files and folders with any labels; see Reader.Read.
func Read(paths ...string) ([]Document, error) { return Reader{}.Read(paths...) }

// Read reads the labelled sentences of files, and of all files in folders with
// an extension it knows, in the order of their names. When lines are bad, it
// returns the good ones with an error that joins a LineError for each.
func (r Reader) Read(paths ...string) ([]Document, error) {
	var documents []Document
	var errs []error
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		dir, root := filepath.Dir(p), filepath.Base(p)
		if info.IsDir() {
			dir, root = p, "."
		}
		read, err := r.ReadFS(os.DirFS(dir), root, func(name string) string { return filepath.Join(dir, name) })
		documents, errs = append(documents, read...), append(errs, err)
		if info.IsDir() && err == nil && len(read) == 0 {
			errs = append(errs, fmt.Errorf("%s: no labelled sentences; want files ending in %s", p, extensions()))
		}
	}
	return documents, errors.Join(errs...)
}

// ReadFS reads root, a file or a folder of fsys, like Read. Errors name files
// as shown returns them; nil leaves names as they are.
func (r Reader) ReadFS(fsys fs.FS, root string, shown func(string) string) ([]Document, error) {
	if shown == nil {
		shown = func(name string) string { return name }
	}
	var documents []Document
	var errs []error
	err := fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		if entry.IsDir() || formats[path.Ext(name)] == nil && name != root {
			return nil
		}
		read, err := r.readFile(fsys, name, shown(name))
		documents, errs = append(documents, read...), append(errs, err)
		return nil
	})
	return documents, errors.Join(append(errs, err)...)
}

func extensions() string {
	var list []string
	for ext := range formats {
		list = append(list, ext)
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (r Reader) readFile(fsys fs.FS, name, shown string) ([]Document, error) {
	readFormat := formats[path.Ext(name)]
	if readFormat == nil {
		return nil, fmt.Errorf("%s: unknown kind of file; want one of %s", shown, extensions())
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	x := &reading{reader: r, shown: shown}
	x.document = Document{Name: strings.TrimSuffix(name, path.Ext(name)), Topic: topicOf(name)}
	readFormat(x, f)
	x.finish()
	return x.documents, errors.Join(x.errs...)
}

func topicOf(name string) string {
	if dir := path.Base(path.Dir(name)); dir != "." {
		return dir
	}
	return ""
}

// reading is the state of reading one file.
type reading struct {
	reader    Reader
	shown     string
	columns   []string // of the header line, if there is one
	at        int      // the line being read
	document  Document // the one being filled
	documents []Document
	errs      []error
}

func (x *reading) fail(err error) {
	x.errs = append(x.errs, &LineError{x.shown, x.at, err})
}

// take adds what a line or a record holds, or notes why it cannot.
func (x *reading) take(row row, err error) {
	if err == nil {
		err = x.add(row)
	}
	if err != nil && !errors.Is(err, errHeader) {
		x.fail(err)
	}
}

// linewise reads a format that has one sentence a line.
func linewise(parse func(*reading, string) (row, error)) func(*reading, io.Reader) {
	return func(x *reading, r io.Reader) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxLine)
		for lines.Scan() {
			x.at++
			x.line(strings.TrimSuffix(strings.TrimPrefix(lines.Text(), "\ufeff"), "\r"), parse)
		}
		if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
			x.at++
			x.fail(fmt.Errorf("longer than %d bytes; one sentence a line is wanted", maxLine))
		} else if err != nil {
			x.errs = append(x.errs, err)
		}
	}
}

func (x *reading) line(line string, parse func(*reading, string) (row, error)) {
	switch {
	case !utf8.ValidString(line):
		x.fail(errNotUTF8)
	case strings.TrimSpace(line) == "":
	case strings.HasPrefix(line, "#") && x.columns == nil: // under a header, a sentence may begin so
		x.note(line)
	default:
		x.take(parse(x, line))
	}
}

var errNotUTF8 = errors.New("not UTF-8; convert the file with iconv")

// errHeader tells that a line holds no sentence but the names of the columns.
var errHeader = errors.New("header line")

// note takes what a comment line says: "# register: wire" is of the document,
// "# article: NAME" begins another one, anything else is for people.
func (x *reading) note(line string) {
	key, value, _ := strings.Cut(strings.TrimSpace(strings.TrimLeft(line, "#")), ":")
	value = strings.TrimSpace(value)
	switch key {
	case "register":
		x.document.Register = value
	case "article":
		x.begin(value)
	}
}

// begin finishes the document and begins the one of the given name.
func (x *reading) begin(name string) {
	x.finish()
	x.document = Document{Name: name, Topic: x.document.Topic, Register: x.document.Register}
}

func (x *reading) finish() {
	if len(x.document.Sentences) > 0 {
		x.documents = append(x.documents, x.document)
	}
	x.document.Sentences = nil
}

func (x *reading) add(row row) error {
	if labels := x.reader.Labels; len(labels) > 0 && !slices.Contains(labels, row.Label) {
		return fmt.Errorf("label %q, want one of %s", row.Label, strings.Join(labels, ", "))
	}
	if row.doc != "" && row.doc != x.document.Name {
		x.begin(row.doc)
	}
	x.document.Sentences = append(x.document.Sentences, row.Sentence)
	return nil
}
