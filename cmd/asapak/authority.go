package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/authority"
	"github.com/asapak/asapak/license"
)

// A counter is what the authority commands have in common: where the licensing
// site is, its secret, and how to answer.
type counter struct {
	keyring
	state string
}

// authorityCommand builds "asapak authority": the simulated licensing site.
func authorityCommand() *cobra.Command {
	n := new(counter)
	c := &cobra.Command{
		Use:   "authority",
		Short: "Order licenses at a simulated licensing site, and redeem them for keys",
		Long: "authority is a simulated licensing site. An order gives PAKs; a PAK is redeemed for\n" +
			"the activation key of one serial number. A permanent key holds everything that is\n" +
			"registered for its serial number, so tell the site first what a unit has already:\n" +
			"register takes its present permanent key. Nothing that was redeemed is taken back.",
		Example: "  asapak authority order L-ASA-SSL-25= --serial JMX1232L11M\n" +
			"  asapak plan needs.yaml -o json >plan.json\n" +
			"  asapak authority order --plan plan.json --catalog catalog.csv\n" +
			"  asapak authority redeem --order 1",
		Args: cobra.NoArgs,
		RunE: showHelp,
	}
	f := c.PersistentFlags()
	f.StringVar(&n.state, "state", "", "keep the site in this `DIR` (default in the user's state directory)")
	f.StringVar(&n.passphrase, "secret", "", "passphrase that keys are sealed under (default $ASAPAK_SECRET, else the lab's)")
	f.StringVarP(&n.format, "output", "o", "text", "how to answer: text or json")
	c.AddCommand(
		n.orderCommand(), n.registerCommand(), n.redeemCommand(), n.encryptionCommand(), n.transferCommand(),
		n.showCommand(), n.auditCommand(), n.exportCommand(), n.importCommand(),
	)
	return c
}

// visit opens the site, does something there and leaves.
func (n *counter) visit(do func(*authority.Site) error) (err error) {
	dir := n.state
	if dir == noState {
		return &usageError{errors.New("--state none: a licensing site that keeps nothing is of no use")}
	}
	if dir == "" {
		base, err := userStateDir()
		if err != nil {
			return fmt.Errorf("state directory: %w; --state DIR names one", err)
		}
		dir = filepath.Join(base, "asapak", "authority")
	}
	s, err := authority.Open(dir, n.secret(), time.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s)
}

func (n *counter) registerCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "register KEY…",
		Short:   "Tell the site what a unit has already, by its present permanent key",
		Example: `  asapak authority register 0x1de76f57 0xda0e7553 0x58a9fa91 0xb673ddeb 0x8f241065`,
		Args:    cobra.MinimumNArgs(1),
		PreRunE: n.checkFormat,
		RunE: func(c *cobra.Command, words []string) error {
			k, err := activationkey.Parse(words...)
			if err != nil {
				return err
			}
			if k.IsZero() {
				return errNoKey
			}
			return n.visit(func(s *authority.Site) error {
				u, err := s.Register(k)
				if err != nil {
					return err
				}
				return n.printUnits(c.OutOrStdout(), []authority.Unit{*u})
			})
		},
	}
}

func (n *counter) encryptionCommand() *cobra.Command {
	var r authority.Request
	var serial string
	c := &cobra.Command{
		Use:     "request-3des --smart-account ACCOUNT --virtual-account ACCOUNT --serial SERIAL",
		Short:   "Get the free 3DES/AES license",
		Example: `  asapak authority request-3des --smart-account Example --virtual-account Default --serial JMX1232L11M`,
		Args:    cobra.NoArgs,
		PreRunE: n.checkFormat,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if r.Serial, err = license.ParseSerial(serial); err != nil {
				return fmt.Errorf("serial number %q: %w", serial, err)
			}
			return n.visit(func(s *authority.Site) error {
				issued, err := s.RequestEncryption(r)
				if err != nil {
					return err
				}
				return n.printIssued(c.OutOrStdout(), []authority.Issued{issued})
			})
		},
	}
	c.Flags().StringVar(&r.SmartAccount, "smart-account", "", "the Smart Account that requests it")
	c.Flags().StringVar(&r.VirtualAccount, "virtual-account", "", "its Virtual Account")
	c.Flags().StringVar(&serial, "serial", "", "serial number of the unit, as show version prints it")
	require(c, "smart-account", "virtual-account", "serial")
	return c
}

func (n *counter) transferCommand() *cobra.Command {
	var from, to string
	c := &cobra.Command{
		Use:     "transfer --from SERIAL --to SERIAL",
		Short:   "Move everything to the unit that replaces another, and retire the old one",
		Example: `  asapak authority transfer --from JMX1232L11M --to JMX1546L0AB`,
		Args:    cobra.NoArgs,
		PreRunE: n.checkFormat,
		RunE: func(c *cobra.Command, _ []string) error {
			var serials [2]license.Serial
			for i, text := range []string{from, to} {
				var err error
				if serials[i], err = license.ParseSerial(text); err != nil {
					return fmt.Errorf("serial number %q: %w", text, err)
				}
			}
			return n.visit(func(s *authority.Site) error {
				issued, err := s.Transfer(serials[0], serials[1])
				if err != nil {
					return err
				}
				return n.printIssued(c.OutOrStdout(), issued)
			})
		},
	}
	c.Flags().StringVar(&from, "from", "", "serial number of the unit that is sent back")
	c.Flags().StringVar(&to, "to", "", "serial number of its replacement")
	require(c, "from", "to")
	return c
}

func (n *counter) exportCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "export",
		Short:   "Print all that the site knows as JSON, keys included",
		Example: "  asapak authority export >site.json",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return n.visit(func(s *authority.Site) error { return s.Export(c.OutOrStdout()) })
		},
	}
}

func (n *counter) importCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "import FILE",
		Short:   "Fill an empty site with an export",
		Example: "  asapak authority --state new import site.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			return n.visit(func(s *authority.Site) error { return s.Import(f) })
		},
	}
}
