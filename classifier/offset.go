package classifier

import (
	"slices"
	"unicode/utf8"
)

// OffsetUnit is what an offset into a text counts.
type OffsetUnit uint8

const (
	// Bytes of the UTF-8 encoding: Go, Rust, C.
	Bytes OffsetUnit = iota
	// UTF16 code units: Java, JavaScript, C#.
	UTF16
	// CodePoints of Unicode: Python.
	CodePoints
)

// Convert returns spans of text, which are ordered and in bytes, in another
// unit. It reads the text once. A byte that is no valid UTF-8 counts as one.
func (unit OffsetUnit) Convert(text string, spans []Span) []Span {
	out := make([]Span, len(spans))
	at, count := 0, 0
	advance := func(to int) int {
		count += unit.length(text[at:to])
		at = to
		return count
	}
	for i, s := range spans {
		out[i] = Span{Begin: advance(s.Begin), End: advance(s.End)}
	}
	return out
}

// ConvertOffsets returns offsets into text, in bytes and in any order, in another
// unit.
func (unit OffsetUnit) ConvertOffsets(text string, offsets []int) map[int]int {
	sorted := slices.Compact(slices.Sorted(slices.Values(offsets)))
	spans := make([]Span, len(sorted))
	for i, at := range sorted {
		spans[i] = Span{at, at}
	}
	out := make(map[int]int, len(sorted))
	for i, span := range unit.Convert(text, spans) {
		out[sorted[i]] = span.Begin
	}
	return out
}

// length returns how many units text has.
func (unit OffsetUnit) length(text string) int {
	switch unit {
	case UTF16:
		n := 0
		for _, r := range text {
			n++
			if r > 0xffff {
				n++
			}
		}
		return n
	case CodePoints:
		return utf8.RuneCountInString(text)
	}
	return len(text)
}
