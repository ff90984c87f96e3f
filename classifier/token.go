package classifier

import (
	"unicode"
	"unicode/utf8"
)

// Tokens are what features are made of: words, numbers and marks, in one pass
// over the bytes of a sentence. A word keeps what is inside it ("long-term",
// "didn't", "U.S."); its folded form is lower case, with a straight apostrophe,
// without a possessive 's and without the full stops of an abbreviation.
// Quotation marks are folded to an opening and a closing one.

type tokenKind uint8

const (
	wordToken tokenKind = iota
	numberToken
	commaToken
	openQuoteToken
	closeQuoteToken
	dashToken
	colonToken // colon or semicolon
	parenToken // any bracket
	stopToken
	questionToken
	exclamationToken
	moneyToken // a currency sign or a per cent sign
	otherToken
)

// token is one word, number or mark of a sentence.
type token struct {
	begin, end int32 // bytes of the sentence
	lo, hi     int32 // folded form, bytes of scratch.folded
	kind       tokenKind
	capital    bool // begins with an upper-case letter
	upper      bool // has two or more letters, all of them upper case
	quoted     bool // stands inside a quotation
}

// tokenize appends the tokens of sentence to s.tokens.
func (s *scratch) tokenize(sentence string) {
	s.tokens = s.tokens[:0]
	s.folded = s.folded[:0]
	quote := noQuote
	for i := 0; i < len(sentence); {
		r, size := decode(sentence, i)
		switch {
		case isLetter(r):
			i = s.word(sentence, i)
		case r >= '0' && r <= '9':
			i = s.number(sentence, i)
		case unicode.IsSpace(r):
			i += size
			continue
		default:
			kind := kindOfMark(sentence, i, r, size, quote)
			s.mark(kind, i, i+size)
			switch {
			case kind == closeQuoteToken:
				quote = noQuote
			case kind == openQuoteToken && quote == noQuote:
				quote = styleOf(r)
			}
			i += size
		}
		s.tokens[len(s.tokens)-1].quoted = quote != noQuote
	}
	s.closeOrphanQuote()
}

// closeOrphanQuote marks what precedes a closing quotation mark that was never
// opened: the sentence ends a quotation begun in an earlier one.
func (s *scratch) closeOrphanQuote() {
	for i, t := range s.tokens {
		switch t.kind {
		case openQuoteToken:
			return
		case closeQuoteToken:
			for j := range i {
				s.tokens[j].quoted = true
			}
			return
		}
	}
}

