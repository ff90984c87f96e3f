package classifier

import "strconv"

// Cues are counts in steps: few, dense and free of topic. They carry over to
// texts whose words the model has never seen.

// step sorts a count into 0, 1, 2, 3-4, 5 and more.
func step(n int) int {
	switch {
	case n <= 2:
		return n
	case n <= 4:
		return 3
	}
	return 4
}

// lengthStep sorts a number of words into steps of growing width.
func lengthStep(n int) int {
	for i, limit := range [...]int{3, 6, 10, 15, 20, 25, 30, 38, 50} {
		if n <= limit {
			return i
		}
	}
	return 9
}

// census is what the cues count in a sentence.
type census struct {
	words, numbers, names, commas, money, quoted int
	ly, ed, abstract                             int
	classes                                      [maxClasses]int
	opens, closes                                bool // quotation marks
	question, exclamation, stop, dash, colon     bool
}

func (x *extractor) count() (c census) {
	for i := range x.units {
		u := &x.units[i]
		for b := range x.grammar.names {
			c.classes[b] += int(u.classes >> b & 1)
		}
		switch u.shape {
		case markShape:
			c.mark(u.kind)
			continue
		case numberShape:
			c.numbers++
		case nameShape:
			c.names++
		case lyShape:
			c.ly++
		case edShape:
			c.ed++
		case nounShape:
			c.abstract++
		}
		c.words += int(u.length)
		if u.quoted {
			c.quoted += int(u.length)
		}
	}
	return c
}

func (c *census) mark(kind tokenKind) {
	switch kind {
	case commaToken:
		c.commas++
	case moneyToken:
		c.money++
	case openQuoteToken:
		c.opens = true
	case closeQuoteToken:
		c.closes = true
	case questionToken:
		c.question = true
	case exclamationToken:
		c.exclamation = true
	case stopToken:
		c.stop = true
	case dashToken:
		c.dash = true
	case colonToken:
		c.colon = true
	}
}

// form: length, figures, names and marks.
func (x *extractor) form() {
	c := x.count()
	x.cue("length", lengthStep(c.words))
	x.cue("numbers", step(c.numbers))
	x.cue("names", step(c.names))
	x.cue("commas", step(c.commas))
	x.cue("money", step(c.money))
	x.cue("ly", step(c.ly))
	x.cue("ed", step(c.ed))
	x.cue("abstract", step(c.abstract))
	x.cue("quote", c.quoteStyle())
	x.cue("end", c.closing())
	x.cue("dash", btoi(c.dash)+2*btoi(c.colon))
	x.classCues(&c, ^(x.grammar.attributive | x.grammar.judgement))
}

// attribution: how much of what carries somebody's content, crossed with
// quotation marks.
func (x *extractor) attribution() {
	c := x.count()
	quote := c.quoteStyle()
	x.cue("quote", quote)
	x.classCues(&c, x.grammar.attributive)
	carriers := x.sum(&c, x.grammar.carrier)
	x.cue("carriers", min(5, carriers))
	x.name = append(x.name[:0], "cross="...)
	for _, v := range [...]int{quote, min(2, carriers), btoi(x.sum(&c, x.grammar.holder) > 0)} {
		x.name = strconv.AppendInt(x.name, int64(v), 10)
	}
	x.emit(x.name)
}

// judgement: how much of what shows the writer's own mind, crossed with
// attribution and figures.
func (x *extractor) judgement() {
	c := x.count()
	x.classCues(&c, x.grammar.judgement)
	judgement := x.sum(&c, x.grammar.judgement)
	x.cue("judgement", min(8, judgement))
	x.cue2("judgement", "density", min(9, 20*judgement/max(1, c.words)))
	x.name = append(x.name[:0], "cross="...)
	for _, v := range [...]int{min(3, judgement), min(1, x.sum(&c, x.grammar.carrier)), btoi(c.numbers > 0)} {
		x.name = strconv.AppendInt(x.name, int64(v), 10)
	}
	x.emit(x.name)
}

// classCues emits the counts of a set of classes, in steps, and how dense they
// are.
func (x *extractor) classCues(c *census, classes uint64) {
	for b, name := range x.grammar.names {
		if classes&(1<<b) == 0 {
			continue
		}
		x.cue(name, step(c.classes[b]))
		if n := c.classes[b]; n > 0 && c.words > 0 {
			x.cue2(name, "density", min(5, 40*n/c.words))
		}
	}
}

func (x *extractor) cue(name string, value int) {
	x.name = append(x.name[:0], name...)
	x.name = append(x.name, '=')
	x.emit(strconv.AppendInt(x.name, int64(value), 10))
}

func (x *extractor) cue2(name, what string, value int) {
	x.name = append(x.name[:0], name...)
	x.name = append(x.name, ' ')
	x.name = append(x.name, what...)
	x.name = append(x.name, '=')
	x.emit(strconv.AppendInt(x.name, int64(value), 10))
}

// quoteStyle sorts sentences by what quotation marks enclose: nothing, less
// than a third, less than two thirds, more, and by which marks are missing.
func (c *census) quoteStyle() int {
	switch {
	case !c.opens && !c.closes:
		return 0
	case !c.opens:
		return 1
	case !c.closes:
		return 2
	}
	return 3 + min(2, 3*c.quoted/max(1, c.words))
}

// closing tells with which mark the sentence ends: none, stop, ! or ?.
func (c *census) closing() int {
	switch {
	case c.question:
		return 3
	case c.exclamation:
		return 2
	}
	return btoi(c.stop)
}

// sum adds the counts of all classes of a set.
func (x *extractor) sum(c *census, classes uint64) int {
	n := 0
	for b := range x.grammar.names {
		if classes&(1<<b) != 0 {
			n += c.classes[b]
		}
	}
	return n
}
