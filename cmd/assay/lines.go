package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/assay-nlp/assay/client"
)

// A batch of lines is labelled at a time, so that inputs of any size fit in
// memory. It is below what a server takes in one document, also with --explain; a
// line that is larger makes a batch of its own.
const (
	batchLines = 1000
	batchBytes = 48 << 10
)

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
	text, length, err := l.read()
	if err != nil {
		return line{}, err
	}
	l.n++
	begin := l.at
	l.at += length
	sentence := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if l.n == 1 {
		unmarked := strings.TrimPrefix(sentence, "\ufeff")
		begin += len(sentence) - len(unmarked)
		sentence = unmarked
	}
	if int64(len(sentence)) > l.maxBytes {
		return line{}, fmt.Errorf("%w: longer than %d bytes; put one sentence on each line or raise --max-bytes", errLine, l.maxBytes)
	}
	if err := checkText(sentence); err != nil {
		return line{}, fmt.Errorf("%w: %w", errLine, err)
	}
	return line{l.n, begin, sentence}, nil
}

// read returns the next line with its end, and its length. Of a line that is too
// long it keeps just enough to show that it is.
func (l *lineReader) read() (text []byte, length int, err error) {
	keep := int(l.maxBytes) + len("\ufeff\r\n") + 1
	for {
		part, err := l.r.ReadSlice('\n')
		length += len(part)
		text = append(text, part[:min(len(part), keep-len(text))]...)
		switch {
		case err == nil, errors.Is(err, io.EOF) && length > 0:
			return text, length, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, 0, err
		}
	}
}

// classifyLines labels every line of an input as a ready sentence. A line that
// cannot be used, or a batch that is refused, is reported and left out; n of the
// others is still the number of their line.
func (j *job) classifyLines(ctx context.Context, name string, input io.Reader) error {
	b := &lineJob{job: j, name: name}
	b.lines = &lineReader{r: bufio.NewReaderSize(input, 64<<10), maxBytes: j.flags.maxBytes}
	if err := j.out.begin(name); err != nil {
		return err
	}
	err := b.run(ctx)
	if endErr := j.out.end(); err == nil { // what was labelled is written, whatever happened
		err = endErr
	}
	return err
}

type lineJob struct {
	*job
	name  string
	lines *lineReader
	batch []line
	bytes int
	bad   int
}

func (b *lineJob) run(ctx context.Context) error {
	for {
		l, err := b.lines.next()
		switch {
		case errors.Is(err, errLine):
			b.bad++
			b.report(fmt.Errorf("%s:%d: %w", b.name, b.lines.n, err))
			continue
		case errors.Is(err, io.EOF):
			if err := b.flush(ctx); err != nil {
				return err
			}
			return b.verdict()
		case err != nil:
			if err := b.flush(ctx); err != nil {
				return err
			}
			return fmt.Errorf("%s: %w", b.name, err)
		}
		if len(b.batch) == batchLines || b.bytes+len(l.text) > batchBytes {
			if err := b.flush(ctx); err != nil {
				return err
			}
		}
		b.batch = append(b.batch, l)
		b.bytes += len(l.text)
	}
}

// verdict tells what became of the input as a whole.
func (b *lineJob) verdict() error {
	switch {
	case b.bad > 0:
		return fmt.Errorf("%s: %d of %d lines were left out", b.name, b.bad, b.lines.n)
	case b.lines.n == 0:
		return fmt.Errorf("%s: empty, nothing to classify", b.name)
	}
	return nil
}

// flush labels the lines of the batch and writes their rows. A batch that a
// server refuses is reported and counted; an error that would befall every other
// line too is returned.
func (b *lineJob) flush(ctx context.Context) error {
	lines := b.batch
	if len(lines) == 0 {
		return nil
	}
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	b.batch, b.bytes = lines[:0], 0
	sentences, err := b.label(ctx, client.Document{Sentences: texts})
	if stops(err) {
		return err
	}
	if err != nil {
		b.bad += len(lines)
		b.report(fmt.Errorf("%s: lines %d to %d: %w", b.name, lines[0].n, lines[len(lines)-1].n, err))
		return nil
	}
	for i, s := range sentences {
		s.Begin += lines[i].begin
		s.End += lines[i].begin
		if err := b.out.row(row{doc: b.name, n: lines[i].n, Sentence: s, text: lines[i].text, offset: lines[i].begin}); err != nil {
			return err
		}
	}
	return nil
}
