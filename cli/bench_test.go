package cli

import "testing"

// The whole of what a process does for -c 'show clock' beyond the lab: a grammar,
// a session, one line.
func BenchmarkFirstLine(b *testing.B) {
	l := newLab(b, "ISA 3000", "9.16", true)
	for b.Loop() {
		New(NewGrammar(), l.unit, Options{World: l.world, Privileged: true}).Line("show clock")
	}
}

func BenchmarkWholeGrammar(b *testing.B) {
	for b.Loop() {
		NewGrammar().Complete()
	}
}

func benchmarkLine(b *testing.B, line string) {
	l := newLab(b, "ISA 3000", "9.16", true)
	for b.Loop() {
		if r := l.session.Line(line); r.Failed {
			b.Fatal(r.Output)
		}
	}
}

// Each of these is to stay below 50 µs.
func BenchmarkShowActivationKey(b *testing.B)       { benchmarkLine(b, "show activation-key") }
func BenchmarkShowActivationKeyDetail(b *testing.B) { benchmarkLine(b, "sh act det") }
func BenchmarkShowVersion(b *testing.B)             { benchmarkLine(b, "show version | grep Serial") }

func BenchmarkHelp(b *testing.B) {
	l := newLab(b, "ISA 3000", "9.16", true)
	for b.Loop() {
		l.session.Help("show ")
	}
}
