package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-isatty"
)

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// openInput opens a file, or standard input for "-".
func openInput(name string, stdin io.Reader) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin), nil
	}
	if name == "" {
		return nil, errors.New("a file name is empty")
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s: is a folder; name its files, such as %s/*.txt", name, strings.TrimSuffix(name, "/"))
	}
	return os.Open(name)
}

// readText reads a whole text and refuses what is none.
func readText(name string, r io.Reader, maxBytes int64) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(b)) > maxBytes {
		return "", fmt.Errorf("%s: larger than %d bytes; split it or raise --max-bytes", name, maxBytes)
	}
	text := string(b)
	if strings.TrimSpace(text) == "" {
		return "", fmt.Errorf("%s: empty, nothing to classify", name)
	}
	if err := checkText(text); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return text, nil
}

// checkText tells why text is none: it holds a zero byte, which only binary
// files do, or is not UTF-8.
func checkText(text string) error {
	if at := strings.IndexByte(text, 0); at >= 0 {
		return fmt.Errorf("a binary file (zero byte at offset %d); want UTF-8 text", at)
	}
	if at := invalidAt(text); at >= 0 {
		return fmt.Errorf("not UTF-8 (byte 0x%02x at offset %d); convert it with iconv", text[at], at)
	}
	return nil
}

// invalidAt returns the offset of the first byte that is no UTF-8, or -1.
func invalidAt(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return -1
}
