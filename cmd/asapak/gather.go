package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/cli/read"
	"github.com/asapak/asapak/device"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sim"
)

// A gathering is units from the command line, joined into a pair or a cluster.
type gathering struct {
	kind     failover.Kind
	world    *sim.World
	group    *sim.Group // nil for a unit alone
	units    []*sim.Unit
	partners []partner // where each unit is from
}

// A partner is one unit that the command line names.
type partner struct {
	lab.Unit
	source   string
	hostname string
}

// groupOptions are the flags of the commands that join units.
type groupOptions struct {
	keyring
	cluster, activeActive bool
	model                 string // of outputs that don't tell it
}

func (o *groupOptions) register(f *pflag.FlagSet) {
	f.BoolVar(&o.cluster, "cluster", false, "join the units into a cluster, the first being the control unit")
	f.BoolVar(&o.activeActive, "active-active", false, "join the units into an Active/Active pair, in multiple context mode")
	f.StringVar(&o.model, "model", "", "take units as this `MODEL` where their output doesn't tell it")
	f.StringVar(&o.passphrase, "secret", "", "open keys under this passphrase (default $ASAPAK_SECRET, else the lab's)")
}

// gather reads the units that arguments name and joins them, the first as the
// primary or control unit.
func (o *groupOptions) gather(args []string, start time.Time, stdin io.Reader, stderr io.Writer) (*gathering, error) {
	if o.cluster && o.activeActive {
		return nil, &usageError{errors.New("--cluster and --active-active: want one of them")}
	}
	var all []partner
	for _, arg := range args {
		found, err := o.partners(arg, stdin, stderr)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return o.join(all, start)
}

// join names the units by their roles and boots them as one group.
func (o *groupOptions) join(all []partner, start time.Time) (*gathering, error) {
	g := &gathering{kind: o.kind(len(all)), partners: all}
	l := &lab.Lab{Name: "combine", Start: start, Secret: o.secret()}
	for i := range all {
		all[i].Name = roleName(g.kind, i)
		all[i].Config += "\nfailover\n"
		l.Units = append(l.Units, all[i].Unit)
	}
	return g, g.boot(l)
}

func (o *groupOptions) kind(units int) failover.Kind {
	switch {
	case o.activeActive:
		return failover.ActiveActive
	case o.cluster || units > 2:
		return failover.Clustering
	}
	return failover.ActiveStandby
}

func roleName(kind failover.Kind, i int) string {
	switch {
	case kind != failover.Clustering:
		return [...]string{"primary", "secondary"}[min(i, 1)]
	case i == 0:
		return "control"
	}
	return fmt.Sprintf("data%d", i)
}

// boot builds the world of the units. A unit that doesn't take multiple context
// mode stays in single mode: the requirements tell.
func (g *gathering) boot(l *lab.Lab) error {
	var err error
	if g.world, err = lab.Build(l); err != nil {
		return err
	}
	g.units = g.world.Units()
	if g.kind == failover.ActiveActive {
		for _, u := range g.units {
			u.Step(device.SetMode{Multiple: true})
			u.Step(device.Reload{})
		}
	}
	if len(g.units) > 1 {
		g.group, err = g.world.Group(g.kind, g.units...)
	}
	return err
}

// partners reads one argument: MODEL:KEY, LABFILE#UNIT, or a file with the
// output of real units.
func (o *groupOptions) partners(arg string, stdin io.Reader, stderr io.Writer) ([]partner, error) {
	if _, err := os.Stat(arg); err == nil || arg == "-" {
		return o.adoptFile(arg, stdin, stderr)
	}
	if model, keys, ok := strings.Cut(arg, ":"); ok {
		if m, err := license.FindModel(model); err == nil {
			return o.sealed(m, keys)
		}
	}
	if path, name, ok := strings.Cut(arg, "#"); ok {
		return labUnit(path, name)
	}
	return o.adoptFile(arg, stdin, stderr)
}

// sealed is a unit of a model with keys of the lab: one permanent, any number of
// time-based ones, all for one serial number.
func (o *groupOptions) sealed(m *license.Model, text string) ([]partner, error) {
	u := lab.Unit{Model: m, Release: m.DefaultRelease()}
	words := strings.Fields(text)
	const perKey = len(activationkey.Key{})
	if len(words) == 0 || len(words)%perKey != 0 {
		return nil, &usageError{fmt.Errorf("%q: want keys of %d words behind the model, not %d words", text, perKey, len(words))}
	}
	for key := range slices.Chunk(words, perKey) {
		_, c, err := o.open(key)
		if err != nil {
			return nil, fmt.Errorf("%s: key %s: %w", m.Name, strings.Join(key, " "), err)
		}
		switch {
		case u.Serial != "" && u.Serial != c.Serial:
			return nil, fmt.Errorf("%s: key %s is for %s, the one before it for %s", m.Name, strings.Join(key, " "), c.Serial, u.Serial)
		case c.Grant.TimeBased():
			u.TimeBased = append(u.TimeBased, lab.TimeBased{Grant: c.Grant, Active: true})
		case u.Permanent != nil:
			return nil, fmt.Errorf("%s: two permanent keys: a unit has one", m.Name)
		default:
			u.Permanent = &c.Grant
		}
		u.Serial = c.Serial
	}
	return []partner{{Unit: u, source: "keys"}}, nil
}

func labUnit(path, name string) ([]partner, error) {
	l, err := lab.Load(path, "")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range l.Units {
		if u.Name == name {
			return []partner{{Unit: u, source: path, hostname: name}}, nil
		}
		names = append(names, u.Name)
	}
	return nil, fmt.Errorf("%s: no unit %q in it, only %s", path, name, strings.Join(names, ", "))
}

// adoptFile takes over the units whose output a file has (KEY-7).
func (o *groupOptions) adoptFile(name string, stdin io.Reader, stderr io.Writer) ([]partner, error) {
	doc, err := readFile(name, stdin)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", doc.Name, err)
	}
	for _, p := range doc.Problems {
		fmt.Fprintf(stderr, "%s:%s\n", doc.Name, p.String())
	}
	units := read.Merge(doc.Units)
	if len(units) == 0 {
		return nil, fmt.Errorf("%s: %w", doc.Name, errNothingRead)
	}
	var all []partner
	for i := range units {
		p, err := o.adopt(&units[i])
		if err != nil {
			return nil, fmt.Errorf("%s: unit %s: %w", doc.Name, cmp.Or(units[i].Hostname, units[i].SerialID, "1"), err)
		}
		p.source = doc.Name
		all = append(all, p)
	}
	return all, nil
}

