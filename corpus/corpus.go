// Package corpus reads and writes labelled sentences.
//
//	documents, err := corpus.Read("seeds/corpus", "more.jsonl")
//
// A document is what belongs together when data is divided for an honest
// evaluation. Bad lines do not stop the reading: all of them are reported at
// once, each with file and line.
package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// Document is one labelled text.
type Document struct {
	// Name tells the document apart: its path without the extension.
	Name string
	// Topic is the folder it lies in, empty where there is none.
	Topic string
	// Register is the kind of text it is (wire, editorial, …), empty if unknown.
	Register string
	// Sentences holds the labelled sentences in the order of the text.
	Sentences []Sentence
}

// Sentence is one labelled sentence.
type Sentence struct {
	// Label is what the sentence is.
	Label string
	// Kind is the finer class within the label, empty if unknown.
	Kind string
	// Text is the sentence itself.
	Text string
}

// Count returns how many sentences the documents have together.
func Count(documents []Document) int {
	n := 0
	for _, d := range documents {
		n += len(d.Sentences)
	}
	return n
}

// Digest returns the SHA-256 of the labelled sentences in hexadecimal digits:
// names of documents, labels and texts, in order. Kinds and registers, which a
// model does not learn from, do not change it.
func Digest(documents []Document) string {
	h := sha256.New()
	for _, d := range documents {
		put(h, d.Name)
		for _, s := range d.Sentences {
			put(h, s.Label)
			put(h, s.Text)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// put writes s with its length, so that no two lists of strings look alike.
func put(w io.Writer, s string) { fmt.Fprintf(w, "%d:%s\n", len(s), s) }
