package classifier

import (
	"strings"
	"testing"
)

var kindLetters = map[tokenKind]string{
	wordToken: "w", numberToken: "n", commaToken: ",", openQuoteToken: "<", closeQuoteToken: ">", dashToken: "-",
	colonToken: ":", parenToken: "(", stopToken: ".", questionToken: "?", exclamationToken: "!", moneyToken: "$", otherToken: "*",
}

// show writes tokens as kind:folded form, those inside a quotation in capitals.
func show(s *scratch) string {
	var parts []string
	for i, t := range s.tokens {
		part := kindLetters[t.kind]
		if t.kind == wordToken || t.kind == numberToken {
			part = string(s.foldedForm(i))
		}
		if t.quoted {
			part = strings.ToUpper(part)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

func TestTokenize(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{" \t\n", ""},
		{"The U.S. said no.", "the us . said no ."}, // the last stop of an abbreviation stays a stop
		{"At 5 p.m. he left.", "at 5 pm . he left ."},
		{"The group's long-term plan didn’t work", "the group long-term plan didn't work"},
		{"residents' homes", "residents * homes"},
		{"It fell 12.5% to $1,200.", "it fell 12.5 $ to $ 1,200 ."},
		{"the 13th, a 5m wall", "the 13th , a 5m wall"},
		{"the Malmö' goal", "the malmö * goal"},
		{`"We ran," she said.`, "< WE RAN , > she said ."},
		{"“We ran,” she said.", "< WE RAN , > she said ."},
		{"‘the residents’ homes’ are", "< THE RESIDENTS > homes * are"}, // a known limit: single marks look like apostrophes
		{"“the residents’ homes” are", "< THE RESIDENTS * HOMES > are"},
		{`ran out of time," she said.`, "RAN OUT OF TIME , > she said ."}, // a quotation begun in an earlier sentence
		{"a — b – c - d", "a - b - c - d"},
		{"Où ÉTAIT-il?", "où était-il ?"},
		{"end.Next", "end . next"},
		{"(a; b: c)", "( a : b : c ("},
		{"a\xffb", "a * b"},
		{"a\x00b", "a * b"},
	}
	for _, test := range tests {
		var s scratch
		s.tokenize(test.in)
		if got := show(&s); got != test.want {
			t.Errorf("tokenize(%q)\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

func TestTokensPointIntoTheSentence(t *testing.T) {
	const sentence = "“The U.S. group’s plan – 12.5% over – didn’t work,” he said…"
	var s scratch
	s.tokenize(sentence)
	previous := int32(0)
	for i, tok := range s.tokens {
		if tok.begin < previous || tok.end <= tok.begin || int(tok.end) > len(sentence) {
			t.Fatalf("token %d spans [%d, %d) after %d", i, tok.begin, tok.end, previous)
		}
		previous = tok.end
	}
}

func TestLongWordsAreCut(t *testing.T) {
	var s scratch
	s.tokenize(strings.Repeat("x", 1<<20))
	if n := len(s.foldedForm(0)); n != maxFolded {
		t.Errorf("folded form has %d bytes, want %d", n, maxFolded)
	}
}
