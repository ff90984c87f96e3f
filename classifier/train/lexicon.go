package train

import (
	"embed"
	"fmt"
	"strings"

	"github.com/assay-nlp/assay/classifier"
)

//go:embed lexicon/*.txt
var lexiconFiles embed.FS

// lexiconClasses names the files of the lexicon in the order in which a class
// stands for a word that belongs to several. Verbatim classes keep the word
// itself in the skeleton: what they say is grammar, not meaning.
var lexiconClasses = []struct {
	name     string
	verbatim bool
}{
	{"hearsay", false},
	{"passive-judgement", false},
	{"viewpoint", false},
	{"attitude-adjective", false},
	{"pronoun-vague-holder", false},
	{"prescriptive", false},
	{"forecast", false},
	{"question-opener", false},
	{"say-past", false},
	{"say-present", false},
	{"say-ing", false},
	{"speech-act", false},
	{"speech-act-ing", false},
	{"attitude", false},
	{"finding", false},
	{"interpret-finite", false},
	{"interpret-ing", false},
	{"reaction-noun", false},
	{"reaction-verb", false},
	{"source-person", false},
	{"office-holder", false},
	{"source-document", false},
	{"figurative", false},
	{"evaluative-noun", false},
	{"evaluative-positive", false},
	{"evaluative-negative", false},
	{"significance", false},
	{"abstract-nouns", false},
	{"stance-adverb", false},
	{"connective", false},
	{"intensifier", false},
	{"generaliser", false},
	{"negation", true},
	{"hedge-modal", true},
	{"auxiliary", true},
	{"relative", true},
	{"coordinator", true},
	{"concessive", true},
	{"link-verb", false},
	{"first-person", false},
	{"second-person", false},
	{"pronoun", true},
	{"leadin", true},
	{"function", true},
	{"record-verb", false},
	{"event-verb", false},
	{"time", false},
	{"quantity", false},
	{"institution", false},
}

// DefaultLexicon returns the lexicon that comes with the program, read from the
// files of the folder lexicon.
func DefaultLexicon() (classifier.Lexicon, error) {
	var lex classifier.Lexicon
	for _, class := range lexiconClasses {
		b, err := lexiconFiles.ReadFile("lexicon/" + class.name + ".txt")
		if err != nil {
			return nil, err
		}
		entries, err := parseLexicon(string(b))
		if err != nil {
			return nil, fmt.Errorf("lexicon %s: %w", class.name, err)
		}
		lex = append(lex, classifier.LexiconClass{Name: class.name, Verbatim: class.verbatim, Entries: entries})
	}
	return lex, nil
}

// parseLexicon reads words and phrases between commas and line ends; a line
// that begins with # is for people.
func parseLexicon(file string) ([]string, error) {
	var entries []string
	seen := map[string]bool{}
	for n, line := range strings.Split(file, "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for entry := range strings.SplitSeq(line, ",") {
			entry = strings.Join(strings.Fields(entry), " ")
			switch {
			case entry == "":
				continue
			case entry != strings.ToLower(entry):
				return nil, fmt.Errorf("line %d: %q is not in lower case", n+1, entry)
			case seen[entry]:
				return nil, fmt.Errorf("line %d: %q occurs twice", n+1, entry)
			}
			seen[entry] = true
			entries = append(entries, entry)
		}
	}
	return entries, nil
}
