package classifier

import (
	"unicode"
	"unicode/utf8"
)

// What happens at a line break that no stop precedes: is the line whole, or was its sentence wrapped?
//
// A program that wraps lines moves a word to the next line only when it does not fit. So a line was wrapped if it, a space and the
// first word of the next line together are wider than the widest line around it; a heading nearly always leaves room for "The".

// Widths in characters.
const (
	narrowest = 40  // no heading candidate below is taken for a wrapped line
	widest    = 120 // nobody wraps lines that wide; such lines are paragraphs or sentences
	ragged    = 30  // how much room a line may leave when its sentence began before it, so that it is no heading
)

// linesAhead is how many lines are looked at to learn how wide the lines are.
const linesAhead = 4

// lineEnd judges the line break at i, which no stop precedes, and returns where to read on.
func (s *splitter) lineEnd(i int) int {
	end := trimEnd(s.text, s.start, i)
	g := gapAt(s.text, end)
	return s.pass(end, g, g.breaks > 1 || !s.wrapped(end, g))
}

// wrapped reports whether the text goes on behind the single line break in g.
func (s *splitter) wrapped(end int, g splitGap) bool {
	if g.end == len(s.text) {
		return false
	}
	if s.itemAt(g.end) {
		return s.wrappedDash(end, g)
	}
	word, quoted := skipOpeners(s.text, g.end)
	switch kind := wordKindAt(s.text, word); {
	case kind == lowerWord, kind == joining, s.leadsOn(end):
		return true
	case s.startsAtLine() && s.titled(s.line, end, 2):
		// A title of two lines is told from a title and the text by the second line.
		next := trimEnd(s.text, g.end, s.lineEndAt(g.end))
		return s.titled(g.end, next, 1) && s.text[next-1] != '.' && s.full(end, g)
	case s.startsAtLine() && opensSentence(s.text, word) && !quoted: // in quotation marks it may open a title: reads “The End”
		return false
	}
	return s.full(end, g)
}

// wrappedDash reports whether what looks like an item behind the line break is a wrapped dash or number: the line before is full, is
// no item itself, and does not end like the announcement or the item of a list.
func (s *splitter) wrappedDash(end int, g splitGap) bool {
	if c := s.text[end-1]; c == ':' || c == ';' {
		return false
	}
	return !s.itemAt(s.line) && s.full(end, g)
}

// startsAtLine reports whether the sentence began with its line, so that it may be a heading.
func (s *splitter) startsAtLine() bool {
	return s.start == s.line
}

// leadsOn reports whether the text before end needs to go on: a comma, a dash, or a word like "of".
func (s *splitter) leadsOn(end int) bool {
	switch s.text[end-1] {
	case ',', ';', '&', '(', '-', '/':
		return end-s.start > 1
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[s.start:end])
	return r == '—' || r == '–' || leadsOn(s.letters(end))
}

// full reports whether the line that ends at end has no room for the word behind g.
func (s *splitter) full(end int, g splitGap) bool {
	width := s.width(s.margin, end)
	if width > widest || s.startsAtLine() && width < narrowest {
		return false
	}
	page := max(width, s.width(s.before.Begin, s.before.End))
	if page > widest {
		return false
	}
	for next, n := g.margin, 0; n < linesAhead && next < len(s.text); n++ {
		lineEnd := s.lineEndAt(next)
		w := s.width(next, lineEnd)
		if w > widest {
			return false
		}
		page = max(page, w)
		next = lineEnd + 1
	}
	room := page - width
	if !s.startsAtLine() {
		room -= ragged
	}
	return room < 1+s.firstWord(g.end)
}

// lineEndAt returns where the line at i ends, looking no further than the widest line could reach in bytes.
func (s *splitter) lineEndAt(i int) int {
	limit := min(len(s.text), i+(widest+1)*utf8.UTFMax)
	for ; i < limit; i++ {
		if c := s.text[i]; c == '\n' || c == '\r' {
			break
		}
	}
	return i
}

// width returns the characters of the text between begin and end, at most widest+1.
func (s *splitter) width(begin, end int) int {
	n := 0
	for i := begin; i < end && n <= widest; i++ {
		if utf8.RuneStart(s.text[i]) {
			n++
		}
	}
	return n
}

// firstWord returns the width of the word at i.
func (s *splitter) firstWord(i int) int {
	end := i
	for end < i+wordReach && !blankAt(s.text, end) {
		end++
	}
	return s.width(i, end)
}

// titled reports whether the line between begin and end is set like a title: at least so many words of four letters or more, every
// one with a capital. A dateline looks like that too, but has a dash: ABERDEEN, Wash. - Grays Harbor College
func (s *splitter) titled(begin, end, atLeast int) bool {
	long, length, upper := 0, 0, false
	for i, r := range s.text[begin:min(end, begin+2*widest)] {
		switch {
		case unicode.IsLetter(r), length > 0 && (r == '-' || r == '’' || r == '\''):
		case r == '-', r == '–', r == '—':
			if blankAt(s.text, begin+i+utf8.RuneLen(r)) {
				return false
			}
			fallthrough
		default:
			length = 0
			continue
		}
		if length == 0 {
			upper = unicode.IsUpper(r)
		}
		if length++; length == 4 {
			if !upper {
				return false
			}
			long++
		}
	}
	return long >= atLeast
}

// itemAt reports whether a list item begins at i, with a bullet or a number: •, 1., 2), (a). A number has at most three digits: a line
// that begins with "2025." was wrapped.
func (s *splitter) itemAt(i int) bool {
	r, size := utf8.DecodeRuneInString(s.text[i:])
	switch r {
	case '-', '*', '–', '—', '•', '·', '‣', '◦', '▪', '●', '■', '+':
		return blankAt(s.text, i+size)
	case '(':
		i++
	}
	end := i
	for end < len(s.text) && end < i+5 && (isLetterByte(s.text[end]) || isDigitByte(s.text[end])) {
		end++
	}
	if end+1 >= len(s.text) || s.text[end] != '.' && s.text[end] != ')' || !blankAt(s.text, end+1) {
		return false
	}
	return enumerator(s.text[i:end])
}

// enumerator reports whether word numbers a list item: up to three digits, one letter, or a small Roman numeral.
func enumerator(word string) bool {
	digits, roman := 0, 0
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case isDigitByte(c):
			digits++
		case c == 'I' || c == 'V' || c == 'X' || c == 'i' || c == 'v' || c == 'x':
			roman++
		}
	}
	switch n := len(word); {
	case n == 0 || n > 5:
		return false
	case n == 1 && isLetterByte(word[0]):
		return true
	default:
		return digits == n && n <= 3 || roman == n
	}
}
