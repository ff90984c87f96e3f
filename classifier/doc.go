// Package classifier splits news texts into sentences and tells, for each, who
// vouches for its main content: the writer with something that can be checked (a
// factual report), somebody else (an attributed claim), or the writer's own
// judgement (opinion).
//
//	model, err := classifier.ReadFile("my.model")
//	for _, s := range model.Classify(text, classifier.Options{}) {
//		fmt.Println(s.Label, s.Confidence, text[s.Begin:s.End])
//	}
//
// A Model never changes and is safe for concurrent use. The package depends on
// the standard library alone, trains nothing and knows no network; it does not
// check facts, and it reads English only: without evidence it knows, a sentence
// is told as uncertain.
//
// # Views
//
// A sentence is cut into words, names, numbers and marks. A lexicon, which is
// part of the model, sorts words and phrases into classes: verbs of saying,
// hearsay, evaluations, words of weight, function words. Several views look at
// the result, each with its own features: the words, the counts of judging
// words, the source, the main clause, the skeleton with the topic taken out, the
// neighbourhood of what carries attribution, the opening, the closing, and
// pairs of words. A feature is present or absent; how often does not matter.
//
// # Scores
//
// Each view v is a multinomial naive Bayes with a uniform prior. With n(f,k)
// the number of training sentences of label k that have feature f, and F the
// features of the view,
//
//	log p(f|k) = log (n(f,k) + 1) − log Σg∈F (n(g,k) + 1)
//
// (Laplace smoothing; Manning, Raghavan and Schütze, Introduction to Information
// Retrieval, chapter 13). The score of the view is the sum over the features the
// sentence has and the view knows, less its mean over the labels. Unknown
// features say nothing.
//
// Views overlap, and each is far too sure of itself. A multinomial logistic
// regression over the scores of all views, the combiner, weighs them and turns
// them into probabilities. It is fitted on scores of sentences whose document
// was left out of the counts, so that it sees scores as they will be, and with
// the labels weighted alike. Everything is linear before the final softmax: a
// compiled model holds one number for each feature and label, and scoring is
// adding them up.
//
// # What a confidence means
//
// The confidence is the probability of the label that is told. Package train
// judges it by cross-validation that keeps documents together: among sentences
// told with a confidence of 0.9, about 9 of 10 should be right. Measured on the
// corpus of the default model,
//
//	go run ./cmd/assay evaluate --data seeds/corpus --cross-validate document
//
// prints the table of confidences and shares that were right. The mean distance
// between the two is the expected calibration error of the model's card. It
// holds for texts like those of the corpus; a text unlike them, or in another
// language, gets probabilities that nobody has checked.
package classifier