// keyNotShown stands for a permanent key that an output leaves out: only a key
// that is shown as zeros is none (KEY-6).
const keyNotShown = "not shown"

func (o *groupOptions) adopt(u *read.Unit) (partner, error) {
	if u.Model == nil && o.model != "" {
		m, err := license.FindModel(o.model)
		if err != nil {
			return partner{}, &usageError{err}
		}
		u.Model = m
	}
	proven, err := u.Proven()
	if errors.Is(err, read.ErrNoModel) {
		return partner{}, fmt.Errorf("%w; --model names it", err)
	}
	if err != nil {
		return partner{}, err
	}
	if proven.Permanent.Text == "" {
		proven.Permanent.Text = keyNotShown
	}
	return partner{hostname: proven.Hostname, Unit: lab.Unit{
		Model: proven.Model, Serial: proven.Serial, Release: proven.Release, NoPayloadEncryption: proven.NPE, Adopted: &proven,
	}}, nil
}

// names are the names of the units.
func (g *gathering) names() []string {
	var names []string
	for _, u := range g.units {
		names = append(names, u.Name)
	}
	return names
}

// warnings are what is odd about the units but keeps nobody from combining them.
func (g *gathering) warnings() []string {
	var all []string
	for i := range g.partners {
		for j := range i {
			if a, b := &g.partners[j], &g.partners[i]; a.Serial == b.Serial {
				all = append(all, fmt.Sprintf("%s and %s have the same serial number, %s: two units never do; %s is taken as an equal unit",
					a.Name, b.Name, a.Serial, b.Name))
				break
			}
		}
	}
	return all
}
