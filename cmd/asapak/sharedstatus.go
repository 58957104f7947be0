package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

// A statusQuery is what shared status asks, and of which unit.
type statusQuery struct {
	state, role, id string
	release, output string
	use             int
}

// sharedStatusCommand builds "asapak shared status".
func sharedStatusCommand() *cobra.Command {
	q := new(statusQuery)
	c := &cobra.Command{
		Use:   "status",
		Short: "Tell how a running unit stands: who holds what, since when",
		Example: "  asapak shared status --role server --id JMX0000MAIN\n" +
			"  asapak shared status --state /var/lib/asapak/main --release JMX00000001",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := oneOf("-o", q.output, "text", "json"); err != nil {
				return &usageError{err}
			}
			return q.run(c.Context(), c.OutOrStdout(), c.Flags().Changed("use"))
		},
	}
	c.Flags().StringVar(&q.state, "state", "", "state directory of the unit")
	c.Flags().StringVar(&q.role, "role", "server", "without --state: role of the unit")
	c.Flags().StringVar(&q.id, "id", "", "without --state: serial number of the unit")
	c.Flags().StringVar(&q.release, "release", "", "take the sessions of this participant away, first")
	c.Flags().IntVar(&q.use, "use", 0, "let the unit want so many sessions, first")
	c.Flags().StringVarP(&q.output, "output", "o", "text", "how to answer: text or json")
	return c
}

func (q *statusQuery) run(ctx context.Context, w io.Writer, use bool) error {
	if q.state == "" && q.id == "" {
		return &usageError{errors.New("which unit: want --state, or --role and --id")}
	}
	dir, err := sharedStateDir(q.state, q.role, q.id)
	if err != nil {
		return err
	}
	c := newControl(dir)
	defer c.client.CloseIdleConnections()
	if q.release != "" {
		if _, err := c.ask(ctx, "POST", "/release?id="+url.QueryEscape(strings.ToUpper(q.release))); err != nil {
			return err
		}
	}
	if use {
		if _, err := c.ask(ctx, "POST", "/use?sessions="+strconv.Itoa(q.use)); err != nil {
			return err
		}
	}
	text, err := c.ask(ctx, "GET", "/status")
	if err != nil {
		return err
	}
	if q.output == "json" {
		_, err := w.Write(text)
		return err
	}
	var s sharedStatus
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	return s.print(w)
}

// A control talks to a unit over the socket in its state directory.
type control struct {
	dir    string
	client http.Client
}

func newControl(dir string) *control {
	return &control{dir: dir, client: http.Client{Timeout: watchTimeout, Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", filepath.Join(dir, controlName))
		},
	}}}
}

func (c *control) ask(ctx context.Context, method, path string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://unit"+path, nil)
	if err != nil {
		return nil, err
	}
	answer, err := c.client.Do(request)
	var failed *net.OpError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("no unit runs with its state in %s: %w", c.dir, failed.Err)
	}
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = errors.New(strings.TrimSpace(string(text)))
	}
	return text, err
}
