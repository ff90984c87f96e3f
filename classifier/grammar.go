package classifier

// Lexicon classes with a part to play in the grammar of a sentence. A model
// whose lexicon lacks one simply does without.
var (
	// leadClasses open a leading clause: "While X, …", "In March, …".
	leadClasses = []string{"leadin", "concessive", "hearsay"}
	// verbClasses can be the verb of the main clause.
	verbClasses = []string{
		"say-past", "say-present", "speech-act", "attitude", "finding", "interpret-finite", "reaction-verb",
		"pronoun-vague-holder", "hearsay", "event-verb", "record-verb", "link-verb", "hedge-modal", "prescriptive", "forecast", "auxiliary",
	}
	// tailClasses begin what hangs on after the main clause: ", marking X".
	tailClasses = []string{
		"say-ing", "speech-act-ing", "interpret-ing", "concessive", "relative", "leadin", "coordinator",
	}
	// carrierClasses carry somebody's content.
	carrierClasses = []string{
		"say-past", "say-present", "say-ing", "speech-act", "speech-act-ing", "attitude", "finding", "hearsay",
		"passive-judgement", "pronoun-vague-holder", "viewpoint", "attitude-adjective",
	}
	// judgementClasses show the writer's own judgement.
	judgementClasses = []string{
		"evaluative-positive", "evaluative-negative", "evaluative-noun", "significance", "abstract-nouns",
		"interpret-finite", "reaction-noun", "prescriptive", "forecast", "hedge-modal", "figurative",
		"stance-adverb", "generaliser", "intensifier", "first-person", "second-person", "question-opener",
	}
)

// holderClasses name those who hold content.
var holderClasses = []string{"source-person", "office-holder", "source-document", "pronoun-vague-holder"}

// grammar is a lexicon with the sets of classes that play a part.
type grammar struct {
	*lexicon
	lead, verb, tail, pronoun, institution, carrier, holder, judgement uint64
}

func newGrammar(lex Lexicon) (*grammar, error) {
	x, err := compileLexicon(lex)
	if err != nil {
		return nil, err
	}
	carrier, holder := x.mask(carrierClasses), x.mask(holderClasses)
	return &grammar{
		lexicon:     x,
		lead:        x.mask(leadClasses),
		verb:        x.mask(verbClasses),
		tail:        x.mask(tailClasses),
		pronoun:     x.mask([]string{"pronoun"}),
		institution: x.mask([]string{"institution"}),
		carrier:     carrier,
		holder:      holder,
		judgement:   x.mask(judgementClasses),
	}, nil
}

// mask returns the set of those classes that the lexicon has.
func (x *lexicon) mask(classes []string) uint64 {
	var m uint64
	for _, name := range classes {
		if i, ok := x.index[name]; ok {
			m |= 1 << i
		}
	}
	return m
}
