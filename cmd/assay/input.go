package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/assay-nlp/assay/client"
	"github.com/mattn/go-isatty"
)

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// openInput opens a file, or standard input for "-".
func openInput(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s: is a folder; name its files, such as %s/*.txt", name, strings.TrimSuffix(name, "/"))
	}
	return os.Open(name)
}

// readText reads a whole text and refuses what is none.
func readText(name string, r io.Reader, maxBytes int64) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(b)) > maxBytes {
		return "", fmt.Errorf("%s: larger than %d bytes; split it or raise --max-bytes", name, maxBytes)
	}
	text := string(b)
	if strings.TrimSpace(text) == "" {
		return "", fmt.Errorf("%s: empty, nothing to classify", name)
	}
	if err := checkText(text); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return text, nil
}

// checkText tells why text is none: it holds a zero byte, which only binary
// files do, or is not UTF-8.
func checkText(text string) error {
	if at := strings.IndexByte(text, 0); at >= 0 {
		return fmt.Errorf("a binary file (zero byte at offset %d); want UTF-8 text", at)
	}
	if at := invalidAt(text); at >= 0 {
		return fmt.Errorf("not UTF-8 (byte 0x%02x at offset %d); convert it with iconv", text[at], at)
	}
	return nil
}

// invalidAt returns the offset of the first byte that is no UTF-8, or -1.
func invalidAt(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return -1
}

// batch is how many lines are labelled at a time.
const batch = 1000

// line is a ready sentence with its place in the input.
type line struct {
	n, begin int
	text     string
}

// lineReader reads lines, counting them and their bytes.
type lineReader struct {
	r        *bufio.Reader
	maxBytes int64
	n, at    int
}

// errLine is wrapped by errors about one line; the next can still be read.
var errLine = errors.New("line cannot be used")

// next returns the next line without its end, io.EOF after the last.
func (l *lineReader) next() (line, error) {
	var text []byte
	length := int64(0)
	for {
		part, err := l.r.ReadSlice('\n')
		length += int64(len(part))
		if length <= l.maxBytes {
			text = append(text, part...)
		}
		if err == nil || errors.Is(err, io.EOF) && length > 0 {
			break
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line{}, err
		}
	}
	l.n++
	begin := l.at
	l.at += int(length)
	if length > l.maxBytes+1 {
		return line{}, fmt.Errorf("%w: longer than %d bytes; put one sentence on each line or raise --max-bytes", errLine, l.maxBytes)
	}
	sentence := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if err := checkText(sentence); err != nil {
		return line{}, fmt.Errorf("%w: %w", errLine, err)
	}
	return line{l.n, begin, sentence}, nil
}

// classifyLines labels every line as a ready sentence, a batch at a time, so
// that inputs of any size fit in memory. A line that cannot be used is reported
// and left out; n of the others is still the number of their line.
func (f *classifyFlags) classifyLines(ctx context.Context, name string, r io.Reader, label labeller, out rowWriter, stderr io.Writer) error {
	lines := &lineReader{r: bufio.NewReaderSize(r, 64<<10), maxBytes: f.maxBytes}
	if err := out.begin(name); err != nil {
		return err
	}
	bad := 0
	var pending []line
	flush := func() error {
		err := labelLines(ctx, name, pending, label, out)
		pending = pending[:0]
		return err
	}
	for {
		l, err := lines.next()
		switch {
		case errors.Is(err, errLine):
			bad++
			fmt.Fprintf(stderr, "assay: %s:%d: %v\n", name, lines.n, err)
			continue
		case errors.Is(err, io.EOF):
			return errors.Join(flush(), out.end(), lines.verdict(name, bad))
		case err != nil:
			return errors.Join(flush(), fmt.Errorf("%s: %w", name, err))
		}
		if pending = append(pending, l); len(pending) == batch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
}

func (l *lineReader) verdict(name string, bad int) error {
	switch {
	case bad > 0:
		return fmt.Errorf("%s: %d of %d lines were left out", name, bad, l.n)
	case l.n == 0:
		return fmt.Errorf("%s: empty, nothing to classify", name)
	}
	return nil
}

func labelLines(ctx context.Context, name string, lines []line, label labeller, out rowWriter) error {
	if len(lines) == 0 {
		return nil
	}
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	sentences, err := label(ctx, client.Document{Sentences: texts})
	if err != nil {
		return fmt.Errorf("%s: lines %d to %d: %w", name, lines[0].n, lines[len(lines)-1].n, err)
	}
	for i, s := range sentences {
		s.Begin += lines[i].begin
		s.End += lines[i].begin
		if err := out.row(row{doc: name, n: lines[i].n, Sentence: s, text: lines[i].text}); err != nil {
			return err
		}
	}
	return nil
}
