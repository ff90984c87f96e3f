package classifier

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words around a stop: reading them. The lists are in split_lists.go.

// wordKind is what the first character of a word tells.
type wordKind uint8

const (
	otherWord wordKind = iota // a symbol, or a letter of a script without case
	upperWord
	lowerWord
	numberWord
	joining // a mark that cannot begin a sentence
)

// wordReach bounds the words that the rules look at.
const wordReach = 24

func wordKindAt(text string, i int) wordKind {
	if i >= len(text) {
		return otherWord
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	switch {
	case unicode.IsUpper(r):
		return upperWord
	case unicode.IsLower(r):
		if disguisedName(text[i:min(len(text), i+wordReach)]) {
			return upperWord
		}
		return lowerWord
	case unicode.IsDigit(r):
		return numberWord
	}
	switch r {
	case ',', ';', ':', '&', '%', ')', ']', '}', '=', '/':
		return joining
	}
	return otherWord
}

// disguisedName reports whether a word begins in lower case and is a name or an address: iPhone, al-Assad, https://, www.
func disguisedName(word string) bool {
	if strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://") || strings.HasPrefix(word, "www.") {
		return true
	}
	for i := 1; i < min(4, len(word)-1); i++ {
		switch c := word[i]; {
		case isUpperByte(c):
			return i == 1 && isLowerByte(word[i+1]) // iPhone, not mRNA
		case c == '-' || c == '\'':
			return isUpperByte(word[i+1])
		case !isLowerByte(c):
			return false
		}
	}
	return false
}

func isLowerByte(c byte) bool  { return 'a' <= c && c <= 'z' }
func isUpperByte(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLetterByte(c byte) bool { return isLowerByte(c | 0x20) }
func isDigitByte(c byte) bool  { return '0' <= c && c <= '9' }

// lettersFrom returns the ASCII letters at i.
func lettersFrom(text string, i int) string {
	end := i
	for end < len(text) && end < i+wordReach && isLetterByte(text[end]) {
		end++
	}
	return text[i:end]
}

// letters returns the ASCII letters, and full stops between them, that end at i: "U.S" for the second stop of "the U.S. Army".
func (s *splitter) letters(i int) string {
	begin, floor := i, max(s.start, i-wordReach)
	for begin > floor && (isLetterByte(s.text[begin-1]) || s.text[begin-1] == '.') {
		begin--
	}
	if begin == floor && begin > s.start {
		return "" // longer than any abbreviation
	}
	return s.text[begin:i]
}

// abbreviation classifies the word whose full stop is at i.
func (s *splitter) abbreviation(i int) abbreviationClass {
	word := s.letters(i)
	begin := i - len(word)
	if begin > s.start {
		r, size := utf8.DecodeLastRuneInString(s.text[s.start:begin])
		switch {
		case unicode.IsDigit(r): // 5p.m.
			if class := abbreviationOf(word); class == hour {
				return class
			}
			return noAbbreviation
		case unicode.IsLetter(r):
			return s.foreignInitial(word, r, begin-size)
		}
	}
	return abbreviationOf(word)
}

// foreignInitial recognises the É of É. Macron: r, just before word, is a letter outside ASCII and begins at i.
func (s *splitter) foreignInitial(word string, r rune, i int) abbreviationClass {
	if word != "" || !unicode.IsUpper(r) {
		return noAbbreviation
	}
	if before, _ := utf8.DecodeLastRuneInString(s.text[s.start:i]); unicode.IsLetter(before) {
		return noAbbreviation
	}
	return initial
}

// opensSentence reports whether the word at i is one that opens sentences and is no part of a name: The, He, In. "No. 2" opens none,
// nor does the A of "A. Smith".
func opensSentence(text string, i int) bool {
	word := lettersFrom(text, i)
	if !sentenceOpener(word) {
		return false
	}
	end := i + len(word)
	return blankAt(text, end) || text[end] == ',' || text[end] == '\'' || strings.HasPrefix(text[end:], "’")
}

func pronounI(text string, i int) bool {
	return lettersFrom(text, i) == "I" && (i+1 == len(text) || text[i+1] != '.')
}

// attributionWords is how many words a name before its verb may have: "Is it over?" Gen. John van der Berg asked.
const attributionWords = 5

// attributed reports whether a name and a verb of saying stand at i.
func attributed(text string, i int) bool {
	if opensSentence(text, i) {
		return false // "Why?" He asked to leave.
	}
	for n := 0; n < attributionWords; n++ {
		end := i
		for end < len(text) && end < i+wordReach && !blankAt(text, end) {
			end++
		}
		word := text[i:end]
		if n > 0 && verbOfSaying(strings.TrimRight(word, ".,:")) {
			return true
		}
		if word == "" || wordKindAt(text, i) != upperWord && !nameParticle(word) {
			return false
		}
		i = gapAt(text, end).end
	}
	return false
}

// plainSubject reports whether the capital of the word at i looks like that of a sentence rather than of a name: lower case follows
// (Shares rose), and the word is no office (Chairman of the board).
func plainSubject(text string, i int) bool {
	if wordKindAt(text, i) != upperWord {
		return false
	}
	word := lettersFrom(text, i)
	next := i + len(word)
	if officeWord(word) || next >= len(text) || text[next] != ' ' {
		return false
	}
	return wordKindAt(text, next+1) == lowerWord
}

// newSubject reports whether the word behind the full stop at i is the subject of a new sentence although a name may follow initials:
// "in the U.S. Trump said". The initials are complete behind a preposition and an article, a verb follows the word, and the word is
// none that initials are often put before.
func (s *splitter) newSubject(i, word int) bool {
	the := trimEnd(s.text, s.start, i-len(s.letters(i)))
	if the == i || s.letters(the) != "the" || !preposition(s.letters(trimEnd(s.text, s.start, the-len("the")))) {
		return false
	}
	subject := lettersFrom(s.text, word)
	verb := word + len(subject)
	if subject == "" || publicBody(subject) || verb >= len(s.text) || s.text[verb] != ' ' {
		return false
	}
	return finiteVerb(lettersFrom(s.text, verb+1))
}
