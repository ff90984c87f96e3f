package classifier

// How a text becomes sentences.
//
// One scanner walks over the bytes once. Nearly every byte is plainByte and costs a look into a table of 256 entries; the scanner
// stops only at a byte that may end a sentence: a stop (. ? ! … 。), a line break, or the parenthesis that may hide stops. At a stop
// it asks, in this order (split_stop.go):
//
//  1. Which marks and closers belong to it? In “He left?!”[1] the sentence ends behind the footnote. A quotation mark stays with
//     the sentence it closes, so a quotation of three sentences gives three.
//  2. What follows? Without white space there is no end (3.5, assay.go, amazon.com), except behind 。 and where a space was
//     forgotten. A lower-case word goes on with the sentence: "Is it over?" he asked.
//  3. What stands before? An abbreviation may demand a name (Gen.), demand a number (No.), or end a sentence now and then (U.S.);
//     then the next word decides: no name begins with "The", so "in the U.S. The" is two sentences and "the U.S. Army" is one.
//     The lists are in split_words.go.
//
// At a line break without a stop (split_line.go) the question is whether the line is whole, like a heading, or was wrapped. A blank
// line always ends a sentence. A list item always begins one. Otherwise a line was wrapped when the next word would not have fitted
// on it, judged by the lines around it.
//
// Look-behind and look-ahead are bounded by constants, so hostile input costs a constant per byte as well. The rules are for English
// news; other scripts are split at their own full stops, other languages of Latin script by the same rules with English abbreviations.
//
// What the rules do not see: a sentence that begins in lower case behind a stop ("he left. she stayed."), and most names behind
// initials that ended the sentence ("he left for D.C. Trump stayed"): both stay in one piece.

// A Span is the half-open byte range [Begin, End) of a text.
type Span struct{ Begin, End int }

// Split returns the sentences of text in order. See [AppendSplit].
func Split(text string) []Span {
	return AppendSplit(nil, text)
}

// AppendSplit appends the sentences of text to dst and returns the extended slice; it allocates only when dst lacks room.
//
// The spans are in order, do not overlap, and are neither empty nor begin or end with white space. Every byte outside them is white
// space: what [unicode.IsSpace] says and the byte order mark U+FEFF. Any bytes are welcome: what is not UTF-8 is a letter of
// nothing, and valid UTF-8 sequences are never cut.
func AppendSplit(dst []Span, text string) []Span {
	s := splitter{text: text, dst: dst}
	i := s.begin()
	for i < len(text) {
		if candidates[text[i]] == plainByte {
			i++
			continue
		}
		i = s.visit(i)
	}
	if end := trimEnd(text, s.start, len(text)); end > s.start {
		s.dst = append(s.dst, Span{s.start, end})
	}
	return s.dst
}

// splitter is the state of one walk over one text.
type splitter struct {
	text   string
	dst    []Span
	start  int  // where the sentence being read begins; never white space
	margin int  // where the line being read begins
	line   int  // its first byte that is not white space
	before Span // the line before it; empty behind a blank line

	open, shut int // the last parenthesis found to be closed: [open, shut)
	unclosed   int // no parenthesis opened before this offset is closed near by
}

// begin skips the white space at the start of the text.
func (s *splitter) begin() int {
	g := gapAt(s.text, 0)
	s.start, s.margin, s.line = g.end, g.margin, g.end
	return g.end
}

// visit judges the candidate at i and returns where to read on, always past i.
func (s *splitter) visit(i int) int {
	switch candidates[s.text[i]] {
	case stopByte:
		return s.stop(i)
	case breakByte:
		return s.lineEnd(i)
	case parenthesisByte:
		s.parenthesis(i)
		return i + 1
	}
	switch m := markAt(s.text, i); {
	case m.kind == noStop:
		return i + 1
	case m.kind == lineStop:
		return s.lineEnd(i)
	default:
		return s.stop(i)
	}
}

// parenthesisReach is how far behind an opening parenthesis its closing one is looked for. A longer aside is a text of its own.
const parenthesisReach = 300

// parenthesis finds the end of the parenthesis that opens at i. A search that fails covers the ones inside it, so that a text of
// nothing but parentheses is read twice and not three hundred times.
func (s *splitter) parenthesis(i int) {
	if i < s.shut || i < s.unclosed {
		return
	}
	limit := min(len(s.text), i+parenthesisReach)
	depth := 0
	for j := i; j < limit; j++ {
		switch s.text[j] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.open, s.shut = i, j+1
				return
			}
		}
	}
	s.unclosed = limit
}

// pass moves over the white space behind end, where a sentence ends if cut is set, and returns where to read on.
func (s *splitter) pass(end int, g splitGap, cut bool) int {
	if cut {
		s.dst = append(s.dst, Span{s.start, end})
		s.start = g.end
	}
	if g.breaks > 0 {
		s.before = Span{s.margin, end}
		if g.breaks > 1 {
			s.before = Span{}
		}
		s.margin, s.line = g.margin, g.end
	}
	return g.end
}
