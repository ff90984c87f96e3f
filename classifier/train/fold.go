package train

import (
	"crypto/sha256"
	"encoding/hex"
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

// divide returns the fold of every sentence: groups in the order of their
// hashed names, each to the fold that has the fewest sentences so far.
func divide(groups []int, folds int) []int {
	size := map[int]int{}
	for _, g := range groups {
		size[g]++
	}
	order := make([]int, 0, len(size))
	for g := range size {
		order = append(order, g)
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare([]byte(hashed(a)), []byte(hashed(b))) })
	sentences := make([]int, folds)
	foldOf := make(map[int]int, len(size))
	for _, g := range order {
		least := 0
		for f, n := range sentences {
			if n < sentences[least] {
				least = f
			}
		}
		foldOf[g] = least
		sentences[least] += size[g]
	}
	out := make([]int, len(groups))
	for i, g := range groups {
		out[i] = foldOf[g]
	}
	return out
}

func hashed(group int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "group %d", group))
	return hex.EncodeToString(sum[:])
}
