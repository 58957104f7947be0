package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

type simulateIssue struct {
	Words words    `parser:"'simulate' 'issue'"`
	Terms []string `parser:"@Word+"`
	Span  span     `parser:"( 'for' @Span )?"`
}

// run prints a key for this unit. A permanent key carries what the unit's
// permanent key has already, so that it adds; a time-based one what is named.
func (c *simulateIssue) run(s *Session) reply {
	grant := license.Grant{Term: time.Duration(c.Span)}
	content := activationkey.Content{Serial: s.unit.Device().Serial()}
	if c.Span == 0 {
		permanent := s.unit.Device().Flash().Permanent
		grant.Features, grant.Level = permanent.Features, s.unit.Device().Level()
	} else {
		content.Issue = s.options.World.NextIssue()
	}
	if err := readTerms(strings.Join(c.Terms, " "), &grant); err != nil {
		return refuse(err.Error())
	}
	content.Grant = grant
	key, err := s.options.Secret.Seal(content)
	if err != nil {
		return refuse(err.Error())
	}
	return say(key.String() + "\n")
}

// readTerms reads FEATURE=VALUE, several with blanks between. Names and values
// may stand in quotes; without them a value is one word, Security Plus two.
func readTerms(text string, g *license.Grant) error {
	for text != "" {
		name, rest, ok := strings.Cut(text, "=")
		if !ok {
			return fmt.Errorf("%q: want FEATURE=VALUE", text)
		}
		var value string
		value, text = cutValue(rest)
		if err := readTerm(unquotedWords(name), unquotedWords(value), g); err != nil {
			return err
		}
	}
	return nil
}

const twoWords = "security plus"

// cutValue cuts the value off that a text begins with.
func cutValue(text string) (value, rest string) {
	n := strings.IndexByte(text, ' ')
	switch {
	case strings.HasPrefix(text, `"`):
		n = len(text)
		if closing := strings.IndexByte(text[1:], '"'); closing >= 0 {
			n = closing + 2
		}
	case strings.HasPrefix(strings.ToLower(text), twoWords):
		n = len(twoWords)
	case n < 0:
		n = len(text)
	}
	return text[:n], strings.TrimLeft(text[n:], " ")
}

func unquotedWords(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, `"`, "")) }

func readTerm(name, value string, g *license.Grant) error {
	if strings.EqualFold(name, "level") {
		level, err := license.ParseLevel(value)
		g.Level = level
		return err
	}
	f, ok := license.ParseFeature(name)
	if !ok {
		return license.UnknownFeature(name)
	}
	v, err := f.ParseValue(value)
	if err != nil {
		return err
	}
	g.Features[f.Mirrored()] = v
	return nil
}
