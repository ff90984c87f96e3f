package classifier

import (
	"bytes"
	"fmt"
	"io"
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
	m, err := newModel(*params, file)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(encode(params), file) {
		return nil, fmt.Errorf("%w: not written the one way that Assay writes it", ErrInvalidModel)
	}
	return m, nil
}
