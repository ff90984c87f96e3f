package corpus

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestFormats(t *testing.T) {
	want := []Sentence{{"fact", "event", "The bridge reopened."}, {"opinion", "", `It is "late", sadly.`}}
	plain := []Sentence{{"fact", "", want[0].Text}, want[1]}
	tests := []struct {
		file, content string
		want          []Sentence
	}{
		{"a.tsv", "# register: wire\nfact\tevent\tThe bridge reopened.\n\nopinion\t\tIt is \"late\", sadly.\n", want},
		{"b.tsv", "fact\tThe bridge reopened.\nopinion\tIt is \"late\", sadly.", plain},
		{"c.tsv", "id\tlabel\ttext\n1\tfact\tThe bridge reopened.\n2\topinion\tIt is \"late\", sadly.\n", plain},
		{"d.csv", "label,kind,text\r\nfact,event,The bridge reopened.\r\nopinion,,\"It is \"\"late\"\", sadly.\"\r\n", want},
		{"d2.csv", "label,text\nfact,\"The bridge\nreopened.\"\nopinion,\"It is \"\"late\"\", sadly.\"\n", []Sentence{{"fact", "", "The bridge\nreopened."}, want[1]}},
		{"d3.tsv", "label\ttext\nfact\t# marches went on.\n", []Sentence{{"fact", "", "# marches went on."}}},
		{"d4.csv", "text,label\n#MeToo marches went on,fact\n", []Sentence{{"fact", "", "#MeToo marches went on"}}},
		{"e.jsonl", `{"text":"The bridge reopened.","label":"fact","kind":"event"}` + "\n" + `{"text":"It is \"late\", sadly.","label":["opinion"]}`, want},
		{"f.txt", "__label__fact The bridge reopened.\n__label__opinion It is \"late\", sadly.\n", plain},
		{"g.tsv", "\ufefffact\tThe bridge reopened.\nopinion\t It is \"late\", sadly. \n", plain},
	}
	for _, test := range tests {
		documents, err := Reader{}.ReadFS(fstest.MapFS{test.file: {Data: []byte(test.content)}}, test.file, nil)
		if err != nil {
			t.Errorf("%s: %v", test.file, err)
			continue
		}
		if diff := cmp.Diff(test.want, documents[0].Sentences); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.file, diff)
		}
	}
}

