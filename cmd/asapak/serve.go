package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/cli/sshd"
	"github.com/asapak/asapak/lab"
	"github.com/asapak/asapak/sim"
)

// What works where nothing else was said: clients can't do with an empty enable
// password, and what everybody knows is good for nobody but this machine.
const (
	defaultUser     = "admin"
	defaultPassword = "cisco"
	privilegeOfAll  = 15
)

// serveOptions are the flags of asapak serve.
type serveOptions struct {
	shell      shellOptions
	listen     string
	port       uint16
	ownAddress bool
	console    bool
	record     string
	format     string
	strict     bool
	sessions   int
	boot       time.Duration
}

// serveCommand builds "asapak serve": the units of a lab over SSH.
func serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the units of a lab over SSH",
		Long: "serve gives every unit of a lab an SSH address and prints which. Users and the enable\n" +
			"password are those of the lab file (see asapak lab password) and of the units'\n" +
			"configurations; without any, admin with the password cisco logs in, from this machine\n" +
			"only, and the enable password is cisco. Scripts with paramiko want look_for_keys=False\n" +
			"and allow_agent=False, as with real units. A unit that is off takes no session: simulate\n" +
			"power on its console (--console) or on another unit brings it back.",
		Example: "  asapak serve --lab branch.yaml\n" +
			"  asapak serve --lab branch.yaml -o ansible-inventory > inventory.yaml\n" +
			"  asapak serve --listen 127.0.1.1 --own-address --port 22",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			ctx := c.Context()
			if ctx == nil {
				ctx = context.Background()
			}
			ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
			defer stop()
			return o.run(ctx, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	o.register(c.Flags())
	return c
}

func (o *serveOptions) register(f *pflag.FlagSet) {
	f.StringVar(&o.shell.lab, "lab", "", "serve the lab of this `FILE`, see asapak help lab-file")
	f.StringVar(&o.shell.state, "state", "", "keep flash, configuration and host key in this `DIR`; none keeps nothing (default in the user's state directory)")
	f.BoolVar(&o.shell.fresh, "fresh", false, "start over from the lab; the old state becomes a backup")
	f.StringVar(&o.shell.secret, "secret", "", "seal and open keys under this passphrase (default $ASAPAK_SECRET, else the lab's)")
	f.StringVar(&o.listen, "listen", "127.0.0.1", "listen on this `ADDRESS`")
	f.Uint16Var(&o.port, "port", 0, "give the first unit this port and the others those behind it; 0 lets the system choose")
	f.BoolVar(&o.ownAddress, "own-address", false, "give each unit an address of its own, counted from --listen, all with the port --port")
	f.BoolVar(&o.console, "console", false, "serve the units' consoles too, each on a TCP port that the system chooses")
	f.StringVar(&o.record, "record", "", "write a transcript of each session into this `DIR`, as a script for asapak -f")
	f.StringVarP(&o.format, "output", "o", "table", "print the addresses as table, ssh-config, ansible-inventory or json")
	f.BoolVar(&o.strict, "strict", false, "refuse configuration lines that the simulator doesn't model")
	f.IntVar(&o.sessions, "sessions", 0, "let a unit serve this many sessions at once (default 5, as on a device)")
	f.DurationVar(&o.boot, "boot-time", time.Second, "take no sessions for this long after a reload")
}

