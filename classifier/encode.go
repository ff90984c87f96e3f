package classifier

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math"
)

// encode returns the model file for p; equal parameters give equal bytes.
func encode(p *Params) []byte {
	var w writer
	w.section("labl", func() { w.strings(p.Labels) })
	w.section("lexi", func() { w.lexicon(p.Lexicon) })
	for i := range p.Views {
		w.section("view", func() { w.view(&p.Views[i], len(p.Labels)) })
	}
	w.section("comb", func() { w.combiner(&p.Combiner) })
	w.section("card", func() { w.card(&p.Card) })
	file := append(make([]byte, 0, headerSize+len(w.b)+sha256.Size), fileMagic...)
	file = binary.LittleEndian.AppendUint32(file, fileVersion)
	file = binary.LittleEndian.AppendUint32(file, w.sections)
	file = append(file, w.b...)
	sum := sha256.Sum256(file)
	return append(file, sum[:]...)
}

// writer appends the elements of sections.
type writer struct {
	b        []byte
	sections uint32
}

func (w *writer) section(tag string, write func()) {
	w.sections++
	w.b = append(w.b, tag...)
	at := len(w.b)
	w.b = append(w.b, make([]byte, 8)...)
	write()
	binary.LittleEndian.PutUint64(w.b[at:], uint64(len(w.b)-at-8))
}

func (w *writer) uint(n uint64)   { w.b = binary.AppendUvarint(w.b, n) }
func (w *writer) string(s string) { w.uint(uint64(len(s))); w.b = append(w.b, s...) }
func (w *writer) float(f float64) { w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(f)) }

func (w *writer) bool(b bool) {
	w.b = append(w.b, 0)
	if b {
		w.b[len(w.b)-1] = 1
	}
}

func (w *writer) strings(list []string) {
	w.uint(uint64(len(list)))
	for _, s := range list {
		w.string(s)
	}
}

func (w *writer) lexicon(lex Lexicon) {
	w.uint(uint64(len(lex)))
	for _, class := range lex {
		w.string(class.Name)
		w.bool(class.Verbatim)
		w.strings(class.Entries)
	}
}

func (w *writer) view(v *View, labels int) {
	w.string(v.Name)
	w.uint(uint64(len(v.Features)))
	previous := ""
	for i, feature := range v.Features {
		shared := sharedPrefix(previous, feature)
		w.uint(uint64(shared))
		w.string(feature[shared:])
		for _, n := range v.Counts[i*labels : (i+1)*labels] {
			w.uint(uint64(n))
		}
		previous = feature
	}
}

func sharedPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func (w *writer) combiner(c *Combiner) {
	for k, bias := range c.Bias {
		w.float(bias)
		for _, weight := range c.Weights[k] {
			w.float(weight)
		}
	}
}

func (w *writer) card(c *Card) {
	b, err := json.Marshal(c)
	if err != nil { // only NaN and infinities, which validate has refused
		panic(err)
	}
	w.b = append(w.b, b...)
}
