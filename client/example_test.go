package client_test

import (
	"context"
	"fmt"
	"log"
	"net"

	"github.com/assay-nlp/assay/client"
	"github.com/assay-nlp/assay/seeds"
	"github.com/assay-nlp/assay/server"
)

func Example() {
	address, stop := exampleServer() // in real life: assay serve
	defer stop()

	c, err := client.Dial(address, client.Options{})
	if err != nil {
		log.Fatal(err)
	}
	defer c.Close()

	text := "The bridge reopened at 6 a.m. on Friday. It should never have been closed, officials said."
	sentences, err := c.Classify(context.Background(), client.Document{Text: text})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range sentences {
		fmt.Println(s.Label, text[s.Begin:s.End])
	}
	// Output:
	// fact The bridge reopened at 6 a.m. on Friday.
	// attributed It should never have been closed, officials said.
}

func exampleServer() (address string, stop func()) {
	model, err := seeds.Model()
	if err != nil {
		log.Fatal(err)
	}
	s, err := server.New(model, server.Options{})
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go s.Serve(listener)
	return listener.Addr().String(), func() { _ = s.Shutdown(context.Background()) }
}