func decode(text string, i int) (rune, int) {
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(text[i:])
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// word reads the word that begins at i and returns where it ends.
func (s *scratch) word(sentence string, i int) int {
	t := token{begin: int32(i), lo: int32(len(s.folded)), kind: wordToken}
	letters, uppers := 0, 0
	for i < len(sentence) {
		r, size := decode(sentence, i)
		switch {
		case isLetter(r):
			letters++
			if isUpper(r) {
				uppers++
				t.capital = t.capital || letters == 1
			}
			s.fold(r)
		case r >= '0' && r <= '9':
			s.folded = append(s.folded, byte(r))
		case joins(sentence, i, r, size):
			if r != '.' {
				s.fold(r)
			}
		default:
			goto end
		}
		i += size
	}
end:
	t.upper = letters > 1 && uppers == letters
	t.hi = int32(len(s.folded))
	if n := t.hi - t.lo; n > 2 && s.folded[t.hi-1] == 's' && s.folded[t.hi-2] == '\'' {
		t.hi -= 2
	}
	t.hi = min(t.hi, t.lo+maxFolded)
	t.end = int32(i)
	s.tokens = append(s.tokens, t)
	return i
}

// maxFolded is how many bytes of a folded form count: no word of any news text
// is longer, and features stay small whatever the input.
const maxFolded = 48

// joins tells whether the mark r at i stands inside a word: an apostrophe, a
// hyphen or the full stop of an abbreviation, with a letter on each side.
func joins(sentence string, i int, r rune, size int) bool {
	if r != '-' && r != '.' && r != '‑' && !isApostrophe(r) || i+size >= len(sentence) {
		return false
	}
	next, nextSize := decode(sentence, i+size)
	if !isLetter(next) && (r != '-' || next < '0' || next > '9') {
		return false
	}
	if r != '.' {
		return true
	}
	// "U.S." and "p.m." have single letters between full stops; "end.Next" is
	// two words.
	after := i + size + nextSize
	return after >= len(sentence) || !isLetter(firstRune(sentence, after))
}

func firstRune(text string, i int) rune {
	r, _ := decode(text, i)
	return r
}

func isUpper(r rune) bool {
	if r < utf8.RuneSelf {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

// fold appends the folded form of r to s.folded.
func (s *scratch) fold(r rune) {
	switch {
	case 'A' <= r && r <= 'Z':
		s.folded = append(s.folded, byte(r)|0x20)
	case r < utf8.RuneSelf:
		s.folded = append(s.folded, byte(r))
	case isApostrophe(r):
		s.folded = append(s.folded, '\'')
	case r == '‑':
		s.folded = append(s.folded, '-')
	default:
		s.folded = utf8.AppendRune(s.folded, unicode.ToLower(r))
	}
}

// number reads the number that begins at i, with its separators and a suffix
// such as in "13th" or "5m", and returns where it ends.
func (s *scratch) number(sentence string, i int) int {
	t := token{begin: int32(i), lo: int32(len(s.folded)), kind: numberToken}
	for i < len(sentence) {
		c := sentence[i]
		inner := c == ',' || c == '.' || c == ':' || c == '-' || c == '/'
		switch {
		case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z':
		case inner && i+1 < len(sentence) && '0' <= sentence[i+1] && sentence[i+1] <= '9':
		default:
			goto end
		}
		s.fold(rune(c))
		i++
	}
end:
	t.hi, t.end = min(int32(len(s.folded)), t.lo+maxFolded), int32(i)
	s.tokens = append(s.tokens, t)
	return i
}

// mark appends a token for the mark at [begin, end).
func (s *scratch) mark(kind tokenKind, begin, end int) {
	n := int32(len(s.folded))
	s.tokens = append(s.tokens, token{begin: int32(begin), end: int32(end), lo: n, hi: n, kind: kind})
}

// quoteStyle is how the quotation that is open was opened, so that an
// apostrophe does not close a double one.
type quoteStyle uint8

const (
	noQuote quoteStyle = iota
	singleQuote
	doubleQuote
)

func styleOf(r rune) quoteStyle {
	if r == '\'' || r == '‘' || r == '‹' {
		return singleQuote
	}
	return doubleQuote
}

// kindOfMark tells what the mark r at i is. A straight quotation mark opens or
// closes by turns; a single one only counts as a quotation mark where it stands
// at the edge of a word.
func kindOfMark(sentence string, i int, r rune, size int, quote quoteStyle) tokenKind {
	switch r {
	case ',':
		return commaToken
	case '.', '…', '。':
		return stopToken
	case '?', '？':
		return questionToken
	case '!', '！':
		return exclamationToken
	case '“', '„', '«', '‘', '‹':
		return openQuoteToken
	case '”', '»', '›':
		return closeQuoteToken
	case '"':
		return straightQuote(sentence, i, size, quote == doubleQuote)
	case '\'':
		return straightQuote(sentence, i, size, quote == singleQuote)
	case '’':
		if quote == singleQuote {
			return closeQuoteToken
		}
		return otherToken // the apostrophe of "residents’"
	case '–', '—', '-', '−':
		return dashToken
	case ':', ';':
		return colonToken
	case '(', ')', '[', ']', '{', '}':
		return parenToken
	case '$', '€', '£', '¥', '₹', '%':
		return moneyToken
	}
	return otherToken
}

// straightQuote tells whether the straight quotation mark at i opens or closes
// a quotation, or, after a letter, is the apostrophe of "residents'".
func straightQuote(sentence string, i, size int, open bool) tokenKind {
	if open {
		return closeQuoteToken
	}
	next := i + size
	if next < len(sentence) && sentence[next] != ' ' && sentence[next] != ',' {
		return openQuoteToken
	}
	if before, _ := utf8.DecodeLastRuneInString(sentence[:i]); sentence[i] == '\'' && isLetter(before) {
		return otherToken
	}
	return closeQuoteToken
}
