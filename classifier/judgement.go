package classifier

import (
	"math/bits"
	"strconv"
)

// The judgement view counts the kinds of words that show the writer's own mind,
// in steps: few features, dense and free of topic, so that they carry over to
// texts whose words the model has never seen.

// step sorts a count into 0, 1, 2, 3 to 4, 5 and more.
func step(n int) int {
	switch {
	case n <= 2:
		return n
	case n <= 4:
		return 3
	}
	return 4
}

// judgement emits the count of each class and its density, both for all classes
// together, and the whole crossed with attribution and figures: what judging
// words mean depends on whether somebody else is said to judge.
func (x *extractor) judgement() {
	x.everywhere()
	var counts [maxClasses]int
	words, numbers, carriers := x.count(&counts)
	total := 0
	for b, name := range x.grammar.names {
		if x.grammar.judgement&(1<<b) == 0 {
			continue
		}
		n := counts[b]
		total += n
		x.cue(name, "=", step(n))
		if n > 0 {
			x.cue(name, " density=", min(5, 40*n/max(1, words)))
		}
	}
	x.cue("judgement", "=", min(8, total))
	x.cue("judgement", " density=", min(9, 20*total/max(1, words)))
	x.name = append(x.name[:0], "cross="...)
	for _, v := range [...]int{min(3, total), min(1, carriers), min(1, numbers)} {
		x.name = strconv.AppendInt(x.name, int64(v), 10)
	}
	x.emit(x.name)
}

// count counts the units of each class, the words, the numbers and the carriers
// of content.
func (x *extractor) count(counts *[maxClasses]int) (words, numbers, carriers int) {
	for i := range x.units {
		u := &x.units[i]
		for classes := u.classes; classes != 0; classes &= classes - 1 {
			counts[bits.TrailingZeros64(classes)]++
		}
		for c := u.classes & x.grammar.carrier; c != 0; c &= c - 1 {
			carriers++
		}
		switch u.shape {
		case markShape:
			continue
		case numberShape:
			numbers++
		}
		words += int(u.length)
	}
	return words, numbers, carriers
}

// cue emits a value under a name.
func (x *extractor) cue(name, what string, value int) {
	x.name = append(append(x.name[:0], name...), what...)
	x.emit(strconv.AppendInt(x.name, int64(value), 10))
}
