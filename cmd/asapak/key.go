package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/asapak/asapak/activationkey"
	"github.com/asapak/asapak/license"
)

// errNoKey is the answer to a key of all zeros (KEY-6).
var errNoKey = errors.New("the key of all zeros is no key: a unit runs on its default license with it")

// A keyring is what the key commands have in common.
type keyring struct {
	passphrase string
	format     string
}

// secret is the one that --secret names, else the environment, else that of
// every lab which sets none.
func (r *keyring) secret() *activationkey.Secret {
	for _, given := range []string{r.passphrase, os.Getenv("ASAPAK_SECRET")} {
		if given != "" {
			return activationkey.NewSecret(given)
		}
	}
	return activationkey.NewSecret(activationkey.DefaultPassphrase)
}

// open reads the words of a key and what it says.
func (r *keyring) open(words []string) (activationkey.Key, activationkey.Content, error) {
	k, err := activationkey.Parse(words...)
	if err != nil {
		return k, activationkey.Content{}, err
	}
	if k.IsZero() {
		return k, activationkey.Content{}, errNoKey
	}
	content, err := r.secret().Open(k)
	return k, content, err
}

func (r *keyring) checkFormat(*cobra.Command, []string) error {
	if r.format != "text" && r.format != "json" {
		return fmt.Errorf("-o %q: want text or json", r.format)
	}
	return nil
}

// keyCommand builds "asapak key": activation keys of the lab, outside of a unit.
func keyCommand() *cobra.Command {
	r := new(keyring)
	c := &cobra.Command{
		Use:   "key",
		Short: "Issue, show and verify activation keys of the lab",
		Long: "key works on activation keys of this project's own format. They are sealed under\n" +
			"the lab's secret; no real device accepts them.",
	}
	c.PersistentFlags().StringVar(&r.passphrase, "secret", "", "passphrase that keys are sealed under (default: $ASAPAK_SECRET, else the lab's)")
	c.PersistentFlags().StringVarP(&r.format, "output", "o", "text", "how to answer: text or json")
	c.AddCommand(issueCommand(r), showKeyCommand(r), verifyKeyCommand(r))
	return c
}

func showKeyCommand(r *keyring) *cobra.Command {
	return &cobra.Command{
		Use:     "show KEY…",
		Short:   "Tell what a key holds",
		Example: `  asapak key show 0x1de76f57 0xda0e7553 0x58a9fa91 0xb673ddeb 0x8f241065`,
		Args:    cobra.MinimumNArgs(1),
		PreRunE: r.checkFormat,
		RunE: func(c *cobra.Command, words []string) error {
			k, content, err := r.open(words)
			if err != nil {
				return err
			}
			if r.format == "json" {
				return printJSON(c.OutOrStdout(), newKeyJSON(k, content))
			}
			return printKey(c.OutOrStdout(), k, content)
		},
	}
}

func verifyKeyCommand(r *keyring) *cobra.Command {
	var text string
	c := &cobra.Command{
		Use:     "verify KEY…",
		Short:   "Check that a unit would take a key; exit status 1 if not",
		Example: `  asapak key verify --serial JMX1232L11M 0x1de76f57 0xda0e7553 0x58a9fa91 0xb673ddeb 0x8f241065`,
		Args:    cobra.MinimumNArgs(1),
		PreRunE: r.checkFormat,
		RunE: func(c *cobra.Command, words []string) error {
			reason := r.verify(words, text)
			if r.format == "json" {
				return errors.Join(printJSON(c.OutOrStdout(), newVerifiedJSON(reason)), reason)
			}
			if reason == nil {
				fmt.Fprintln(c.OutOrStdout(), "valid")
			}
			return reason
		},
	}
	c.Flags().StringVar(&text, "serial", "", "serial number of the unit, as show version prints it")
	require(c, "serial")
	return c
}

// verify says why the unit of a serial number wouldn't take a key (KEY-3).
func (r *keyring) verify(words []string, text string) error {
	serial, err := license.ParseSerial(text)
	if err != nil {
		return err
	}
	_, content, err := r.open(words)
	if err != nil {
		return err
	}
	if content.Serial != serial {
		return fmt.Errorf("activation key is for serial number %s: want one for %s", content.Serial, serial)
	}
	return nil
}

// require marks flags that a command can't do without.
func require(c *cobra.Command, flags ...string) {
	for _, name := range flags {
		if err := c.MarkFlagRequired(name); err != nil {
			panic("asapak: " + err.Error())
		}
	}
}