func TestFolders(t *testing.T) {
	fsys := fstest.MapFS{
		"politics/vote.tsv":  {Data: []byte("# register: wire\nfact\tevent\tThey voted.\n")},
		"politics/notes.md":  {Data: []byte("not data")},
		"a.tsv":              {Data: []byte("fact\tOne.\n# article: second\nopinion\tTwo.\nopinion\tThree.\n")},
		"sport/results.csv":  {Data: []byte("doc,label,text\nx,fact,One.\ny,fact,Two.\n")},
		"sport/empty.jsonl":  {},
		"sport/deep/end.txt": {Data: []byte("__label__fact One.\n")},
	}
	documents, err := Reader{}.ReadFS(fsys, ".", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range documents {
		got = append(got, strings.Join([]string{d.Name, d.Topic, d.Register, d.Sentences[0].Text}, "|"))
	}
	want := []string{
		"a|||One.", "second|||Two.", "politics/vote|politics|wire|They voted.",
		"sport/deep/end|deep||One.", "x|sport||One.", "y|sport||Two.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := Count(documents); n != 7 {
		t.Errorf("%d sentences, want 7", n)
	}
}

// TestBadLines: all bad lines are told at once, with file and line, and the good
// ones are kept.
func TestBadLines(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	paths := []string{
		write("a.tsv", "fact\tevent\tGood.\nfact\n\nfcat\tevent\tTypo.\nfact\tevent\t \nfact\tbad\xff\n"),
		write("b.jsonl", "{\"text\":\"Good.\",\"label\":\"opinion\"}\n{\"text\":\"x\"}\n{\"text\nnull\n{\"text\":\"x\",\"label\":[\"fact\",\"opinion\"]}\n"),
		write("c.csv", "fact,No header.\n"),
		write("d.txt", "No label.\n"),
		write("e.pdf", "%PDF"),
		write("c2.csv", "label,text\nfact,a\"b\nfact,c,d\nfact,bad\xff\n"),
		write("f.tsv", "label\ttext\nfact\n"),
		write("g.txt", "__label__fact "+strings.Repeat("x", maxLine)),
		filepath.Join(dir, "missing.tsv"),
	}
	documents, err := Reader{Labels: []string{"fact", "attributed", "opinion"}}.Read(paths...)
	if n := Count(documents); n != 2 {
		t.Errorf("%d good sentences, want 2", n)
	}
	want := []string{
		"a.tsv:2:", "a.tsv:4: label \"fcat\", want one of fact, attributed, opinion", "a.tsv:5: no sentence", "a.tsv:6: not UTF-8",
		"b.jsonl:2: no label", "b.jsonl:3: not a JSON object", "b.jsonl:4: no label", "b.jsonl:5: label [\"fact\",\"opinion\"], want one string",
		"c.csv:1: want a header line", "d.txt:1: want __label__", "e.pdf: unknown kind of file", "c2.csv:2: not CSV", "c2.csv:3: 3 fields under a header of 2", "c2.csv:4: not UTF-8", "f.tsv:2: 1 fields under a header of 2",
		"g.txt:1: longer than", "missing.tsv: no such file",
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) {
		t.Errorf("%d errors, want %d:\n%v", len(lines), len(want), err)
	}
	for i := range min(len(lines), len(want)) {
		if !strings.Contains(lines[i], want[i]) {
			t.Errorf("error %q, want one with %q", lines[i], want[i])
		}
	}
	var line *LineError
	if !errors.As(err, &line) || line.Line != 2 {
		t.Errorf("no LineError in %v", err)
	}
}

// TestBadLinesOfFolders: errors name files so that they can be opened.
func TestBadLinesOfFolders(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "data", "topic", "x.tsv")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("no tabs\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, arg := range []string{path, filepath.Dir(path), filepath.Join(dir, "data"), dir + "/data/"} {
		var line *LineError
		if _, err := Read(arg); !errors.As(err, &line) || line.File != path {
			t.Errorf("%s: error %v, want one of %s", arg, err, path)
		}
	}
}

func TestEmptyFolder(t *testing.T) {
	if _, err := Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "no labelled sentences") {
		t.Errorf("error %v", err)
	}
}

func TestWriteReadsBack(t *testing.T) {
	d := Document{Name: "x", Register: "wire", Sentences: []Sentence{{"fact", "event", "One  two."}, {"opinion", "", "# Three."}}}
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	documents, err := Reader{}.ReadFS(fstest.MapFS{"x.tsv": {Data: b.Bytes()}}, "x.tsv", nil)
	if err != nil {
		t.Fatal(err)
	}
	d.Sentences[0].Text = "One two."
	if diff := cmp.Diff([]Document{d}, documents); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDigest(t *testing.T) {
	a := []Document{{Name: "a", Sentences: []Sentence{{"fact", "event", "One."}}}}
	kind := []Document{{Name: "a", Sentences: []Sentence{{"fact", "figure", "One."}}}}
	label := []Document{{Name: "a", Sentences: []Sentence{{"opinion", "event", "One."}}}}
	if Digest(a) != Digest(kind) {
		t.Error("the kind changes the digest")
	}
	if Digest(a) == Digest(label) {
		t.Error("the label does not change the digest")
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.tsv", "fact\tevent\tGood.\nfact\n# article: x\n")
	f.Add("a.csv", "label,text\nfact,\"a\n")
	f.Add("a.jsonl", "{\"text\":\"x\",\"label\":[\"fact\"]}\n")
	f.Add("a.txt", "__label__fact x")
	f.Fuzz(func(t *testing.T, name, content string) {
		if formats[filepath.Ext(name)] == nil || strings.ContainsAny(name, "/\\\x00") {
			return
		}
		documents, _ := Reader{}.ReadFS(fstest.MapFS{name: {Data: []byte(content)}}, name, nil)
		for _, d := range documents {
			for _, s := range d.Sentences {
				if s.Label == "" || s.Text == "" {
					t.Fatalf("a sentence without label or text: %+v", s)
				}
			}
		}
	})
}
