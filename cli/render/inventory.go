package render

import (
	"fmt"
	"strings"

	"github.com/asapak/asapak/license"
)

// An Item is one part of show inventory.
type Item struct {
	Name, Description string
	Product, Version  string

	// Serial is the chassis' own number; license keys don't open with it
	// (KEY-3).
	Serial string
}

// Inventory lists the parts of a unit of model m. chassis is the serial number
// of the chassis, another one than show version prints.
func Inventory(m *license.Model, chassis string) []Item {
	hw := hardwareOf(m)
	return []Item{{Name: "Chassis", Description: hw.description, Product: hw.product, Version: "V01", Serial: chassis}}
}

// ShowInventory is the screen of show inventory.
func ShowInventory(items []Item) string {
	var b strings.Builder
	for _, it := range items {
		fmt.Fprintf(&b, "Name: %q, DESCR: %q\n", it.Name, it.Description)
		fmt.Fprintf(&b, "PID: %-18s, VID: %-8s, SN: %s\n\n", it.Product, it.Version, it.Serial)
	}
	return b.String()
}
