package main

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// An issueOrder is the flags of "asapak key issue".
type issueOrder struct {
	serial, model, level, term string
	features                   []string
	issue                      uint16
	issueGiven                 bool
}

func issueCommand(r *keyring) *cobra.Command {
	var o issueOrder
	c := &cobra.Command{
		Use:   "issue --serial SERIAL --model MODEL --feature NAME=VALUE…",
		Short: "Issue a key for one unit",
		Long: "issue prints the five words of a new key on one line. Without --term the key is\n" +
			"permanent; a time-based one gets a random issue number, so that each is unique.",
		Example: "  asapak key issue --serial JMX1232L11M --model \"ASA 5540\" --feature \"AnyConnect Premium Peers=1000\"\n" +
			"  asapak key issue --serial JMX1232L11M --model \"ASA 5540\" --feature \"Botnet Traffic Filter=Enabled\" --term 8w",
		Args:    cobra.NoArgs,
		PreRunE: r.checkFormat,
		RunE: func(c *cobra.Command, _ []string) error {
			o.issueGiven = c.Flags().Changed("issue")
			content, err := o.content()
			if err != nil {
				return err
			}
			k, err := r.secret().Seal(content)
			if err != nil {
				return err
			}
			if r.format == "json" {
				return printJSON(c.OutOrStdout(), newKeyJSON(k, content))
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), k)
			return err
		},
	}
	c.Flags().StringVar(&o.serial, "serial", "", "serial number of the unit, as show version prints it")
	c.Flags().StringVar(&o.model, "model", "", "model of the unit, see asapak models")
	c.Flags().StringArrayVar(&o.features, "feature", nil, "a feature and its value, as NAME=VALUE; may be repeated")
	c.Flags().StringVar(&o.level, "level", "", "license level, of the unit if the key is time-based: Base or \"Security Plus\"")
	c.Flags().StringVar(&o.term, "term", "", "term of a time-based key in days, weeks or years of 365 days: 30d, 8w, 1y")
	c.Flags().Uint16Var(&o.issue, "issue", 0, "issue number of a time-based key (default: a random one)")
	require(c, "serial", "model")
	return c
}

// content is what the key will say, if the model can take it.
func (o *issueOrder) content() (c activationkey.Content, err error) {
	if c.Serial, err = license.ParseSerial(o.serial); err != nil {
		return c, err
	}
	model, err := license.FindModel(o.model)
	if err != nil {
		return c, err
	}
	v, err := variantOf(model, o.level)
	if err != nil {
		return c, err
	}
	if c.Grant.Features, err = parseFeatures(o.features); err != nil {
		return c, err
	}
	if c.Issue = o.issue; o.term == "" {
		c.Grant.Level = v.Level
	} else {
		if c.Grant.Term, err = parseTerm(o.term); err != nil {
			return c, err
		}
		if !o.issueGiven {
			c.Issue = randomIssue()
		}
	}
	return c, accepts(model, v, &c.Grant)
}

// variantOf is the model at a level; where none is named, at the lowest it has.
func variantOf(m *license.Model, level string) (*license.Variant, error) {
	if level == "" {
		return &m.Variants[0], nil
	}
	l, err := license.ParseLevel(level)
	if err != nil {
		return nil, err
	}
	v := m.Variant(l)
	if v.Level != l {
		return nil, fmt.Errorf("license level %q: the %s has %s only", level, m.Name, v.Level)
	}
	return v, nil
}

func parseFeatures(given []string) (set license.Set, err error) {
	seen := make(map[license.Feature]bool)
	for _, text := range given {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return set, fmt.Errorf("feature %q: want NAME=VALUE", text)
		}
		f, ok := license.ParseFeature(name)
		if !ok {
			return set, license.UnknownFeature(name)
		}
		f = f.Mirrored()
		if seen[f] {
			return set, fmt.Errorf("feature %q: given twice", name)
		}
		seen[f] = true
		if set[f], err = f.ParseValue(strings.TrimSpace(value)); err != nil {
			return set, err
		}
	}
	return set, nil
}

func parseTerm(text string) (time.Duration, error) {
	term, err := license.ParseTerm(text)
	if err == nil && term > activationkey.MaxTerm {
		err = fmt.Errorf("term %q: want %d days at most", text, activationkey.MaxTerm/license.Day)
	}
	return term, err
}

// randomIssue makes two keys for one license differ (KEY-5).
func randomIssue() uint16 {
	var b [2]byte
	rand.Read(b[:]) // never fails
	return binary.BigEndian.Uint16(b[:])
}

// accepts says what the model can't take of a grant (INST-9, INST-10).
func accepts(m *license.Model, v *license.Variant, g *license.Grant) error {
	if g.TimeBased() && !v.TimeBased {
		return fmt.Errorf("the %s takes no time-based key", m.Name)
	}
	for _, f := range g.Features.Features() {
		limit, value := v.Limit[f], g.Features[f]
		switch {
		case activationkey.Ladder(f) == nil || !limit.Known() || value <= limit.Value:
		case limit.Value == license.Disabled:
			return fmt.Errorf("the %s (%s) can't take %s", m.Name, v.Level, f)
		case f.Kind() == license.Count:
			return fmt.Errorf("%s %s: the limit of the %s (%s) is %s", f, f.Format(value), m.Name, v.Level, f.Format(limit.Value))
		}
	}
	return nil
}
