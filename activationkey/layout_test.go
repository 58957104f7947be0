package activationkey

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/asapak/asapak/license"
)

// allSlots is every slot of the layout, by its first bit.
func allSlots() []slot {
	all := []slot{serialSlot, levelSlot, termSlot, issueSlot, redundancySlot}
	for _, p := range ladderSlots {
		all = append(all, slot{p.From, p.Width, p.Feature.String()})
	}
	for i, f := range flagSlots {
		all = append(all, slot{firstFlag + uint(i), 1, f.String()})
	}
	slices.SortFunc(all, func(a, b slot) int { return cmp.Compare(a.From, b.From) })
	return all
}

// rule KEY-1: a key is 160 bits; rule KEY-2: each belongs to one slot.
func TestSlotsFillTheKey(t *testing.T) {
	next := uint(0)
	for _, s := range allSlots() {
		if s.From != next {
			t.Errorf("%s begins at bit %d, the slot before it ends at %d", s.Name, s.From, next)
		}
		last := s.From + s.Width - 1
		if s != redundancySlot && (s.From/64 != last/64 || last >= 128) {
			t.Errorf("%s, bits %d to %d, doesn't lie in the first or the second 64", s.Name, s.From, last)
		}
		next = s.From + s.Width
	}
	if next != 32*Words {
		t.Errorf("the slots end at bit %d, want %d", next, 32*Words)
	}
}

// The table in the package documentation is that of the code.
func TestDocumentedLayout(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "//\t%-8s %5s  %s\n", "bits", "width", "holds")
	for _, s := range allSlots() {
		bits := fmt.Sprint(s.From)
		if s.Width > 1 {
			bits = fmt.Sprintf("%d-%d", s.From, s.From+s.Width-1)
		}
		fmt.Fprintf(&table, "//\t%-8s %5d  %s\n", bits, s.Width, s.Name)
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), "\n"+table.String()+"//\n") {
		t.Errorf("doc.go lacks the layout of the code, which is\n%s", table.String())
	}
}

func TestEachLadderFitsItsSlot(t *testing.T) {
	for _, p := range ladderSlots {
		if n := len(p.ladder.values); n > 1<<p.Width {
			t.Errorf("%s has %d places in %d bits", p.Feature, n, p.Width)
		}
		if p.ladder.values[0] != license.Disabled {
			t.Errorf("%s: place 0 is %d, want Disabled", p.Feature, p.ladder.values[0])
		}
		sorted := slices.Sorted(slices.Values(p.ladder.values))
		if len(slices.Compact(sorted)) != len(p.ladder.values) {
			t.Errorf("%s has a value twice", p.Feature)
		}
	}
}

// The odds that the package documentation states follow from the layout.
func TestStatedOdds(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	serialBits := license.SerialLength * math.Log2(36)
	features := 1.0
	for _, p := range ladderSlots {
		if p.Feature != license.SharedPremiumPeers {
			features *= float64(len(p.ladder.values))
		}
	}
	// No pool goes with and without Shared License, a pool only with it.
	features *= float64(len(sharedPool.values)+1) * math.Exp2(float64(len(flagSlots)-1))
	kinds := float64(license.NumLevels) + maxDays*math.Exp2(float64(issueSlot.Width))
	keys := serialBits + math.Log2(features*kinds)
	for _, stated := range []string{
		fmt.Sprintf("2^%.2f open", keys),
		fmt.Sprintf("36^11 = 2^%.2f", serialBits),
		fmt.Sprintf("2^%.2f combinations of features", math.Log2(features)),
		fmt.Sprintf("(2^%.2f)", math.Log2(kinds)),
		fmt.Sprintf("odds 2^%.2f per try", keys-160),
		fmt.Sprintf("2^%.2f per try", keys-serialBits-160),
		fmt.Sprintf("= 2^%.2f", keys-160+math.Log2(160)),
		fmt.Sprintf("%d bits of that are the redundancy", redundancySlot.Width),
	} {
		if !strings.Contains(string(doc), stated) {
			t.Errorf("doc.go doesn't state %q", stated)
		}
	}
}
