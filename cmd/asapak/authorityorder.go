package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/plan"
	"github.com/asapak/asapak/plan/file"
)

// A purchaseOrder is the flags of "asapak authority order".
type purchaseOrder struct {
	catalog, plan, serial string
	users                 int
}

func (n *counter) orderCommand() *cobra.Command {
	var o purchaseOrder
	c := &cobra.Command{
		Use:   "order PID[:QUANTITY]… | --plan FILE",
		Short: "Order licenses, or all that a plan buys, and get their PAKs",
		Example: "  asapak authority order L-ASA-SSL-25= ASA5500-SC-5=:2\n" +
			"  asapak authority order --plan plan.json --catalog catalog.csv",
		PreRunE: n.checkFormat,
		RunE: func(c *cobra.Command, args []string) error {
			if (o.plan == "") == (len(args) == 0) {
				return &usageError{fmt.Errorf("want part numbers, or a plan with --plan")}
			}
			lines, err := o.lines(args)
			if err != nil {
				return err
			}
			return n.visit(func(s *authority.Site) error {
				order, err := s.Order(lines)
				if err != nil {
					return err
				}
				return n.printOrder(c.OutOrStdout(), s, &order)
			})
		},
	}
	c.Flags().StringVar(&o.catalog, "catalog", "", "the catalog that has the part numbers, CSV or YAML (default: the shipped one)")
	c.Flags().StringVar(&o.plan, "plan", "", "order what this `FILE` buys: what asapak plan -o json wrote")
	c.Flags().StringVar(&o.serial, "serial", "", "serial number of the unit that the licenses are for (default: said when they are redeemed)")
	c.Flags().IntVar(&o.users, "users", 0, "users of a multi-use license, for all units together")
	c.MarkFlagsMutuallyExclusive("plan", "serial")
	return c
}

// lines are what is ordered.
func (o *purchaseOrder) lines(args []string) ([]authority.Line, error) {
	catalog := file.Shipped()
	if o.catalog != "" {
		var err error
		if catalog, err = loadCatalog(o.catalog); err != nil {
			return nil, err
		}
	}
	if o.plan != "" {
		return o.planned(catalog)
	}
	unit, err := optionalSerial(o.serial)
	if err != nil {
		return nil, err
	}
	var all []authority.Line
	for _, arg := range args {
		pid, count, counted := strings.Cut(arg, ":")
		line := authority.Line{Quantity: 1, For: unit}
		if counted {
			if line.Quantity, err = strconv.Atoi(count); err != nil {
				return nil, fmt.Errorf("order %q: want PID:QUANTITY", arg)
			}
		}
		if line.Product, err = productOf(catalog, pid, ""); err != nil {
			return nil, err
		}
		all = append(all, o.withUsers(line))
	}
	return all, nil
}

// planned are the purchases of a plan, each for its unit.
func (o *purchaseOrder) planned(catalog *plan.Catalog) ([]authority.Line, error) {
	data, err := os.ReadFile(o.plan)
	if err != nil {
		return nil, err
	}
	var p struct {
		Status    string
		Purchases []struct{ PID, Serial, Gives string }
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("plan %s: %w", o.plan, err)
	}
	if len(p.Purchases) == 0 {
		return nil, fmt.Errorf("plan %s: status %q: it buys nothing", o.plan, p.Status)
	}
	var all []authority.Line
	for i := range p.Purchases {
		b := &p.Purchases[i]
		line := authority.Line{Quantity: 1}
		if line.For, err = optionalSerial(b.Serial); err != nil {
			return nil, fmt.Errorf("plan %s: %w", o.plan, err)
		}
		if line.Product, err = productOf(catalog, b.PID, b.Gives); err != nil {
			return nil, fmt.Errorf("plan %s: %w", o.plan, err)
		}
		all = append(all, o.withUsers(line))
	}
	return all, nil
}

// withUsers adds the pool of users where the product has one, or where it is the
// site's to say that it has none.
func (o *purchaseOrder) withUsers(line authority.Line) authority.Line {
	if line.Product.MultiUse || o.plan == "" {
		line.Users = o.users
	}
	return line
}

// optionalSerial reads a serial number that may be left out.
func optionalSerial(text string) (license.Serial, error) {
	if text == "" {
		return "", nil
	}
	serial, err := license.ParseSerial(text)
	if err != nil {
		return "", fmt.Errorf("serial number %q: %w", text, err)
	}
	return serial, nil
}

// productOf finds what the site sells under a part number of a catalog. gives,
// where a plan says it, tells rows of one part number apart.
func productOf(catalog *plan.Catalog, pid, gives string) (authority.Product, error) {
	var found *authority.Product
	for i := range catalog.Items {
		it := &catalog.Items[i]
		if it.PID != pid || gives != "" && it.Gives() != gives {
			continue
		}
		p := newProduct(it)
		switch {
		case found == nil:
			found = &p
		case found.Features != p.Features || found.SecurityPlus != p.SecurityPlus || found.TermDays != p.TermDays || found.Needs != p.Needs:
			return p, fmt.Errorf("part number %q: the catalog has it twice, with different licenses", pid)
		case len(found.Models) == 0 || len(p.Models) == 0:
			found.Models = nil
		default:
			found.Models = append(found.Models, p.Models...)
		}
	}
	if found == nil {
		return authority.Product{}, fmt.Errorf("part number %q: not in the catalog", pid)
	}
	return *found, nil
}

// newProduct is what the site sells for a row of a catalog. A pool for shared
// sessions is a license to share; a Secure Client license goes to several units,
// unless it is VPN Only, and has no term in its keys (EXCL-8).
func newProduct(i *plan.Item) authority.Product {
	p := authority.Product{PID: i.PID, TermDays: i.Term}
	for _, m := range i.Models {
		p.Models = append(p.Models, m.Name)
	}
	if i.Level != license.Base {
		p.SecurityPlus = true
		return p
	}
	p.Features[i.Feature] = i.Value
	if i.From > 0 {
		p.Needs[i.Feature] = i.From
	}
	if i.Feature == license.SharedPremiumPeers {
		p.Features[license.SharedLicense] = license.Enabled
	}
	if i.Feature == license.SecureClientAdvantage || i.Feature == license.SecureClientPremier {
		p.MultiUse, p.TermDays = true, 0
	}
	return p
}
