package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/sim"
)

// shellOptions are the flags of the shell.
type shellOptions struct {
	lab, unit string
	state     string
	fresh     bool
	secret    string
	commands  []string
	script    string
	color     string
}

func (o *shellOptions) register(f *pflag.FlagSet) {
	f.StringVar(&o.lab, "lab", "", "open the lab of this `FILE`, see asapak help lab-file")
	f.StringVar(&o.unit, "unit", "", "open the console of the unit with this `NAME` (default the first)")
	f.StringVar(&o.state, "state", "", "keep flash and configuration in this `DIR`; none keeps nothing (default in the user's state directory)")
	f.BoolVar(&o.fresh, "fresh", false, "start over from the lab; the old state becomes a backup")
	f.StringVar(&o.secret, "secret", "", "seal and open keys under this passphrase (default $ASAPAK_SECRET, else the lab's)")
	f.StringArrayVarP(&o.commands, "command", "c", nil, "run this `COMMAND`; may be given more than once")
	f.StringVarP(&o.script, "file", "f", "", "run the commands of this `FILE`")
	f.StringVar(&o.color, "color", "auto", "color the answers: auto, always or never")
}

// stdio is where a run reads and writes.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// run opens the lab and gives its unit a user: a person at a terminal, else a
// script.
func (o *shellOptions) run(s stdio) (err error) {
	style, err := styleFor(o.color, s.out)
	if err != nil {
		return err
	}
	l, err := o.open()
	if err != nil {
		return err
	}
	w, err := o.enter(l, s.err)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	unit, err := pick(w.world, o.unit)
	if err != nil {
		return err
	}
	options := cli.Options{World: w.world, Secret: l.Secret, Commit: w.commit}
	if in, out, ok := terminals(s); ok && o.commands == nil && o.script == "" {
		fmt.Fprint(out, greeting(unit))
		return interact(cli.NewTerminal(cli.New(cli.NewGrammar(), unit, options), style), in, out)
	}
	options.Privileged = true
	return o.batch(cli.New(cli.NewGrammar(), unit, options), style, s)
}

func (o *shellOptions) open() (*lab.Lab, error) {
	secret := cmp.Or(o.secret, os.Getenv("ASAPAK_SECRET"))
	if o.lab == "" {
		return lab.Default(secret), nil
	}
	return lab.Load(o.lab, secret)
}

// pick finds the unit whose console opens.
func pick(w *sim.World, name string) (*sim.Unit, error) {
	units := w.Units()
	if name == "" {
		return units[0], nil
	}
	if u := w.Unit(name); u != nil {
		return u, nil
	}
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.Name
	}
	return nil, &usageError{fmt.Errorf("--unit %q: the lab has %s", name, strings.Join(names, ", "))}
}

// greeting says what this is, how to get help, and what the keys are not.
func greeting(u *sim.Unit) string {
	d := u.Device()
	return fmt.Sprintf("asapak: a simulated %s, serial number %s, release %s.\n"+
		"enable opens all commands (no password unless you set one), simulate lets time go by, exit leaves.\n"+
		"Activation keys made here are asapak's own: they open no real device.\n",
		d.Model().Name, d.Serial(), d.Release())
}

// batch runs a script and fails if a command was answered with an error.
func (o *shellOptions) batch(session *cli.Session, style cli.Style, s stdio) error {
	source, err := o.source(s.in)
	if err != nil {
		return err
	}
	defer source.close()
	out := s.out
	if style.Answer != nil {
		out = paint(out)
	}
	failed, err := cli.RunBatch(session, source.lines, out)
	if err := errors.Join(err, source.err); err != nil {
		return err
	}
	if failed {
		return errAnswered
	}
	return nil
}

// A source is where commands come from.
type source struct {
	lines iter.Seq[string]
	close func() error
	err   error // of reading, when the lines are over
}

// maxCommand bounds a line of a script, in bytes.
const maxCommand = 1 << 16

func (o *shellOptions) source(stdin io.Reader) (*source, error) {
	s := &source{close: func() error { return nil }}
	if o.commands != nil {
		s.lines = slices.Values(o.commands)
		return s, nil
	}
	in := stdin
	if o.script != "" && o.script != "-" {
		f, err := os.Open(o.script)
		if err != nil {
			return nil, fmt.Errorf("script: %w", err)
		}
		in, s.close = f, f.Close
	}
	s.lines = func(yield func(string) bool) {
		scan := bufio.NewScanner(in)
		scan.Buffer(nil, maxCommand)
		for scan.Scan() {
			if !yield(strings.TrimSuffix(scan.Text(), "\r")) {
				return
			}
		}
		if err := scan.Err(); err != nil {
			s.err = fmt.Errorf("script %s: %w", cmp.Or(o.script, "on standard input"), err)
		}
	}
	return s, nil
}

// paint colors what is written; a batch writes whole lines.
func paint(w io.Writer) io.Writer { return painter{w} }

type painter struct{ to io.Writer }

func (p painter) Write(text []byte) (int, error) {
	if _, err := io.WriteString(p.to, render.Colored(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}
