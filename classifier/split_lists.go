package classifier

// The lists of the splitter. They are switches and not maps: the compiler turns them into a binary search, and nothing is built at
// start-up.

// abbreviationClass says what may follow an abbreviation.
type abbreviationClass uint8

const (
	noAbbreviation abbreviationClass = iota
	beforeName                       // never ends a sentence: Gen. Smith, vs. France
	beforeNumber                     // only before a number: No. 10
	calendar                         // before a number or another of its class: Sat. Jan. 5
	hour                             // before a weekday or a time zone
	street                           // a saint or a street
	company                          // ends a sentence now and then; before a name it is part of it: Apple Inc. Chief Executive
	initials                         // the same for U.S., J.D. and Jr.; any capital may continue the name
	initial                          // a single capital
)

// longestAbbreviation is the length of the longest word in the lists below.
const longestAbbreviation = 8

// abbreviationOf classifies a word without its last full stop. In capitals a word counts too, as in headlines: GEN. SMITH.
func abbreviationOf(word string) abbreviationClass {
	if class := listedAbbreviation(word); class != noAbbreviation {
		return class
	}
	if len(word) < 2 || len(word) > longestAbbreviation || !isUpperByte(word[0]) || !isUpperByte(word[1]) {
		return initialsOf(word)
	}
	var folded [longestAbbreviation]byte
	n := copy(folded[:], word)
	for i := 1; i < n; i++ {
		folded[i] |= 0x20
	}
	return listedAbbreviation(string(folded[:n]))
}

// listedAbbreviation looks word up. Names and titles count with a capital only: "sat." and "col." differ from "Sat." and "Col.".
// "etc." is missing on purpose: before a capital it ends the sentence like any word.
func listedAbbreviation(word string) abbreviationClass {
	switch word {
	// Titles.
	case "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Prof", "Messrs", "Mme", "Mlle", "Rev", "Fr", "Msgr", "Hon",
		"Pres", "Gov", "Sen", "Sens", "Rep", "Reps", "Amb", "Supt", "Insp", "Det", "Atty",
		"Gen", "Maj", "Col", "Lt", "Capt", "Cpt", "Sgt", "Cpl", "Pvt", "Pte", "Spc", "Adm", "Cmdr", "Cdr", "Brig", "Ens",
		"Lt.Gen", "Maj.Gen", "Lt.Col", "Brig.Gen", "capt", "sgt", "dr", "prof":
		return beforeName
	// Places that precede a name.
	case "Mt", "Ft", "Pt":
		return beforeName
	case "St", "Ste":
		return street
	// Words that lead on to what they explain.
	case "vs", "Vs", "v", "cf", "Cf", "viz", "e.g", "E.g", "i.e", "I.e", "eg", "ie", "a.k.a", "ca", "approx", "Approx", "feat", "dept", "incl":
		return beforeName
	// Before a number.
	case "No", "Nos", "no", "nos", "Nr", "p", "pp", "Art", "art", "Arts", "Fig", "Figs", "fig", "figs", "Vol", "Vols", "vol",
		"Ch", "ch", "chap", "Sec", "Sect", "sec", "para", "Para", "paras", "Eq", "Op", "op", "al", "c", "d", "b", "r", "est":
		return beforeNumber
	// The calendar. "May" is a word.
	case "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
		"Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun":
		return calendar
	case "a.m", "p.m", "A.M", "P.M":
		return hour
	// Companies and degrees.
	case "Inc", "Corp", "Co", "Cos", "Ltd", "Plc", "Intl", "Assn", "Dept", "Mfg", "Cie", "S.A", "S.p.A", "N.V", "A.G", "L.L.C", "L.P",
		"Esq", "Ph.D", "M.D", "B.A", "M.A", "B.Sc", "M.Sc", "D.Phil", "Ed.D", "LL.B", "LL.M":
		return company
	// The same, but holidays and companies are called after them: Martin Luther King Jr. Day.
	case "Jr", "Sr", "Bros", "Univ":
		return initials
	// Streets and States of the Union, as agencies shorten them.
	case "Ave", "Blvd", "Rd", "Hwy", "Sq",
		"Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md", "Mich", "Minn",
		"Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "W.Va", "Wyo":
		return company
	}
	return noAbbreviation
}

// initialsOf recognises capitals with full stops between them by their shape: U.S, J.D, D.C, and the single capital of George W.
func initialsOf(word string) abbreviationClass {
	for i := 0; i < len(word); i++ {
		if letter := i%2 == 0; letter != isUpperByte(word[i]) || !letter && word[i] != '.' {
			return noAbbreviation
		}
	}
	switch {
	case len(word) == 1:
		return initial
	case len(word)%2 == 1:
		return initials
	}
	return noAbbreviation
}

