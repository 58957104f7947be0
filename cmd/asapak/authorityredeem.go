package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
)

// A redeemOrder is the flags of "asapak authority redeem".
type redeemOrder struct {
	serial, model string
	order, users  int
}

func (n *counter) redeemCommand() *cobra.Command {
	var o redeemOrder
	c := &cobra.Command{
		Use:   "redeem PAK… --serial SERIAL | --order NUMBER",
		Short: "Redeem PAKs, or what is left of an order, for activation keys",
		Long: "redeem prints a key for each PAK. The permanent key that is printed last holds all\n" +
			"permanent licenses of its serial number: enter that one. Time-based licenses have a\n" +
			"key each.",
		Example: "  asapak authority redeem 5FVWQ2TZ6KA --serial JMX1232L11M --model \"ASA 5520\"\n" +
			"  asapak authority redeem --order 1",
		PreRunE: n.checkFormat,
		RunE: func(c *cobra.Command, args []string) error {
			if (o.order == 0) == (len(args) == 0) {
				return &usageError{errors.New("want PAKs, or an order with --order")}
			}
			r, err := o.redemption()
			if err != nil {
				return err
			}
			return n.visit(func(s *authority.Site) error {
				issued, err := o.redeem(s, r, args)
				return errors.Join(n.printIssued(c.OutOrStdout(), issued), err)
			})
		},
	}
	c.Flags().StringVar(&o.serial, "serial", "", "serial number of the unit, as show version prints it (default: the one it was ordered for)")
	c.Flags().StringVar(&o.model, "model", "", "model of the unit, so that a license for another one is refused")
	c.Flags().IntVar(&o.order, "order", 0, "redeem every PAK of the order with this `NUMBER` that isn't redeemed yet")
	c.Flags().IntVar(&o.users, "users", 0, "how many users of a multi-use PAK the unit serves")
	return c
}

// redemption is what all PAKs of a command have in common.
func (o *redeemOrder) redemption() (r authority.Redemption, err error) {
	if r.Serial, err = optionalSerial(o.serial); err != nil {
		return r, err
	}
	if o.model != "" {
		if r.Model, err = license.FindModel(o.model); err != nil {
			return r, err
		}
	}
	r.Users = o.users
	return r, nil
}

// redeem redeems PAKs in turn and returns the keys of those before the first that
// is refused: they are the user's.
func (o *redeemOrder) redeem(s *authority.Site, r authority.Redemption, args []string) (issued []authority.Issued, err error) {
	licenses, err := o.licenses(s, args)
	if err != nil {
		return nil, err
	}
	for i := range licenses {
		l := &licenses[i]
		one := r
		one.PAK, one.Serial = l.PAK, cmp.Or(r.Serial, l.For)
		if one.Serial == "" {
			return issued, fmt.Errorf("PAK %s: for which unit? say --serial", l.PAK)
		}
		k, err := s.Redeem(one)
		if err != nil {
			return issued, err
		}
		issued = append(issued, k)
	}
	return issued, nil
}

// licenses are those of the PAKs that the command names, or what is left of its
// order.
func (o *redeemOrder) licenses(s *authority.Site, args []string) ([]authority.License, error) {
	var all []authority.License
	for _, text := range args {
		p, err := authority.ParsePAK(text)
		if err != nil {
			return nil, err
		}
		l, err := s.Find(p)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	if o.order == 0 {
		return all, nil
	}
	ordered, err := s.Ordered(o.order)
	if err != nil {
		return nil, err
	}
	for i := range ordered {
		if !ordered[i].Spent() {
			all = append(all, ordered[i])
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("order %d: every PAK of it is redeemed; asapak authority show tells the keys", o.order)
	}
	return all, nil
}
