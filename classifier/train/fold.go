package train

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/assay-nlp/assay/corpus"
)

// Grouping names the group of a sentence of a document. Groups are never
// divided between folds.
type Grouping func(document corpus.Document, sentence int) string

// ByDocument keeps documents together: sentences of one article resemble each
// other, and a random division would flatter.
func ByDocument(d corpus.Document, _ int) string { return d.Name }

// ByTopic keeps topics together: how well a model does on topics it never saw.
func ByTopic(d corpus.Document, _ int) string { return d.Topic }

// ByRegister keeps registers together: how well a model does on kinds of text
// it never saw.
func ByRegister(d corpus.Document, _ int) string { return d.Register }

// block is how many sentences in a row stand for a document where there are too
// few documents to divide.
const block = 10

// byBlock keeps blocks of neighbouring sentences together.
func byBlock(d corpus.Document, sentence int) string {
	return fmt.Sprintf("%s/%d", d.Name, sentence/block)
}

// divide returns the fold of every group: groups in the order of their hashed
// names, each to the fold that has the fewest sentences so far. The order of the
// documents does not matter.
func divide(names []string, sizes []int, folds int) []int {
	order := make([]int, len(names))
	keys := make([][sha256.Size]byte, len(names))
	for g, name := range names {
		order[g] = g
		keys[g] = sha256.Sum256([]byte(name))
	}
	slices.SortFunc(order, func(a, b int) int { return bytes.Compare(keys[a][:], keys[b][:]) })
	sentences := make([]int, folds)
	foldOf := make([]int, len(names))
	for _, g := range order {
		least := slices.Index(sentences, slices.Min(sentences))
		foldOf[g] = least
		sentences[least] += sizes[g]
	}
	return foldOf
}
