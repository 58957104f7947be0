package file

import (
	_ "embed"

	"github.com/asapak/asapak/plan"
)

//go:embed shipped.csv
var shipped []byte

// Shipped is the catalog of part numbers that public lists name, without prices.
// The table is part of the program: what is wrong in it is a bug.
func Shipped() *plan.Catalog {
	c, err := ParseCatalog("shipped.csv", shipped)
	if err != nil {
		panic(err)
	}
	return c
}

// Schema is the JSON Schema of a needs file, for editors and other checks before
// [ParseNeeds].
//
//go:embed schema.json
var Schema string
