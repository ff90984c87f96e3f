package classifier

// scratch is the working memory of one classification, reused from sentence to
// sentence instead of being allocated anew.
type scratch struct {
	folded []byte
	tokens []token
	units  []unit
	name   []byte
}

// foldedForm returns the folded form of token i.
func (s *scratch) foldedForm(i int) []byte {
	t := &s.tokens[i]
	return s.folded[t.lo:t.hi]
}
