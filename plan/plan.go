package plan

import (
	"github.com/asapak/asapak/license"
)

// A Status says what a plan is.
type Status uint8

// The statuses.
const (
	Optimal     Status = iota // nothing cheaper meets the needs
	Interrupted               // the best so far; Plan.Bound is what any plan costs at least
	Infeasible                // no purchases meet the needs; Plan.Impossible says why
)

func (s Status) String() string { return [...]string{"optimal", "interrupted", "infeasible"}[s] }

// A Plan is what to buy, when to enter it, and why.
type Plan struct {
	Status     Status
	Total      Price
	Bound      Price // what any plan costs at least: Total where the plan is optimal
	Purchases  []Purchase
	Schedule   []Period
	Met        []Met // by need
	Wasted     []Waste
	Impossible []Impossible
}

// A Purchase is one part number for one unit.
type Purchase struct {
	Item     *Item
	Unit     int
	Order    int // days of the horizon; before it where the lead time says so
	Activate int
	Why      Why
}

// A Why says what a purchase is for.
type Why struct {
	Need        int // the first need that fails without it; -1 for what a pair takes to be one (FO-6)
	Others      int // how many more needs fail
	Feature     license.Feature
	From, Until int           // the first days on which the need fails
	Without     license.Value // what there would be then
	Wanted      license.Value
}

// A Period is days on which a time-based key is activated on a unit.
type Period struct {
	Unit        int
	Feature     license.Feature
	Features    license.Set // of the key
	Term        int
	From, Until int
	Purchase    int  // the place of the purchase in Plan.Purchases, -1 for an installed key
	Installed   int  // the place of the installed key, where Purchase is -1
	Fixed       bool // an evaluation key that runs as it is
	Waits       bool // for the primary's key (FO-4): it does not count down
}

// A Met says how a need is met.
type Met struct {
	Lowest license.Value // what there is on the need's tightest day
	Day    int           // that day
	Wanted license.Value // on that day
	Limit  license.Value // what the platform carries
}

// A Waste is a license that the plan has no use for, or not all of it.
type Waste struct {
	Unit     int // -1 for the pair as a whole
	Feature  license.Feature
	Reason   WasteReason
	Days     int           // of a time-based key
	Value    license.Value // of the license, or what is above the limit
	Group    string
	Purchase int // -1 for an installed license
}

// A WasteReason says why a license is wasted.
type WasteReason uint8

// The reasons.
const (
	DaysLeft   WasteReason = iota // days of a time-based key that no need takes
	AboveLimit                    // more than the platform carries
)

// An Impossible is a need that nothing meets.
type Impossible struct {
	Need   int // -1 for what a pair takes to be one
	Group  string
	Day    int // the first day on which it fails
	Best   license.Value
	Wanted license.Value
	Text   string
}
