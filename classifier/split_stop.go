package classifier

import (
	"unicode"
	"unicode/utf8"
)

// What happens at a stop: how far it reaches, and whether the sentence ends there.

// verdict is what a stop says about the sentence before it.
type verdict uint8

const (
	goesOn   verdict = iota
	ends             // here
	mayBreak         // goes on, unless a line ends here that looks whole
)

// stop judges the stop at i and returns where to read on.
func (s *splitter) stop(i int) int {
	kind, end := stopRun(s.text, i)
	end, quoted := s.closers(end)
	if end < len(s.text) && markAt(s.text, end).kind > lineStop {
		return end // (Why?). The last mark decides.
	}
	g := gapAt(s.text, end)
	if g.end == end {
		return s.stopInside(i, end, kind)
	}
	if g.breaks == 0 {
		if size := lateCloser(s.text, g.end); size > 0 {
			end, quoted = g.end+size, quoted || size > 1 || s.text[g.end] == '"'
			g = gapAt(s.text, end)
		}
	}
	return s.pass(end, g, s.stopEnds(i, end, kind, quoted, g))
}

// stopRun reads the marks that make one stop: ?! or ... or . . . and tells what they are together.
func stopRun(text string, i int) (stopKind, int) {
	first := markAt(text, i)
	kind, points := first.kind, 0
	for end := i; ; {
		m := markAt(text, end)
		switch m.kind {
		case noStop, lineStop:
			return kind, end
		case pointStop:
			if points++; points > 1 {
				kind = max(kind, ellipsisStop)
			}
		default:
			kind = max(kind, m.kind)
		}
		end += m.size
		if m.kind == pointStop && end+1 < len(text) && text[end] == ' ' && text[end+1] == '.' && blankAt(text, end+2) {
			end++ // the spaced ellipsis . . .
		}
		if end >= len(text) {
			return kind, end
		}
	}
}

// closers moves end behind the closers there and reports whether a quotation mark is among them.
func (s *splitter) closers(end int) (int, bool) {
	quoted := false
	for {
		size, quote := closerAt(s.text, end)
		if size == 0 {
			return end, quoted
		}
		end += size
		quoted = quoted || quote
	}
}

// lateCloser returns the size of a closing mark that white space has parted from its stop: « Oui. » and tokenised text.
func lateCloser(text string, i int) int {
	if i >= len(text) {
		return 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '"', '”', '»', '›', ')', ']':
		if blankAt(text, i+size) {
			return size
		}
	}
	return 0
}

// stopInside handles a stop with no white space behind it.
func (s *splitter) stopInside(i, end int, kind stopKind) int {
	switch {
	case end >= len(s.text):
		return end
	case kind == wideStop && !goesOnWide(s.text, end), s.forgotSpace(i, end):
		return s.pass(end, splitGap{end: end}, true)
	}
	return end
}

// goesOnWide reports whether the text behind a wide stop belongs to its sentence: 「行く。」と言った
func goesOnWide(text string, i int) bool {
	switch r, _ := utf8.DecodeRuneInString(text[i:]); r {
	case '，', '、', '；', '：', ',', 'と', 'っ':
		return true
	}
	return false
}

// forgotSpace reports a stop at i where only the space is missing: a lower-case word before it and a word that opens sentences behind
// it, "he said.The army". Names of files and sites have no such words.
func (s *splitter) forgotSpace(i, end int) bool {
	return i >= s.start+2 && isLowerByte(s.text[i-1]) && isLowerByte(s.text[i-2]) && opensSentence(s.text, end)
}

// stopEnds decides whether the sentence ends with the stop at i, whose last closer is before end and which the gap g follows.
func (s *splitter) stopEnds(i, end int, kind stopKind, quoted bool, g splitGap) bool {
	if g.end == len(s.text) || g.breaks > 1 {
		return true
	}
	if g.breaks == 1 && s.itemAt(g.end) {
		return kind != pointStop || s.abbreviation(i) != beforeName // Gen. at the end of a line, J. Smith on the next
	}
	switch s.judge(i, end, kind, quoted, g.end) {
	case ends:
		return true
	case mayBreak:
		return g.breaks == 1 && !s.wrapped(end, g)
	}
	return false
}

// judge weighs the words around the stop at i. The next word begins at next.
func (s *splitter) judge(i, end int, kind stopKind, quoted bool, next int) verdict {
	if s.nothingBefore(i) {
		return mayBreak // 1. or ... at the start of what they belong to
	}
	if kind == ellipsisStop && i > 0 && (s.text[i-1] == '[' || s.text[i-1] == '(') {
		return mayBreak // [...] marks an omission, not an end
	}
	word, quotes := skipOpeners(s.text, next)
	follows := wordKindAt(s.text, word)
	if follows == lowerWord || follows == joining {
		return goesOn
	}
	if s.open > s.start && s.open < i && i < s.shut && !(end >= s.shut && opensSentence(s.text, word)) {
		return goesOn // a stop in an aside (Apple Inc. and others. All told, five.) ends nothing
	}
	switch kind {
	case pointStop:
		return s.judgePoint(i, word, follows, quotes)
	case wideStop:
		return ends
	}
	switch {
	case quoted && attributed(s.text, word): // "Is it over?" Trump asked.
		return goesOn
	case kind == ellipsisStop && pronounI(s.text, word): // Well... I do.
		return goesOn
	case s.text[i] == '!' && exclaimingName(s.letters(i)) && !opensSentence(s.text, word):
		return mayBreak // Yahoo! Finance
	}
	return ends
}

// judgePoint weighs a single full stop at i, which may belong to the word before it.
func (s *splitter) judgePoint(i, word int, follows wordKind, quotes bool) verdict {
	opens := opensSentence(s.text, word)
	switch s.abbreviation(i) {
	case beforeName:
		return goesOn
	case street: // St. Petersburg, but: on Main St. The
		if opens {
			return ends
		}
		return goesOn
	case beforeNumber: // No. 10, but: No. We refuse.
		if follows == numberWord {
			return goesOn
		}
	case calendar: // Sat. Jan. 5
		if follows == numberWord || abbreviationOf(lettersFrom(s.text, word)) == calendar {
			return goesOn
		}
	case hour: // 5 p.m. Monday, 5 p.m. EST
		if follows != upperWord {
			return mayBreak
		}
		if followsHour(lettersFrom(s.text, word)) {
			return goesOn
		}
	case company: // Apple Inc. Chief Executive Tim Cook, but: Apple Inc. Shares rose
		if !opens && !quotes && !plainSubject(s.text, word) {
			return mayBreak
		}
	case initials: // U.S. Army, but: in the U.S. Trump said
		if !opens && !quotes && !s.newSubject(i, word) {
			return mayBreak
		}
	case initial: // George W. Bush, J. “Bud” Smith
		if !opens {
			return mayBreak
		}
	}
	return ends
}

// nothingBefore reports whether the sentence has no word yet at i but marks or the number of a list item.
func (s *splitter) nothingBefore(i int) bool {
	if i-s.start > openerReach {
		return false
	}
	if s.start == s.line && enumerator(s.text[s.start:i]) {
		return true
	}
	for _, r := range s.text[s.start:i] {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return true
}
