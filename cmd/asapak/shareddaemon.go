package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport"
	"github.com/asapak/asapak/sharedlic/transport/journal"
)

// A daemon is a unit of the network as a process.
type daemon struct {
	role     transport.Role
	settings sharedSettings
	flags    *pflag.FlagSet
	dir      string
	network  *transport.Network
	unit     *transport.Unit
	log      *sharedLog
}

// run runs the unit until it is told to stop.
func (d *daemon) run(ctx context.Context, stdout, stderr io.Writer) (err error) {
	if err := d.settings.merge(d.flags); err != nil {
		return &usageError{err}
	}
	if err := d.settings.check(d.role); err != nil {
		return &usageError{err}
	}
	if d.dir, err = sharedStateDir(d.settings.state, d.role.String(), d.settings.id); err != nil {
		return err
	}
	if d.log, err = newSharedLog(&d.settings, d.role, stderr); err != nil {
		return err
	}
	defer d.log.close()
	closeFiles, err := d.openNetwork()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeFiles()) }()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	return d.serve(ctx, stdout)
}

// openNetwork opens what traffic is written to.
func (d *daemon) openNetwork() (closeFiles func() error, err error) {
	secret, err := d.settings.sharedSecret()
	if err != nil {
		return nil, err
	}
	var files []io.Closer
	closeFiles = func() (err error) {
		for _, f := range files {
			err = errors.Join(err, f.Close())
		}
		return err
	}
	var tap *transport.Tap
	if d.settings.pcap != "" {
		file, err := os.OpenFile(d.settings.pcap, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
		if tap, err = transport.NewTap(file); err != nil {
			return nil, errors.Join(err, closeFiles())
		}
	}
	var keyLog io.Writer
	if name := os.Getenv("SSLKEYLOGFILE"); name != "" {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
		if err != nil {
			return nil, errors.Join(err, closeFiles())
		}
		files, keyLog = append(files, file), file
	}
	own := transport.Identity{Role: d.role, Serial: license.Serial(d.settings.id)}
	d.network, err = transport.NewNetwork(own, secret, transport.DefaultLimits(), tap, keyLog)
	if err != nil {
		return nil, errors.Join(err, closeFiles())
	}
	return closeFiles, nil
}

// serve runs the machine and what watches it.
func (d *daemon) serve(ctx context.Context, stdout io.Writer) error {
	options, err := d.options()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if d.unit, err = transport.Run(ctx, options); err != nil {
		return errors.Join(err, closeListener(options.Listener))
	}
	watch, err := d.watch(ctx)
	if err != nil {
		cancel()
		return errors.Join(err, d.unit.Wait())
	}
	d.announce(stdout, options.Listener, watch.http)
	reloads := make(chan os.Signal, 1)
	signal.Notify(reloads, syscall.SIGHUP)
	defer signal.Stop(reloads)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		err = d.unit.Wait()
	}()
	for {
		select {
		case <-reloads:
			d.log.notice("settings reloaded", d.reload())
		case <-ended:
			d.log.service(false, options.Listener)
			return errors.Join(err, watch.close())
		}
	}
}

func closeListener(l net.Listener) error {
	if l == nil {
		return nil
	}
	return l.Close()
}

// options put the unit together.
func (d *daemon) options() (transport.Options, error) {
	s := &d.settings
	o := transport.Options{
		Network: d.network, Pace: s.pace, Start: d.start,
		Services: make(map[sharedlic.Service]string),
		Begin:    []sharedlic.Input{sharedlic.SetRole{Active: true}, sharedlic.Use{Sessions: s.use}},
		Event:    d.log.event, Refused: d.log.refused, Notice: d.log.failed,
	}
	if d.role == transport.Participant {
		o.Begin = o.Begin[1:]
	} else {
		o.Dir = d.dir
	}
	for service, address := range map[sharedlic.Service]string{sharedlic.MainServer: s.server, sharedlic.BackupServer: s.backup} {
		if address != "" {
			o.Services[service] = address
		}
	}
	var err error
	if s.listen != "" {
		o.Listener, err = net.Listen("tcp", s.listen)
	}
	return o, err
}

// start makes the machine of the role.
func (d *daemon) start(state journal.State) (transport.Machine, sharedlic.Output, error) {
	s := &d.settings
	life, err := journal.Life(d.dir)
	if err != nil {
		return nil, sharedlic.Output{}, err
	}
	if state.Cut > 0 {
		d.log.notice(fmt.Sprintf("%d bytes of a change that nobody was told of are cut off the log", state.Cut), nil)
	}
	unit := sharedlic.Unit{
		ID: license.Serial(s.id), Hostname: s.hostname, Model: s.model, Local: s.local, Limit: s.limit, Life: life,
	}
	switch d.role {
	case transport.Server:
		m, o, err := sharedlic.RestoreServer(unit, sharedlic.MainPrimary, s.network(), &state.Snapshot, state.Records)
		return m, o, err
	case transport.Backup:
		m, err := sharedlic.RestoreBackup(unit, sharedlic.BackupPrimary, &state.Snapshot, state.Records)
		return m, sharedlic.Output{}, err
	}
	return sharedlic.NewParticipant(unit, s.backup != ""), sharedlic.Output{}, nil
}

// announce says where the unit can be reached.
func (d *daemon) announce(w io.Writer, l net.Listener, http string) {
	fmt.Fprintf(w, "asapak shared %s %s", d.role, d.settings.id)
	if l != nil {
		fmt.Fprintf(w, ", listening at %s", l.Addr())
	}
	if http != "" {
		fmt.Fprintf(w, ", metrics at http://%s/metrics", http)
	}
	fmt.Fprintf(w, ", state in %s\n", d.dir)
	d.log.service(true, l)
}

// reload puts settings into force that were changed in the config file.
func (d *daemon) reload() error {
	fresh := d.settings
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	fresh.register(d.role, flags)
	d.flags.Visit(func(f *pflag.Flag) {
		if err := flags.Set(f.Name, f.Value.String()); err != nil {
			panic("asapak: a flag can't be set again: " + err.Error())
		}
	})
	if err := fresh.merge(flags); err != nil {
		return err
	}
	if err := fresh.check(d.role); err != nil {
		return err
	}
	secret, err := fresh.sharedSecret()
	if err != nil {
		return err
	}
	if err := d.network.SetSecret(secret); err != nil {
		return err
	}
	changed := []sharedlic.Input{sharedlic.SetLicense{Local: fresh.local, Limit: fresh.limit}}
	if fresh.use != d.settings.use {
		changed = append(changed, sharedlic.Use{Sessions: fresh.use})
	}
	if d.role == transport.Server {
		changed = append(changed, sharedlic.Configure{Settings: fresh.network()})
	}
	d.settings = fresh
	d.unit.Do("reload", func(transport.Machine) []sharedlic.Input { return changed })
	return nil
}
