package classifier

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// splitBenchSize is about the size of the texts measured.
const splitBenchSize = 1 << 20

// hostileText is a text that makes naive splitters slow: one piece of it, to be repeated.
type hostileText struct{ name, piece string }

var hostileTexts = []hostileText{
	{"newlines", "\n"},
	{"newlines-windows", "\r\n"},
	{"spaces", " "},
	{"wide-spaces", "\u2003"},
	{"word", "a"},
	{"quotes", `"`},
	{"curly-quotes", "“”"},
	{"stops", "."},
	{"spaced-stops", ". "},
	{"stops-and-quotes", `."`},
	{"calls", "?! "},
	{"ellipses", "… "},
	{"initials", "A. "},
	{"titles", "Gen. "},
	{"states", "U.S. The "},
	{"companies", "Co. Shares rose "},
	{"speakers", `"A?" Aa Aa Aa Aa Aa `},
	{"parentheses", "("},
	{"asides", "(a. A "},
	{"brackets", ".[1"},
	{"items", "a) "},
	{"lines", "A\n"},
	{"lines-of-stops", "A.\n"},
	{"indents", "A       \n       "},
	{"headings", strings.Repeat("Aaa ", 11) + "\n"},
	{"wide-headings", strings.Repeat("Aaa ", 28) + "\n"},
	{"nul", "\x00"},
	{"broken", "\xe2\x80"},
	{"japanese", "彼は行った。"},
	{"japanese-word", "あ"},
}

// text repeats the piece to about size bytes.
func (h hostileText) text(size int) string {
	return strings.Repeat(h.piece, size/len(h.piece)+1)
}

func BenchmarkSplit(b *testing.B) {
	files, err := filepath.Glob(filepath.Join("..", "seeds", "articles", "*.txt"))
	if err != nil || len(files) == 0 {
		b.Fatalf("no articles in seeds/articles (%v)", err)
	}
	var articles strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		articles.Write(text)
		articles.WriteString("\n\n")
	}
	text := articles.String()
	text = strings.Repeat(text, splitBenchSize/len(text)+1)
	b.Run("articles", func(b *testing.B) { benchmarkSplit(b, text) })
}

func BenchmarkSplitHostile(b *testing.B) {
	for _, h := range hostileTexts {
		b.Run(h.name, func(b *testing.B) { benchmarkSplit(b, h.text(splitBenchSize)) })
	}
}

func benchmarkSplit(b *testing.B, text string) {
	dst := Split(text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		dst = AppendSplit(dst[:0], text)
	}
}
