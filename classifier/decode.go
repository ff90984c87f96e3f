package classifier

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
)

func decodeParams(file []byte) (*Params, error) {
	if len(file) > MaxFileSize {
		return nil, fmt.Errorf("larger than %d bytes", MaxFileSize)
	}
	if len(file) < headerSize+sha256.Size || string(file[:len(fileMagic)]) != fileMagic {
		return nil, fmt.Errorf("not an Assay model file; make one with assay train")
	}
	version := binary.LittleEndian.Uint32(file[len(fileMagic):])
	if version != fileVersion {
		return nil, fmt.Errorf("format version %d, this program reads version %d; train the model again", version, fileVersion)
	}
	body, checksum := file[:len(file)-sha256.Size], file[len(file)-sha256.Size:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], checksum) {
		return nil, fmt.Errorf("checksum mismatch: the file is damaged or incomplete")
	}
	sections := binary.LittleEndian.Uint32(file[len(fileMagic)+4:])
	return decodeSections(body[headerSize:], sections)
}

// decodeSections reads the sections in the one order in which they are written,
// so that a model has one encoding only.
func decodeSections(b []byte, count uint32) (*Params, error) {
	var p Params
	next := "labl"
	for range count {
		tag, data, rest, err := cutSection(b)
		if err != nil {
			return nil, err
		}
		if tag != next && !(next == "view" && tag == "comb") {
			return nil, fmt.Errorf("section %q where %q was expected", tag, next)
		}
		b = rest
		r := reader{b: data}
		switch tag {
		case "labl":
			p.Labels, next = r.strings(), "lexi"
		case "lexi":
			p.Lexicon, next = r.lexicon(), "view"
		case "view":
			p.Views = append(p.Views, r.view(len(p.Labels)))
		case "comb":
			p.Combiner, next = r.combiner(len(p.Labels), len(p.Views)), "card"
		case "card":
			p.Card, next = r.card(), "end"
		}
		if r.err == nil && len(r.b) > 0 {
			r.fail("%d bytes too many", len(r.b))
		}
		if r.err != nil {
			return nil, fmt.Errorf("section %q: %w", tag, r.err)
		}
	}
	if next != "end" || len(b) > 0 {
		return nil, fmt.Errorf("%d sections, the next would be %q with %d bytes left", count, next, len(b))
	}
	return &p, nil
}

func cutSection(b []byte) (tag string, data, rest []byte, err error) {
	if len(b) < sectionStart {
		return "", nil, nil, fmt.Errorf("%d bytes left where a section was expected", len(b))
	}
	length := binary.LittleEndian.Uint64(b[4:])
	b, tag = b[sectionStart:], string(b[:4])
	if length > uint64(len(b)) {
		return "", nil, nil, fmt.Errorf("section %q claims %d bytes, %d are left", tag, length, len(b))
	}
	return tag, b[:length], b[length:], nil
}

// reader takes the elements of a section off b; after the first error it
// returns zero values.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
	r.b = nil
}

func (r *reader) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail("ends within a number")
		return 0
	}
	r.b = r.b[size:]
	return n
}

// length reads a number of elements that take at least size bytes each.
func (r *reader) length(size int) int {
	n := r.uint()
	if n > uint64(len(r.b)/size) {
		r.fail("claims %d elements, %d bytes are left", n, len(r.b))
		return 0
	}
	return int(n)
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.fail("ends within an element")
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) string() string { return string(r.bytes(r.length(1))) }

func (r *reader) bool() bool {
	b := r.bytes(1)
	if b != nil && b[0] > 1 {
		r.fail("a truth value of %d", b[0])
	}
	return b != nil && b[0] == 1
}

func (r *reader) float() float64 {
	b := r.bytes(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

func (r *reader) strings() []string {
	list := make([]string, r.length(1))
	for i := range list {
		list[i] = r.string()
	}
	return list
}

func (r *reader) lexicon() Lexicon {
	lex := make(Lexicon, r.length(3))
	for i := range lex {
		lex[i] = LexiconClass{r.string(), r.bool(), r.strings()}
	}
	return lex
}

func (r *reader) view(labels int) View {
	v := View{Name: r.string()}
	n := r.length(2 + labels)
	v.Features = make([]string, 0, n)
	v.Counts = make([]uint32, 0, n*labels)
	var feature []byte
	room := maxExpansion * len(r.b)
	for range n {
		feature = r.feature(feature)
		if room -= len(feature); room < 0 {
			r.fail("features of more than %d times their bytes", maxExpansion)
		}
		v.Features = append(v.Features, string(feature))
		for range labels {
			count := r.uint()
			if count > math.MaxUint32 {
				r.fail("a count of %d", count)
			}
			v.Counts = append(v.Counts, uint32(count))
		}
		if r.err != nil {
			break
		}
	}
	return v
}

// maxFeature is the most bytes of a feature: a short record may share its
// prefix with the one before, so the bytes left do not bound it.
const maxFeature = 1 << 10

// maxExpansion is how many times the bytes of a section its features may have:
// those of the default model have 1.4 times as many.
const maxExpansion = 16

// feature reads a feature over the one before it.
func (r *reader) feature(previous []byte) []byte {
	shared := r.uint()
	if shared > uint64(len(previous)) {
		r.fail("a feature shares %d bytes with one of %d", shared, len(previous))
		return nil
	}
	rest := r.bytes(r.length(1))
	if int(shared)+len(rest) > maxFeature {
		r.fail("a feature of %d bytes, limit %d", int(shared)+len(rest), maxFeature)
		return nil
	}
	return append(previous[:shared], rest...)
}

func (r *reader) combiner(labels, views int) Combiner {
	var c Combiner
	for range labels {
		c.Bias = append(c.Bias, r.float())
		var row []float64
		for range views * labels {
			row = append(row, r.float())
		}
		if r.err != nil {
			break
		}
		c.Weights = append(c.Weights, row)
	}
	return c
}

func (r *reader) card() Card {
	var c Card
	if err := json.Unmarshal(r.b, &c); err != nil {
		r.fail("%w", err)
	}
	r.b = nil
	return c
}
