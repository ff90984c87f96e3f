module github.com/assay-nlp/assay/bench

go 1.26.0

require (
	github.com/assay-nlp/assay v0.0.0
	github.com/clipperhouse/uax29/v2 v2.7.0
	github.com/navossoc/bayesian v0.0.0-20171203014413-18fc5ea11e24
)

require (
	golang.org/x/tools v0.49.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
)

replace github.com/assay-nlp/assay => ../
