package train

import "github.com/assay-nlp/assay/classifier"

// floors are the floors of confidence that a card tells about: in steps of 0.05,
// and finer where precision is high.
var floors = []float64{
	0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.998,
}

// Operating tells, for each label, what floors of confidence give: how precise
// the predictions above the floor are and how many are left.
func (e *Evaluation) Operating() [][]classifier.OperatingPoint {
	out := make([][]classifier.OperatingPoint, len(e.Labels))
	for k := range e.Labels {
		for _, floor := range floors {
			out[k] = append(out[k], e.operatingPoint(k, floor))
		}
	}
	return out
}

func (e *Evaluation) operatingPoint(label int, floor float64) classifier.OperatingPoint {
	told, taken, right := 0.0, 0.0, 0.0
	for i, predicted := range e.Predicted {
		if predicted != label {
			continue
		}
		told++
		if e.Confidence[i] < floor {
			continue
		}
		taken++
		if e.Gold[i] == label {
			right++
		}
	}
	p := classifier.OperatingPoint{Floor: floor, Precision: 1, Coverage: ratio(taken, told)}
	if taken > 0 {
		p.Precision = right / taken
	}
	return p
}
