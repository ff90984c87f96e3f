package classifier

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestSplitCases reads testdata/split. A case is a text file; to add one, write the text and put ¶ behind each sentence, closing
// quotation marks and footnotes included. Lines at the top that begin with "# " say what the file is about. The ¶ are taken out, the
// text is split, and the sentences must be exactly the pieces between the ¶ without the white space around them.
//
// In a file whose name ends in .quoted.txt each line is a case of its own, written as a Go string in quotation marks, so that line
// breaks, tabs, NUL and broken UTF-8 can be seen: "One.¶\r\nTwo.¶"
func TestSplitCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "split", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no case files in testdata/split (%v)", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			for _, c := range readSplitCases(t, file) {
				checkSplit(t, c)
			}
		})
	}
}

// readSplitCases returns the marked texts of a case file.
func readSplitCases(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for strings.HasPrefix(text, "# ") {
		_, text, _ = strings.Cut(text, "\n")
	}
	if !strings.HasSuffix(file, ".quoted.txt") {
		return []string{text}
	}
	var cases []string
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		c, err := strconv.Unquote(lines.Text())
		if err != nil {
			t.Fatalf("%s: want a Go string in quotation marks, have %s", file, lines.Text())
		}
		cases = append(cases, c)
	}
	return cases
}

// checkSplit compares the splitter's sentences with the pieces between the ¶ of marked.
func checkSplit(t *testing.T, marked string) {
	t.Helper()
	var text strings.Builder
	var want []Span
	pieces := strings.Split(marked, "¶")
	for n, piece := range pieces {
		body := strings.TrimFunc(piece, isBlank)
		if body == "" && n < len(pieces)-1 {
			t.Fatalf("nothing before ¶ number %d", n+1)
		}
		if body != "" {
			begin := text.Len() + strings.Index(piece, body)
			want = append(want, Span{begin, begin + len(body)})
		}
		text.WriteString(piece)
	}
	for _, diff := range diffSplit(text.String(), Split(text.String()), want) {
		t.Error(diff)
	}
}

// diffSplit describes every boundary that only one of have and want knows, with the text around it.
func diffSplit(text string, have, want []Span) []string {
	var diffs []string
	report := func(what string, these, others []Span) {
		known := make(map[int]bool)
		for _, span := range others {
			known[span.End] = true
		}
		for _, span := range these {
			if !known[span.End] {
				before, after := max(0, span.End-50), min(len(text), span.End+50)
				diffs = append(diffs, fmt.Sprintf("%s: %q", what, text[before:span.End]+"¶"+text[span.End:after]))
			}
		}
	}
	report("wrong end", have, want)
	report("missed end", want, have)
	if len(diffs) == 0 && fmt.Sprint(have) != fmt.Sprint(want) {
		diffs = append(diffs, fmt.Sprintf("spans %v, want %v", have, want))
	}
	return diffs
}

// TestSplitArticles proves that the articles among the case files are the articles that are shipped.
func TestSplitArticles(t *testing.T) {
	cases, err := filepath.Glob(filepath.Join("..", "testdata", "split", "article-*.txt"))
	if err != nil || len(cases) < 5 {
		t.Fatalf("want five articles in testdata/split, have %d (%v)", len(cases), err)
	}
	for _, file := range cases {
		article := filepath.Join("..", "seeds", "articles", strings.TrimPrefix(filepath.Base(file), "article-"))
		text, err := os.ReadFile(article)
		if err != nil {
			t.Fatal(err)
		}
		if marked := readSplitCases(t, file)[0]; strings.ReplaceAll(marked, "¶", "") != string(text) {
			t.Errorf("without its ¶, %s differs from %s", file, article)
		}
	}
}

// TestSplitAppends keeps what dst holds and needs no memory when dst has room.
func TestSplitAppends(t *testing.T) {
	text := "GEN. SMITH LEFT. The NATO. “We agree.” É. Macron said so (etc. and so on) at 5 p.m. The U.S. Army\nleft… No? Yes!"
	dst := append(make([]Span, 0, 64), Span{-1, -1})
	got := AppendSplit(dst, text)
	if &got[0] != &dst[0] || got[0] != (Span{-1, -1}) || len(got) != 1+len(Split(text)) {
		t.Errorf("AppendSplit(%v) = %v", dst, got)
	}
	if n := testing.AllocsPerRun(100, func() { dst = AppendSplit(dst[:0], text) }); n > 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// checkSplitProperties states what holds for any input.
func checkSplitProperties(t *testing.T, text string) {
	t.Helper()
	last := 0
	for _, span := range Split(text) {
		if span.Begin < last || span.End <= span.Begin || span.End > len(text) {
			t.Fatalf("span %v behind offset %d of %d bytes", span, last, len(text))
		}
		sentence := text[span.Begin:span.End]
		if strings.TrimFunc(sentence, isBlank) != sentence {
			t.Errorf("white space at an end of %q", sentence)
		}
		if utf8.ValidString(text) && !utf8.ValidString(sentence) {
			t.Errorf("a character is cut in %q", sentence)
		}
		checkOnlySpace(t, text[last:span.Begin])
		last = span.End
	}
	checkOnlySpace(t, text[last:])
}

func checkOnlySpace(t *testing.T, between string) {
	t.Helper()
	if strings.ContainsFunc(between, func(r rune) bool { return !unicode.IsSpace(r) && r != '\uFEFF' }) {
		t.Errorf("lost between sentences: %q", between)
	}
}

func FuzzSplit(f *testing.F) {
	for _, h := range hostileTexts {
		f.Add(h.text(64))
	}
	for _, text := range []string{"", "\x00", "\xff.\xe2\x80 A", "“U.S. Army.”[1] The", "1. A\r\n2) b\r- c\u2028d\u2029e", "你好。「行く。」と", "\uFEFFA.\u00A0B"} {
		f.Add(text)
	}
	files, _ := filepath.Glob(filepath.Join("..", "testdata", "split", "*.txt"))
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(strings.ReplaceAll(string(text), "¶", ""))
		}
	}
	f.Fuzz(checkSplitProperties)
}
