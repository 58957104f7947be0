package render

import (
	"strings"
	"testing"

	"github.com/asapak/asapak/combine"
	"github.com/asapak/asapak/failover"
	"github.com/asapak/asapak/license"
)

// rules FO-6, FO-8, CLU-1, KEY-6, SHR-11: each requirement has a text, a cure and
// a rule, and no name in braces is left in them.
func TestObjections(t *testing.T) {
	m, err := license.FindModel("ASA 5540")
	if err != nil {
		t.Fatal(err)
	}
	parties := []Party{{"primary", failover.Unit{Model: m}}, {"secondary", failover.Unit{Model: m, Multiple: true}}}
	if len(objections) != int(failover.NoSharedInActiveActive)+1 {
		t.Errorf("%d objections for %d requirements", len(objections), failover.NoSharedInActiveActive+1)
	}
	for r := range objections {
		o := Object(failover.Violation{Requirement: failover.Requirement(r), Unit: 1, Mate: 0, Feature: license.Encryption3DESAES, Own: 0, Other: 1}, parties)
		if o.Rule == "" || o.Text == "" || o.Cure == "" || strings.ContainsAny(o.Text+o.Cure, "{}") {
			t.Errorf("requirement %d: %+v", r, o)
		}
	}
	o := Object(failover.Violation{Requirement: failover.SameEncryption, Unit: 1, Mate: 0, Feature: license.Encryption3DESAES, Own: 1, Other: 0}, parties)
	if want := "enter a key with 3DES/AES on primary"; o.Cure != want {
		t.Errorf("cure %q, want %q", o.Cure, want)
	}
}

// Each cause and each concern has its words.
func TestWhyAndConcern(t *testing.T) {
	for c := range reasons {
		m := Merged{
			Feature: license.SecurityContexts, Names: []string{"primary", "secondary"}, Own: make([]combine.Line, 2),
			Explanation: combine.Explanation{Cause: combine.Cause(c), Has: []int{0, 1}},
		}
		if rule, text := Why(&m, 50, false); text == "" || strings.ContainsAny(text, "{}") || (rule == "") != (combine.Cause(c) == combine.Nowhere) {
			t.Errorf("cause %d: %q %q", c, rule, text)
		}
	}
	if len(reasons) != int(combine.CutTogether)+1 || len(concerns) != int(combine.OnlyThere)+1 {
		t.Errorf("%d reasons, %d concerns", len(reasons), len(concerns))
	}
	for k := range concerns {
		a := combine.Advice{Kind: combine.Concern(k), Feature: license.Carrier, Mate: 1, Left: license.Day}
		if rule, text := Concern(&a, license.Release{Major: 8, Minor: 4}, []string{"primary", "secondary"}); rule == "" || strings.ContainsAny(text, "{}") || !strings.HasPrefix(text, "GTP/GPRS") {
			t.Errorf("concern %d: %q %q", k, rule, text)
		}
	}
}

// More units than a sentence names one by one are counted.
func TestSumOfMany(t *testing.T) {
	m := Merged{Feature: license.SecurityContexts, Own: make([]combine.Line, 8), Explanation: combine.Explanation{Cause: combine.Added, Total: 16}}
	if _, text := Why(&m, 250, true); text != "8 units together 16, under what is sold at most, 250" {
		t.Error(text)
	}
}

// rule TIME-3: a unit's share tells its terms, with a plus where licenses add.
func TestShare(t *testing.T) {
	s := Share{Permanent: 2, Timed: []TimedShare{{Value: 10, Left: 62*license.Day - 1}}}
	r := license.Release{Major: 9, Minor: 1}
	if got := s.Text(license.TotalUCProxySessions, r); got != "2 + 10 for 62 days" {
		t.Error(got)
	}
	if got := s.Text(license.AnyConnectPremiumPeers, r); got != "2, 10 for 62 days" {
		t.Error(got)
	}
}

// rule FO-10: the block of a group as its era prints it.
func TestClusterBlock(t *testing.T) {
	rows := []Row{{Feature: license.SecurityContexts, Name: "Security Contexts", Value: "4", Term: "perpetual"}}
	want := "Failover cluster licensed features for this platform:\n" +
		"Security Contexts                 : 4              perpetual\n\nThis platform has an ASA 5520 VPN Plus license.\n\n"
	if got := ClusterBlock(license.Release{Major: 8, Minor: 4}, rows, "This platform has an ASA 5520 VPN Plus license."); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
