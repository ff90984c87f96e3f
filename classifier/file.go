package classifier

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
)

// A model file holds data only:
//
//	magic     8 bytes  "ASSAYMDL"
//	version   uint32   1
//	sections  uint32   how many
//	section   4 bytes tag, uint64 length, data        (repeated)
//	checksum  32 bytes SHA-256 of everything before
//
// with these sections, in this order:
//
//	labl  count, then each label
//	lexi  count, then each class: name, verbatim byte, count, entries
//	view  name, count of features, then each feature: how many bytes it shares
//	      with the one before, the rest of it, one count a label  (one section a view)
//	comb  for each label: bias, weights, as float64
//	card  JSON
//
// Integers within a section are unsigned varints, strings a length and bytes,
// fixed integers and floats little-endian. Features are sorted, so sharing
// prefixes halves the file. Counts are kept, not weights: models can be merged
// and trained further.
//
// The reader trusts nothing: every length is checked against the bytes that are
// left before anything is allocated, so that memory stays within a small
// multiple of the file's size.
const (
	fileMagic   = "ASSAYMDL"
	fileVersion = 1
)

// MaxFileSize is the largest model file that is read, in bytes.
const MaxFileSize = 1 << 30

const (
	headerSize   = len(fileMagic) + 4 + 4
	sectionStart = 4 + 8
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

// WriteTo writes the model file.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(encode(&m.params))
	return int64(n), err
}

// WriteFile writes the model file so that path holds either what it held before
// or the whole new file, whatever happens: it is written beside path, synced
// and renamed.
func (m *Model) WriteFile(path string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = m.WriteTo(f); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// ReadFile reads a model file. Errors about its content wrap ErrInvalidModel.
func ReadFile(path string) (*Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// Read reads a model file. Errors about its content wrap ErrInvalidModel.
func Read(r io.Reader) (*Model, error) {
	file, err := io.ReadAll(io.LimitReader(r, MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	return Decode(file)
}

// Decode compiles the model in the bytes of a model file. Errors wrap
// ErrInvalidModel.
func Decode(file []byte) (*Model, error) {
	params, err := decodeParams(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidModel, err)
	}
	return newModel(*params, file)
}

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
		w.b = append(w.b, byte(btoi(class.Verbatim)))
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
		name := r.string()
		verbatim := r.bytes(1)
		lex[i] = LexiconClass{name, len(verbatim) == 1 && verbatim[0] == 1, r.strings()}
	}
	return lex
}

func (r *reader) view(labels int) View {
	v := View{Name: r.string()}
	n := r.length(2 + labels)
	v.Features = make([]string, 0, n)
	v.Counts = make([]uint32, 0, n*labels)
	var feature []byte
	for range n {
		feature = r.feature(feature)
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
