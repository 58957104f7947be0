package cli

import (
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/participle/v2/ebnf"
)

// Every command's EBNF is read as participle's own package reads it.
func TestReadEBNF(t *testing.T) {
	for i := range commands {
		text, _, err := commands[i].form.build()
		if err != nil {
			t.Fatal(err)
		}
		first, productions, err := readEBNF(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		twin, err := ebnf.ParseString(text)
		if err != nil {
			t.Fatal(err)
		}
		if first != twin.Productions[0].Production || len(productions) != len(twin.Productions) {
			t.Errorf("%s: first %s of %d", text, first, len(productions))
		}
		for _, p := range twin.Productions {
			if got, want := printed(productions[p.Production]), p.Expression.String(); got != want {
				t.Errorf("%s reads %s, want %s", p.Production, got, want)
			}
		}
	}
}

// printed prints an expression as participle's package prints its own.
func printed(e expression) string {
	var ways []string
	for _, s := range e {
		var terms []string
		for i := range s {
			terms = append(terms, printedTerm(&s[i]))
		}
		ways = append(ways, strings.Join(terms, " "))
	}
	return strings.Join(ways, " | ")
}

func printedTerm(t *term) string {
	text := t.production
	switch {
	case t.keyword != "":
		text = strconv.Quote(t.keyword)
	case t.class != nil:
		text = "<" + strings.ToLower(t.class.symbol) + ">"
	case t.group != nil:
		text = "(" + printed(t.group) + ")"
	}
	if t.repeat != 0 {
		text += string(t.repeat)
	}
	return text
}

func TestReadEBNFErrors(t *testing.T) {
	for _, text := range []string{`A`, `A =`, `A = "b"`, `A = ("b" .`, `A = "b .`, `A = <word .`, `A = "b" | .`, `A = ~"b" .`} {
		if _, _, err := readEBNF(text); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
