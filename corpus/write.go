package corpus

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Write writes a document in the format of a corpus file, label, kind and
// sentence between tabs. White space in a sentence becomes single spaces.
func Write(w io.Writer, d Document) error {
	b := bufio.NewWriter(w)
	if d.Register != "" {
		fmt.Fprintf(b, "# register: %s\n", d.Register)
	}
	for _, s := range d.Sentences {
		fmt.Fprintf(b, "%s\t%s\t%s\n", s.Label, s.Kind, strings.Join(strings.Fields(s.Text), " "))
	}
	return b.Flush()
}
