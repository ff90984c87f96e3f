package classifier

import (
	"strings"
	"testing"
)

var testLexicon = Lexicon{
	{Name: "hearsay", Entries: []string{"according to", "reportedly"}},
	{Name: "say-past", Entries: []string{"said", "warned"}},
	{Name: "interpret-finite", Entries: []string{"underscores"}},
	{Name: "interpret-ing", Entries: []string{"marking"}},
	{Name: "source-person", Entries: []string{"officials", "critics"}},
	{Name: "significance", Entries: []string{"stark", "pivotal"}},
	{Name: "auxiliary", Verbatim: true, Entries: []string{"has", "is"}},
	{Name: "relative", Verbatim: true, Entries: []string{"which", "who"}},
	{Name: "leadin", Verbatim: true, Entries: []string{"in", "while", "as"}},
	{Name: "event-verb", Entries: []string{"signed", "opened"}},
}

func prepared(t *testing.T, sentence string) *extractor {
	t.Helper()
	g, err := newGrammar(testLexicon)
	if err != nil {
		t.Fatal(err)
	}
	x := &extractor{grammar: g}
	x.prepare(sentence)
	return x
}

func TestUnits(t *testing.T) {
	tests := []struct{ in, want string }{
		{"According to Ana Ruiz, officials warned him.", "hearsay N , source-person say-past w ."},
		{"In March 2024 the new bridge opened", "in N # w w w event-verb"},
		{"It clearly moved quickly toward modernisation", "w -ly -ed -ly w -tion"},
		{"Prices: 3 4 5 euros", "-s : # -s"},
		{"The World Health Organization is dangerous", "N is -al"},
		{"Bridge opened", "w event-verb"}, // a capital at the beginning is no name
	}
	for _, test := range tests {
		x := prepared(t, test.in)
		var marks []string
		for i := range x.units {
			marks = append(marks, string(x.unitMark(nil, &x.units[i])))
		}
		if got := strings.Join(marks, " "); got != test.want {
			t.Errorf("units of %q\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}

func TestZones(t *testing.T) {
	tests := []struct{ in, want string }{
		{"He signed it, marking a pivotal day.", "He signed it, |tail marking a pivotal day."},
		{"While critics warned, he signed.", "|lead While critics warned, |main he signed."},
		{"The plan, which is old, underscores it.", "The plan, |aside which is old, |main underscores it."},
		{"He signed, officials said.", "He signed, officials said."}, // the holder after the verb is of the main clause
		{"In March he signed", "In March he signed"},                 // no comma, no leading clause
		{`"In May, yes," he said.`, `"In May, yes," he said.`},       // commas inside a quotation do not divide
	}
	for _, test := range tests {
		if got := showZones(prepared(t, test.in), test.in); got != test.want {
			t.Errorf("zones\n got %s\nwant %s", got, test.want)
		}
	}
}

// showZones writes |zone where another zone begins.
func showZones(x *extractor, sentence string) string {
	var b strings.Builder
	zone, at := mainZone, 0
	for i := range x.units {
		u := &x.units[i]
		begin := int(x.tokens[u.token].begin)
		b.WriteString(sentence[at:begin])
		at = begin
		if u.zone != zone {
			b.WriteString("|" + zoneNames[u.zone] + " ")
			zone = u.zone
		}
	}
	return b.String() + sentence[at:]
}

func TestSourceFeatures(t *testing.T) {
	tests := []struct{ in, want string }{
		{"The bridge opened.", "none"},
		{"Officials warned him.", "best main say-past holder"},
		{"He signed it, according to officials.", "best main hearsay holder closes"},
		{"He signed it, which critics said is stark.", "best tail say-past holder"},
	}
	for _, test := range tests {
		x := prepared(t, test.in)
		got := map[string]bool{}
		x.emit = func(name []byte) { got[string(name)] = true }
		x.source()
		if !got[test.want] {
			t.Errorf("source view of %q lacks %q: %v", test.in, test.want, got)
		}
	}
}

func TestLexiconErrors(t *testing.T) {
	var many Lexicon
	for i := range maxClasses + 1 {
		many = append(many, LexiconClass{Name: strings.Repeat("x", i+1)})
	}
	for name, lex := range map[string]Lexicon{"too many": many, "twice": {{Name: "a"}, {Name: "a"}}} {
		if _, err := newGrammar(lex); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
