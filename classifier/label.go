package classifier

// The labels of the default model: who vouches for the main content of a
// sentence, and whether it can be checked. Models may carry other label sets.
const (
	// Fact is content the writer vouches for and a record could confirm.
	Fact = "fact"
	// Attributed is content somebody other than the writer vouches for.
	Attributed = "attributed"
	// Opinion is the writer's judgement: evaluation, interpretation, forecast
	// or advice.
	Opinion = "opinion"
)

// DefaultLabels returns the label set of the default model, in the order in
// which its scores stand.
func DefaultLabels() []string { return []string{Fact, Attributed, Opinion} }
