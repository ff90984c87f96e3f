package classifier

import (
	"unicode"
	"unicode/utf8"
)

// The alphabet of the splitter: which bytes and characters it stops at, and what white space, closers and openers are.

// What a byte may be the beginning of.
const (
	plainByte = iota
	stopByte
	breakByte
	parenthesisByte
	leadByte // of a longer character that may be a stop or a line break
)

var candidates = [256]uint8{
	'.': stopByte, '?': stopByte, '!': stopByte,
	'\n': breakByte, '\v': breakByte, '\f': breakByte, '\r': breakByte,
	'(':  parenthesisByte,
	0xC2: leadByte, // U+0085
	0xD6: leadByte, // ։
	0xD8: leadByte, // ؟
	0xDB: leadByte, // ۔
	0xE0: leadByte, // । ॥
	0xE1: leadByte, // ። ။ ។
	0xE2: leadByte, // … ‼ U+2028
	0xE3: leadByte, // 。
	0xEF: leadByte, // ！ ？ ． ｡
}

// What a mark says about the sentence before it.
type stopKind uint8

const (
	noStop       stopKind = iota
	lineStop              // a line break outside ASCII
	pointStop             // one full stop, which may belong to an abbreviation
	ellipsisStop          // … or several full stops
	callStop              // ? or !, and the full stops of scripts that do not abbreviate with them
	wideStop              // 。 and its kin, which need no space behind them
)

// splitMark is a mark found in a text, and how many bytes it takes.
type splitMark struct {
	kind stopKind
	size int
}

// markAt reads the single mark at i.
func markAt(text string, i int) splitMark {
	switch candidates[text[i]] {
	case stopByte:
		if text[i] == '.' {
			return splitMark{pointStop, 1}
		}
		return splitMark{callStop, 1}
	case leadByte:
		// Curly quotation marks and dashes share the first two bytes of the ellipsis and are frequent; they leave here.
		if text[i] == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2] < 0xA6 {
			return splitMark{}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		return splitMark{runeMark(r), size}
	}
	return splitMark{}
}

func runeMark(r rune) stopKind {
	switch r {
	case '\u0085', '\u2028', '\u2029':
		return lineStop
	case '…':
		return ellipsisStop
	case '。', '！', '？', '｡', '．':
		return wideStop
	case '‼', '⁇', '⁈', '⁉', '։', '؟', '۔', '।', '॥', '።', '။', '។':
		return callStop
	}
	return noStop
}

func isBlank(r rune) bool {
	return unicode.IsSpace(r) || r == '\uFEFF'
}

// spaceAt returns the size of the white space character at i, or zero.
func spaceAt(text string, i int) int {
	if i >= len(text) {
		return 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		if c == ' ' || '\t' <= c && c <= '\r' {
			return 1
		}
		return 0
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if isBlank(r) {
		return size
	}
	return 0
}

// blankAt reports whether white space or the end of the text is at i.
func blankAt(text string, i int) bool {
	return i >= len(text) || spaceAt(text, i) > 0
}

// splitGap is the white space between two words.
type splitGap struct {
	end    int // where the next word begins
	margin int // where its line begins, if breaks is not zero
	breaks int // line breaks; a form feed or paragraph separator is a blank line and counts as two
}

func gapAt(text string, i int) splitGap {
	g := splitGap{end: i}
	for size := spaceAt(text, i); size > 0; size = spaceAt(text, i) {
		n := 0
		switch text[i] {
		case '\n', '\v':
			n = 1
		case '\r': // of \r\n only the second counts
			if i+1 == len(text) || text[i+1] != '\n' {
				n = 1
			}
		case '\f':
			n = 2
		case 0xC2, 0xE2:
			n = wideBreaks(text[i : i+size])
		}
		i += size
		if g.breaks += n; n > 0 {
			g.margin = i
		}
	}
	g.end = i
	return g
}

func wideBreaks(space string) int {
	switch space {
	case "\u0085", "\u2028":
		return 1
	case "\u2029":
		return 2
	}
	return 0
}

// trimEnd returns end without the white space before it, not going below start.
func trimEnd(text string, start, end int) int {
	for end > start {
		c := text[end-1]
		if c < utf8.RuneSelf {
			if spaceAt(text, end-1) == 0 {
				break
			}
			end--
			continue
		}
		r, size := utf8.DecodeLastRuneInString(text[start:end])
		if !isBlank(r) {
			break
		}
		end -= size
	}
	return end
}

// closerAt returns the size of the closer at i, which stays with the sentence whose stop it follows, and whether it is a quotation
// mark. “ and « close too: „Nein.“ »Nej.«
func closerAt(text string, i int) (size int, quote bool) {
	if i >= len(text) {
		return 0, false
	}
	switch text[i] {
	case '"', '\'':
		return 1, true
	case ')', ']', '}', '*', '_':
		return 1, false
	case '[':
		return footnoteAt(text, i), false
	}
	if text[i] < utf8.RuneSelf {
		return 0, false
	}
	switch r, size := utf8.DecodeRuneInString(text[i:]); r {
	case '”', '’', '»', '›', '“', '‘', '«', '‹', '」', '』', '＂':
		return size, true
	case '）', '】', '》', '〉', '］', '¹', '²', '³', '†', '‡', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹':
		return size, false
	}
	return 0, false
}

// footnoteReach bounds a bracket behind a stop: [1], [12, 13], [citation needed].
const footnoteReach = 20

func footnoteAt(text string, i int) int {
	for j := i + 1; j < min(len(text), i+footnoteReach); j++ {
		switch c := text[j]; {
		case c == ']' && j > i+1:
			return j + 1 - i
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', c == ' ', c == ',', c == '-':
		default:
			return 0
		}
	}
	return 0
}

// openerReach is how many characters may stand before the first letter of a sentence: – “(‘¿
const openerReach = 8

// skipOpeners returns where the first word at or behind i begins, and whether a quotation mark opens before it.
func skipOpeners(text string, i int) (word int, quoted bool) {
	for n := 0; n < openerReach && i < len(text); n++ {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '"', '\'', '“', '‘', '„', '‚', '«', '‹', '»', '”', '「', '『':
			quoted = true
		case '(', '[', '{', '¿', '¡', '-', '–', '—', '―', '•', '*', '_', '·', ' ', '\u00A0', '\u202F':
		default:
			return i, quoted
		}
		i += size
	}
	return i, quoted
}
