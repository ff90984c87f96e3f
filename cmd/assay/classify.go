package main

import "github.com/spf13/cobra"

func newClassify() *cobra.Command { return &cobra.Command{Use: "classify"} }

func oneOf(flag, value string, allowed ...string) error { return nil }