// sentenceOpener lists words that often open a sentence and are not used as names. "I" is missing, because it is as frequent inside.
func sentenceOpener(word string) bool {
	switch word {
	case "The", "A", "An", "This", "That", "These", "Those", "There", "Here",
		"He", "She", "It", "We", "You", "They", "His", "Her", "Its", "Our", "My", "Your", "Their",
		"But", "And", "Or", "So", "Yet", "Nor", "If", "As", "When", "While", "Where", "Because", "Since", "Although", "Though", "Despite",
		"In", "On", "At", "By", "For", "From", "To", "With", "Without", "Within", "After", "Before", "During", "Until", "Under", "Over",
		"Among", "Amid", "Between", "Behind", "According",
		"What", "Who", "Why", "How", "Which",
		"All", "Some", "Many", "Most", "Several", "Few", "Each", "Every", "Another", "Others", "Both", "Neither", "Either", "No", "None", "Not",
		"Now", "Then", "Thus", "Hence", "However", "Meanwhile", "Moreover", "Instead", "Still", "Also", "Even", "Just", "Only", "Once",
		"Officials", "Critics", "Analysts", "Experts", "Supporters", "Opponents", "Investigators", "Authorities", "Lawmakers", "Witnesses",
		"Observers", "Prosecutors", "Economists", "Researchers", "Residents", "Shares", "People", "Nearly", "About",
		"Later", "Earlier", "Today", "Yesterday", "Tomorrow", "Is", "Are", "Was", "Were", "Do", "Does", "Did", "Has", "Have", "Had":
		return true
	}
	return false
}

// verbOfSaying lists verbs that give a quotation to a speaker whose name is before them.
func verbOfSaying(word string) bool {
	switch word {
	case "said", "says", "say", "asked", "asks", "ask", "replied", "replies", "wrote", "writes", "told", "tells", "added", "adds",
		"answered", "called", "cried", "declared", "demanded", "exclaimed", "insisted", "joked", "posted", "quipped", "remarked",
		"responded", "screamed", "shouted", "shouts", "sighed", "tweeted", "wondered", "wonders", "yelled":
		return true
	}
	return false
}

// nameParticle lists lower-case words inside names.
func nameParticle(word string) bool {
	switch word {
	case "de", "del", "der", "den", "di", "da", "du", "la", "van", "von", "bin", "ibn", "al", "el":
		return true
	}
	return false
}

// exclaimingName lists names that are written with an exclamation mark.
func exclaimingName(word string) bool {
	switch word {
	case "Yahoo", "Jeopardy", "Yum", "Wham", "Joomla":
		return true
	}
	return false
}

// followsHour lists words that go on behind a.m. and p.m.
func followsHour(word string) bool {
	switch word {
	case "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
		"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
		"EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "MDT", "MT", "PST", "PDT", "PT", "GMT", "UTC", "BST", "CET", "CEST", "IST",
		"Eastern", "Central", "Mountain", "Pacific", "Greenwich", "Moscow":
		return true
	}
	return abbreviationOf(word) == calendar
}

// officeWord lists titles that follow the name of a company.
func officeWord(word string) bool {
	switch word {
	case "Chief", "CEO", "CFO", "COO", "CTO", "President", "Chairman", "Chairwoman", "Chair", "Vice", "Executive", "Director", "Founder",
		"Senior", "Managing", "Spokesman", "Spokeswoman", "Spokesperson", "Analyst", "Secretary", "Treasurer":
		return true
	}
	return false
}

// leadsOn lists words that cannot be the last of a heading.
func leadsOn(word string) bool {
	switch word {
	case "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "that", "than", "as", "is", "are",
		"was", "were", "has", "have", "had", "said", "says", "its", "his", "her", "their", "our", "my", "who", "which", "when", "where", "if":
		return true
	}
	return false
}

// preposition lists words that "the U.S." completes.
func preposition(word string) bool {
	switch word {
	case "in", "to", "from", "of", "with", "by", "for", "against", "across", "into", "outside", "inside", "within", "throughout":
		return true
	}
	return false
}

// publicBody lists what the U.S. and other initials are often put before.
func publicBody(word string) bool {
	switch word {
	case "Army", "Navy", "Marines", "Military", "Forces", "Senate", "House", "Congress", "Capitol", "Government", "Administration", "Cabinet",
		"President", "Secretary", "Ambassador", "Embassy", "Consulate", "Mission", "Treasury", "Department", "Agency", "Bureau", "Office",
		"Court", "Constitution", "Chamber", "Mint", "Open", "Masters", "Steel", "Bank", "Bancorp", "Fed", "Census", "Dollar",
		"Democrats", "Republicans", "North", "South", "East", "West", "Northeast", "Northwest", "Southeast", "Southwest", "Midwest", "Gulf":
		return true
	}
	return false
}

// finiteVerb lists verbs that tell a subject before them, besides the verbs of saying.
func finiteVerb(word string) bool {
	switch word {
	case "is", "are", "was", "were", "has", "have", "had", "will", "would", "could", "did", "does", "also", "rose", "fell", "won", "lost", "called",
		"wants", "wanted", "plans", "began", "came", "went", "became", "left", "took", "made":
		return true
	}
	return verbOfSaying(word)
}