// run serves until the context ends.
func (o *serveOptions) run(ctx context.Context, out, stderr io.Writer) (err error) {
	list, ok := addressLists[o.format]
	if !ok {
		return &usageError{fmt.Errorf("--output %q: want table, ssh-config, ansible-inventory or json", o.format)}
	}
	l, err := o.shell.open()
	if err != nil {
		return err
	}
	w, err := o.shell.enter(l, stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	s, err := o.prepare(l, w)
	if err != nil {
		return err
	}
	defer s.close()
	if s.announced != "" {
		fmt.Fprint(stderr, s.announced)
	}
	if err := list(out, s); err != nil {
		return err
	}
	return s.serve(ctx)
}

// A service is a lab with its listeners.
type service struct {
	world     *sshd.World
	units     []*sim.Unit
	listeners []net.Listener // of the units, in their order
	consoles  []net.Listener // the same, empty without --console
	user      string
	password  string // empty where only its hash is known
	enable    string
	hostKey   ssh.PublicKey
	known     string // the file that holds the host key for clients; empty for none
	announced string
}

// prepare opens the listeners, so that what is printed holds.
func (o *serveOptions) prepare(l *lab.Lab, w *entered) (*service, error) {
	s := &service{units: w.world.Units(), enable: defaultPassword}
	if l.EnablePassword != "" {
		s.enable = ""
	}
	options := sshd.Options{
		Shell: cli.Options{
			World: w.world, Secret: l.Secret, Strict: o.strict,
			EnablePassword: cli.HashPassword(defaultPassword, "asapak"),
		},
		MaxSessions: o.sessions, BootTime: o.boot, Keep: w.keep, Record: o.record,
	}
	if err := o.admit(s, &options, l); err != nil {
		return nil, err
	}
	if o.record != "" {
		if err := os.MkdirAll(o.record, 0o700); err != nil {
			return nil, fmt.Errorf("record: %w", err)
		}
	}
	signer, err := o.hostKey(s)
	if err != nil {
		return nil, err
	}
	options.HostKey, s.hostKey = signer, signer.PublicKey()
	if s.world, err = sshd.NewWorld(options); err != nil {
		return nil, err
	}
	if err := o.open(s); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// admit decides who may log in where the lab names nobody.
func (o *serveOptions) admit(s *service, options *sshd.Options, l *lab.Lab) error {
	if len(l.Users) > 0 {
		s.user = l.Users[0].Name
	}
	if !slices.ContainsFunc(s.units, func(u *sim.Unit) bool { return len(cli.Users(u.Running())) == 0 }) {
		if s.user == "" {
			s.user = cli.Users(s.units[0].Running())[0].Name
		}
		return nil
	}
	address, err := netip.ParseAddr(o.listen)
	if err != nil || !address.IsLoopback() {
		return &usageError{fmt.Errorf("--listen %q: without users in the lab file it takes a loopback address such as 127.0.0.1", o.listen)}
	}
	s.user, s.password = defaultUser, defaultPassword
	options.Default = &cli.User{Name: defaultUser, Password: cli.HashPassword(defaultPassword, "asapak"), Privilege: privilegeOfAll}
	s.announced = fmt.Sprintf("asapak: no users are configured: log in as %s with the password %s, from this machine only; the enable password is %s\n",
		defaultUser, defaultPassword, defaultPassword)
	return nil
}

// hostKey is the key in the state directory, with a file beside it that tells it
// to clients.
func (o *serveOptions) hostKey(s *service) (ssh.Signer, error) {
	if o.shell.state == noState {
		return sshd.HostKey("")
	}
	dir, err := o.shell.stateDir()
	if err != nil {
		return nil, err
	}
	signer, err := sshd.HostKey(filepath.Join(dir, "host_key"))
	if err != nil {
		return nil, err
	}
	if s.known, err = filepath.Abs(filepath.Join(dir, "known_hosts")); err != nil {
		return nil, err
	}
	line := append([]byte(hostKeyAlias+" "), ssh.MarshalAuthorizedKey(signer.PublicKey())...)
	if err := os.WriteFile(s.known, line, 0o600); err != nil {
		return nil, fmt.Errorf("host key: %w", err)
	}
	return signer, nil
}

// open opens the listeners of all units.
func (o *serveOptions) open(s *service) error {
	if o.ownAddress && o.port == 0 {
		return &usageError{errors.New("--own-address: it takes a --port, the same for all units")}
	}
	address, port := o.listen, int(o.port)
	for range s.units {
		l, err := net.Listen("tcp", net.JoinHostPort(address, fmt.Sprint(port)))
		if err != nil {
			return err
		}
		s.listeners = append(s.listeners, l)
		if o.console {
			c, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
			if err != nil {
				return err
			}
			s.consoles = append(s.consoles, c)
		}
		switch {
		case o.ownAddress:
			next, err := netip.ParseAddr(address)
			if err != nil {
				return &usageError{fmt.Errorf("--own-address: --listen %q is no address to count from", o.listen)}
			}
			address = next.Next().String()
		case port != 0:
			port++
		}
	}
	return nil
}

func (s *service) close() {
	for _, l := range slices.Concat(s.listeners, s.consoles) {
		l.Close()
	}
}

// serve serves all units until the context ends, and returns when every session
// has ended and all is kept.
func (s *service) serve(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	done := make(chan error)
	for i, u := range s.units {
		go func() { done <- s.world.Serve(ctx, u, s.listeners[i]) }()
	}
	for i := range s.consoles {
		go func() { done <- s.world.ServeConsole(ctx, s.units[i], s.consoles[i]) }()
	}
	var failed error
	for range len(s.listeners) + len(s.consoles) {
		if err := <-done; err != nil {
			failed = errors.Join(failed, err)
			cancel(err)
		}
	}
	s.world.Wait()
	return failed
}
