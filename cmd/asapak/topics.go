package main

import (
	_ "embed"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// The texts of asapak help TOPIC.
var (
	//go:embed help/keys.txt
	keysTopic string
	//go:embed help/lab-file.txt
	labFileTopic string
	//go:embed help/state.txt
	stateTopic string
	//go:embed help/shell.txt
	shellTopic string
)

// helpTopics are commands that only have a help text.
func helpTopics() []*cobra.Command {
	topics := []struct {
		name, short string
		text        func() string
	}{
		{"keys", "Activation keys: what they hold, and what they don't open", text(keysTopic)},
		{"features", "The features, their names by release, and what a key can give", featuresTopic},
		{"lab-file", "The form of a lab file", text(labFileTopic)},
		{"shell", "The console: modes, help, time", text(shellTopic)},
		{"state", "Where flash and configuration are kept", text(stateTopic)},
	}
	all := make([]*cobra.Command, len(topics))
	for i, t := range topics {
		all[i] = &cobra.Command{Use: t.name, Short: t.short}
		all[i].SetHelpFunc(func(c *cobra.Command, _ []string) { fmt.Fprint(c.OutOrStdout(), t.text()) })
	}
	return all
}

func text(s string) func() string { return func() string { return s } }

// featuresTopic lists the features from the table that everything uses.
func featuresTopic() string {
	var b strings.Builder
	fmt.Fprintln(&b, "A feature may be given by any of its names. A key carries the values of the last column.")
	fmt.Fprintln(&b)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for f := range license.NumFeatures {
		fmt.Fprintf(t, "%s\tsince %s\t%s\n", strings.Join(f.Names(), ", "), f.Since(), ladderText(f))
	}
	t.Flush()
	return b.String()
}

// shownRungs is how many values of a long ladder are listed at its begin.
const shownRungs = 20

// ladderText is the values that a key can carry of a feature.
func ladderText(f license.Feature) string {
	ladder := activationkey.Ladder(f)
	if len(ladder) == 0 {
		return "in no key: the model and its level fix it"
	}
	var values []string
	for i, v := range ladder {
		if len(ladder) > shownRungs && i == shownRungs/2 {
			values = append(values, "…", f.Format(ladder[len(ladder)-1]))
			break
		}
		values = append(values, f.Format(v))
	}
	return strings.Join(values, ", ")
}
