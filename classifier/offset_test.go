package classifier

import (
	"slices"
	"testing"
	"unicode/utf16"
)

func TestConvert(t *testing.T) {
	const text = "é 😀 “x”. Zwei."
	spans := []Span{{0, 16}, {17, 22}}
	tests := []struct {
		unit OffsetUnit
		want []Span
	}{
		{Bytes, spans},
		{UTF16, []Span{{0, 9}, {10, 15}}},
		{CodePoints, []Span{{0, 8}, {9, 14}}},
	}
	for _, test := range tests {
		if got := test.unit.Convert(text, spans); !slices.Equal(got, test.want) {
			t.Errorf("unit %d: %v, want %v", test.unit, got, test.want)
		}
	}
	units := utf16.Encode([]rune(text))
	if got := string(utf16.Decode(units[10:15])); got != "Zwei." {
		t.Errorf("the UTF-16 span holds %q", got)
	}
	if got := CodePoints.Convert("a\xffb", []Span{{0, 3}}); got[0].End != 3 {
		t.Errorf("invalid bytes count as %d, want one each", got[0].End)
	}
}

func TestConvertOffsets(t *testing.T) {
	const text = "é 😀 x"
	got := UTF16.ConvertOffsets(text, []int{9, 2, 0, 2})
	for at, want := range map[int]int{0: 0, 2: 1, 9: 6} {
		if got[at] != want {
			t.Errorf("offset %d is %d in UTF-16, want %d", at, got[at], want)
		}
	}
}
