package classifier

import (
	"bytes"
	"errors"
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
// prefixes nearly halves the file. Counts are kept, not weights: models can be merged
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
const MaxFileSize = 256 << 20

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
// and renamed. A symbolic link stays one.
func (m *Model) WriteFile(path string) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	dir, base := filepath.Split(path)
	temporary := filepath.Join(dir, fmt.Sprintf(".%s.%d.tmp", base, os.Getpid()))
	f, err := os.Create(temporary)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temporary)
		}
	}()
	if _, err = m.WriteTo(f); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(temporary, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a rename within the folder last through a loss of power.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// ReadFile reads a model file. Errors about its content wrap ErrInvalidModel.
func ReadFile(path string) (*Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	m, err := Decode(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// Decode compiles the model in the bytes of a model file. Errors wrap
// ErrInvalidModel.
func Decode(file []byte) (*Model, error) {
	params, err := decodeParams(file)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalidModel, err)
	}
	if err := params.validate(); err != nil {
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
