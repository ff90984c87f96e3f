package train

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-nlp/assay/classifier"
	"github.com/assay-nlp/assay/corpus"
)

// dataset is a corpus with every sentence turned into features.
type dataset struct {
	labels []string
	gold   []int    // per sentence: index of its label
	group  []int    // per sentence: what must not be divided between folds
	groups []string // names of the groups
	views  []viewData
}

// viewData holds the features of all sentences in one view.
type viewData struct {
	name     string
	features []string // by number, in the order of first sight
	start    []int    // sentence i has ids[start[i]:start[i+1]]
	ids      []uint32 // without repetition within a sentence
}

func (v *viewData) of(sentence int) []uint32 { return v.ids[v.start[sentence]:v.start[sentence+1]] }

func (d *dataset) sentences() int { return len(d.gold) }

// newDataset extracts the features of all documents. Sentences belong together
// in the groups that groupOf tells.
func newDataset(documents []corpus.Document, o *Options, groupOf Grouping) (*dataset, error) {
	extractor, err := classifier.NewExtractor(o.Lexicon, o.Views)
	if err != nil {
		return nil, err
	}
	d := &dataset{labels: o.Labels}
	builders := make([]viewBuilder, len(o.Views))
	for i, name := range o.Views {
		builders[i] = viewBuilder{viewData: viewData{name: name, start: []int{0}}, numbers: map[string]uint32{}}
	}
	groups := map[string]int{}
	for _, document := range documents {
		for i, s := range document.Sentences {
			label := slices.Index(o.Labels, s.Label)
			if label < 0 {
				return nil, fmt.Errorf("%s: sentence %d has label %q, want one of %s", document.Name, i+1, s.Label, strings.Join(o.Labels, ", "))
			}
			d.gold = append(d.gold, label)
			d.group = append(d.group, d.groupNumber(groups, groupOf(document, i)))
			extractor.Features(s.Text, func(view int, name []byte) { builders[view].add(name) })
			for v := range builders {
				builders[v].endSentence()
			}
		}
	}
	for _, b := range builders {
		d.views = append(d.views, b.viewData)
	}
	return d, nil
}

// groupNumber returns the number of the group of a name, the next one if it is
// new.
func (d *dataset) groupNumber(numbers map[string]int, name string) int {
	n, ok := numbers[name]
	if !ok {
		n = len(numbers)
		numbers[name] = n
		d.groups = append(d.groups, name)
	}
	return n
}

// folds returns the fold of every sentence.
func (d *dataset) folds(n int) []int {
	sizes := make([]int, len(d.groups))
	for _, g := range d.group {
		sizes[g]++
	}
	foldOf := divide(d.groups, sizes, n)
	out := make([]int, len(d.group))
	for i, g := range d.group {
		out[i] = foldOf[g]
	}
	return out
}

// check tells whether there is enough to divide into folds that all labels
// survive.
func (d *dataset) check(folds int) error {
	perLabel := make([]int, len(d.labels))
	for _, k := range d.gold {
		perLabel[k]++
	}
	for k, n := range perLabel {
		if n < 2*folds {
			return fmt.Errorf("%w: %d labelled %s, want at least %d", ErrTooFew, n, d.labels[k], 2*folds)
		}
	}
	if len(d.groups) < folds {
		return fmt.Errorf("%w: they form %d groups, want at least %d (documents; or topics, the folders of files; or registers, their \"# register:\" lines)", ErrTooFew, len(d.groups), folds)
	}
	return nil
}

type viewBuilder struct {
	viewData
	numbers map[string]uint32
}

func (b *viewBuilder) add(name []byte) {
	id, ok := b.numbers[string(name)]
	if !ok {
		id = uint32(len(b.features))
		b.features = append(b.features, string(name))
		b.numbers[b.features[id]] = id
	}
	b.ids = append(b.ids, id)
}

// endSentence sorts and compacts the features of the sentence: presence counts,
// not frequency.
func (b *viewBuilder) endSentence() {
	begin := b.start[len(b.start)-1]
	sentence := b.ids[begin:]
	slices.Sort(sentence)
	b.ids = b.ids[:begin+len(slices.Compact(sentence))]
	b.start = append(b.start, len(b.ids))
}
