package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/asapak/asapak/cli"
)

// passwordCommand builds "asapak lab password".
func passwordCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "password",
		Short: "Hash a password from standard input for a lab file",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			password, err := readPassword(c)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(c.OutOrStdout(), cli.HashPassword(password, rand.Text()))
			return err
		},
	}
}

// readPassword reads a line, without echo from a terminal.
func readPassword(c *cobra.Command) (string, error) {
	if f, ok := c.InOrStdin().(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(c.ErrOrStderr(), "Password: ")
		data, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(c.ErrOrStderr())
		return string(data), err
	}
	line, err := bufio.NewReader(c.InOrStdin()).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", errors.Join(errors.New("want a password on standard input"), notEOF(err))
	}
	return line, nil
}

func notEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
