package plan

import (
	"fmt"

	"github.com/asapak/asapak/license"
)

// The limits of what is planned at once.
const (
	maxPlanUnits = 2000
	maxNeeds     = 10_000
	maxDays      = 30 * 366
)

// check tells what makes no sense in needs, however they were made.
func (n *Needs) check() error {
	switch days := n.Days(); {
	case days < 1 || days > maxDays:
		return fmt.Errorf("horizon of %d days: want 1 to %d", days, maxDays)
	case len(n.Units) == 0 || len(n.Units) > maxPlanUnits:
		return fmt.Errorf("%d units: want 1 to %d", len(n.Units), maxPlanUnits)
	case len(n.Needs) == 0 || len(n.Needs) > maxNeeds:
		return fmt.Errorf("%d needs: want 1 to %d", len(n.Needs), maxNeeds)
	}
	taken := make(map[int]bool)
	for _, p := range n.Pairs {
		for _, u := range [...]int{p.Primary, p.Secondary} {
			if taken[u] {
				return fmt.Errorf("unit %s is in two pairs, or twice in one", n.Units[u].Name)
			}
			taken[u] = true
		}
	}
	for i := range n.Needs {
		if d := &n.Needs[i]; d.From < 0 || d.From >= d.Until || d.Until > n.Days() {
			return fmt.Errorf("need %d: %s: want days within the horizon", i+1, n.Describe(d))
		}
	}
	return n.checkInstalled()
}

// checkInstalled refuses an evaluation key that would wait for its mate: how long
// it then runs depends on the mate's keys.
func (n *Needs) checkInstalled() error {
	for _, p := range n.Pairs {
		for _, in := range n.Units[p.Secondary].Installed {
			if flags := onlyFlags(&in.Features); in.Active && in.evaluates() && flags {
				return fmt.Errorf("unit %s: an evaluation key with on/off features alone on a secondary is not planned", n.Units[p.Secondary].Name)
			}
		}
	}
	return nil
}

func onlyFlags(s *license.Set) bool {
	for _, f := range s.Mask().Features() {
		if f.Kind() != license.Flag {
			return false
		}
	}
	return true
}
