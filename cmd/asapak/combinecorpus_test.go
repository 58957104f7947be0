package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/asapak/asapak/cli/read"
	"github.com/asapak/asapak/cli/render"
	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/license"
)

// A sampled pair is units of the corpus whose first one prints the license of
// its group.
type sampled struct {
	first, second string
	cluster       bool
	model         string            // where the output doesn't tell it
	except        map[string]string // rows by name, and why the rules give another value
}

const (
	fromTwoExamples = "the guide prints one pair twice, with 12 and with 10 contexts, and units with 12 and 2 (FO-11)"
	smartLimit      = "a smart-licensed platform isn't in the table of models: its limit is unknown"
)

var sampledPairs = []sampled{
	{first: "show_version/ntc3-asa5516-992-failover.txt", second: "show_version/ntc3-asa5516-992-failover.txt"},
	{first: "reflowed/failover-primary-detail.txt", second: "reflowed/failover-secondary-detail.txt",
		except: map[string]string{"Security Contexts": fromTwoExamples}},
	{first: "reflowed/failover-secondary-detail.txt", second: "reflowed/failover-primary-detail.txt",
		except: map[string]string{"Security Contexts": fromTwoExamples}},
	{first: "reflowed/asasm-npe-primary.txt", second: "reflowed/asasm-npe-secondary.txt"},
	{first: "reflowed/asasm-npe-secondary.txt", second: "reflowed/asasm-npe-primary.txt"},
	{first: "reflowed/cluster-5585.txt", second: "reflowed/cluster-5585.txt", cluster: true, model: "ASA 5585-X SSP-10"},
}

// smartPairs have no activation keys: their rows are combined as far as the rules
// go without a platform. The mate isn't known and taken as equal.
var smartPairs = []sampled{
	{first: "show_version/genie3-fpr9k-9142-failover.txt", except: map[string]string{
		"Security Contexts":        "40 and 50 together: the mate has 10, not 40",
		"AnyConnect Premium Peers": smartLimit,
		"Total TLS Proxy Sessions": smartLimit,
	}},
	{first: "show_version/unicon-fpr2130-983.txt", except: map[string]string{
		"AnyConnect Premium Peers": smartLimit,
		"Total TLS Proxy Sessions": smartLimit,
	}},
	{first: "show_version/ntc2-fpr4k-ctx-983.txt"},
}

func readCorpus(t *testing.T, name string) read.Unit {
	t.Helper()
	doc, err := readFile(filepath.Join(filepath.Dir(guideFolder(t)), name), strings.NewReader(""))
	if err != nil {
		t.Fatal(err)
	}
	units := read.Merge(doc.Units)
	if len(units) != 1 {
		t.Fatalf("%s has %d units, want one", name, len(units))
	}
	return units[0]
}

// rules FO-1, FO-2, FO-3, FO-4, FO-10, FO-11: of every sample that prints the
// license of a group, what the units' own blocks combine to is what it prints, row
// by row. What the permanent block of the detail form says is left aside (SHOW-1).
func TestPrintedClusterLicenses(t *testing.T) {
	for _, p := range sampledPairs {
		t.Run(p.first, func(t *testing.T) {
			printed := readCorpus(t, p.first).Cluster
			g := p.gather(t)
			run := combinedBlock(t, g)
			table := render.Table{Model: g.partners[0].Model, Release: g.partners[0].Release, NPE: g.partners[0].NoPayloadEncryption, Cluster: true}
			computed := table.Rows(run)
			if len(printed) != len(computed) || len(printed) < 8 {
				t.Fatalf("%d rows are printed, %d computed", len(printed), len(computed))
			}
			for i, row := range printed {
				want := fmt.Sprintf("%s : %s %s", row.Name, row.Value, row.Term)
				got := fmt.Sprintf("%s : %s %s", computed[i].Name, computed[i].Value, computed[i].Term)
				if why, excepted := p.except[row.Name]; (got == want) == excepted {
					t.Errorf("computed %q, printed %q; %s", got, want, why)
				}
			}
		})
	}
}

func (p *sampled) gather(t *testing.T) *gathering {
	t.Helper()
	o := groupOptions{cluster: p.cluster, model: p.model}
	var all []partner
	for _, name := range []string{p.first, p.second} {
		u := readCorpus(t, name)
		u.Detail = nil
		unit, err := o.adopt(&u)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, unit)
	}
	g, err := o.join(all, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// combinedBlock is what the units have together. Units that may not join, as the
// guide's with different encryption, are combined all the same.
func combinedBlock(t *testing.T, g *gathering) *combine.Running {
	t.Helper()
	var members []combine.Member
	for _, u := range g.units {
		members = append(members, combine.Member{Permanent: u.Device().PermanentLicense(), Active: u.Device().ActiveLicenses(nil)})
	}
	platform := g.units[0].Device().Platform()
	run := new(combine.Combiner).Cluster(combine.Ground{Platform: &platform, Release: g.partners[0].Release}, members)
	if inForce, ok := g.group.License(g.units[0]); ok && inForce != run {
		t.Errorf("the group runs on %v, combined are %v", inForce, run)
	}
	return &run
}

// rules FO-2, FO-3: smart-licensed pairs, as far as the rules go.
func TestPrintedSmartLicenses(t *testing.T) {
	for _, p := range smartPairs {
		t.Run(p.first, func(t *testing.T) {
			u := readCorpus(t, p.first)
			var platform license.Platform
			var own license.Set
			for f := range license.NumFeatures {
				platform.Limit[f] = license.Unlimited
			}
			for _, row := range u.Own {
				own[row.Feature] = row.Amount
			}
			m := combine.Member{Permanent: own}
			run := new(combine.Combiner).Cluster(combine.Ground{Platform: &platform, Release: u.Release}, []combine.Member{m, m})
			for _, row := range u.Cluster {
				got := run[row.Feature].Value
				if why, excepted := p.except[row.Name]; (got == row.Amount) == excepted {
					t.Errorf("%s: computed %d, printed %d; %s", row.Name, got, row.Amount, why)
				}
			}
			if len(u.Cluster) < 10 {
				t.Errorf("only %d rows are printed", len(u.Cluster))
			}
		})
	}
}

// Every sample of the corpus that prints the license of a group is compared: those
// with damaged columns in their reflowed form.
func TestEveryPairIsCompared(t *testing.T) {
	corpus := filepath.Dir(guideFolder(t))
	var found []string
	err := fs.WalkDir(os.DirFS(corpus), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".txt" || strings.Contains(name, "docsample-") {
			return err
		}
		doc, err := readFile(filepath.Join(corpus, name), strings.NewReader(""))
		if err == nil && slices.ContainsFunc(doc.Units, func(u read.Unit) bool { return len(u.Own) > 0 && len(u.Cluster) > 0 }) {
			found = append(found, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var compared []string
	for _, p := range slices.Concat(sampledPairs, smartPairs) {
		compared = append(compared, p.first)
	}
	slices.Sort(found)
	slices.Sort(compared)
	if !slices.Equal(found, compared) {
		t.Errorf("found %v, compared are %v", found, compared)
	}
}
