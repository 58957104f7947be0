package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/spf13/pflag"

	"github.com/asapak/asapak/license"
	"github.com/asapak/asapak/sharedlic"
	"github.com/asapak/asapak/sharedlic/transport"
	"github.com/asapak/asapak/sharedlic/wire"
)

// secretVariable is the environment's name of the shared secret.
const secretVariable = "ASAPAK_SHARED_SECRET"

// sharedSettings are the flags and the config file of a daemon.
type sharedSettings struct {
	config, id, hostname, model string
	secret, secretFile          string
	state, pcap, syslog, http   string
	listen, server, backup      string
	backupID, backupPeerID      string
	logForm                     string
	pool, interval              int
	local, limit, use, pace     int
}

// register declares the flags that a role has.
func (s *sharedSettings) register(role transport.Role, f *pflag.FlagSet) {
	f.StringVar(&s.config, "config", "", "YAML file with these flags as keys")
	f.StringVar(&s.id, "id", "", "serial number of the unit, its participant id")
	f.StringVar(&s.hostname, "hostname", role.String(), "host name that it registers with")
	f.StringVar(&s.model, "model", "ASA 5540", "model; it sets the platform limit")
	f.StringVar(&s.secret, "secret", "", "shared secret (default: $"+secretVariable+")")
	f.StringVar(&s.secretFile, "secret-file", "", "file with the shared secret")
	f.StringVar(&s.state, "state", "", "state directory (default: one for each role and id)")
	f.StringVar(&s.pcap, "pcap", "", "write what passes, decrypted, to this pcapng file")
	f.StringVar(&s.syslog, "syslog", "", "syslog server, host:port, over UDP")
	f.StringVar(&s.http, "http", "127.0.0.1:0", "loopback address of metrics and health, or none")
	f.StringVar(&s.logForm, "log", "text", "form of the log on standard error: text or json")
	f.IntVar(&s.local, "local", 0, "sessions of the unit's own license, used before shared ones")
	f.IntVar(&s.limit, "limit", 0, "platform limit of sessions (default: the model's)")
	f.IntVar(&s.use, "use", 0, "sessions that are wanted at the start")
	f.IntVar(&s.pace, "pace", 1, "seconds of running time in a second, to try out days; the same at all units")
	switch role {
	case transport.Server:
		f.StringVar(&s.listen, "listen", fmt.Sprintf(":%d", wire.Port), "address to listen at")
		f.IntVar(&s.pool, "pool", 0, "sessions of the server license")
		f.IntVar(&s.interval, "refresh-interval", int(sharedlic.DefaultInterval/time.Second), "seconds between refreshes, 10 to 300")
		f.StringVar(&s.backupID, "backup-id", "", "serial number of the backup server")
		f.StringVar(&s.backupPeerID, "backup-peer-id", "", "serial number of its failover peer")
	case transport.Backup:
		f.StringVar(&s.listen, "listen", fmt.Sprintf(":%d", wire.Port), "address to listen at")
		f.StringVar(&s.server, "server", "", "address of the server, host:port")
	case transport.Participant:
		f.StringVar(&s.server, "server", "", "address of the server, host:port")
		f.StringVar(&s.backup, "backup", "", "address of the backup server, host:port")
	}
}

// merge sets the flags that weren't given from the config file.
func (s *sharedSettings) merge(f *pflag.FlagSet) error {
	if s.config == "" {
		return nil
	}
	text, err := os.ReadFile(s.config)
	if err != nil {
		return err
	}
	var values yaml.MapSlice
	if err := yaml.Unmarshal(text, &values); err != nil {
		return fmt.Errorf("%s: %s", s.config, yaml.FormatError(err, false, true))
	}
	for _, v := range values {
		name := fmt.Sprint(v.Key)
		flag := f.Lookup(name)
		if flag == nil || name == "config" {
			return fmt.Errorf("%s: %q: no such setting; want one of %s", s.config, name, settingNames(f))
		}
		if flag.Changed {
			continue
		}
		if err := flag.Value.Set(fmt.Sprint(v.Value)); err != nil {
			return fmt.Errorf("%s: %s: %w", s.config, name, err)
		}
	}
	return nil
}

func settingNames(f *pflag.FlagSet) string {
	var names []string
	f.VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" && f.Name != "help" {
			names = append(names, f.Name)
		}
	})
	return strings.Join(names, ", ")
}

// check completes the settings and refuses what can't be.
func (s *sharedSettings) check(role transport.Role) error {
	id, err := license.ParseSerial(s.id)
	if err != nil {
		return fmt.Errorf("--id: %w", err)
	}
	s.id = string(id)
	model, err := license.FindModel(s.model)
	if err != nil {
		return err
	}
	if s.limit == 0 {
		platform := model.Platform(model.Variants[0].Level, model.DefaultRelease())
		s.limit = int(platform.Limit[license.AnyConnectPremiumPeers])
	}
	s.model = model.Name
	if err := errors.Join(
		within("--local", s.local, 0, s.limit), within("--use", s.use, 0, sharedlic.MaxSessions),
		within("--pace", s.pace, 1, 100_000), oneOf("--log", s.logForm, "text", "json"),
	); err != nil {
		return err
	}
	switch role {
	case transport.Server:
		low, high := int(sharedlic.MinInterval/time.Second), int(sharedlic.MaxInterval/time.Second)
		return errors.Join(within("--pool", s.pool, 1, sharedlic.MaxSessions), within("--refresh-interval", s.interval, low, high))
	case transport.Backup, transport.Participant:
		if s.server == "" {
			return errors.New("--server: want the address of the server, host:port")
		}
	}
	return nil
}

func within(flag string, n, low, high int) error {
	if n < low || n > high {
		return fmt.Errorf("%s %d: want %d to %d", flag, n, low, high)
	}
	return nil
}

func oneOf(flag, value string, words ...string) error {
	if !slices.Contains(words, value) {
		return fmt.Errorf("%s %q: want %s", flag, value, strings.Join(words, " or "))
	}
	return nil
}

// sharedSecret is the one that was given, by flag, file or environment.
func (s *sharedSettings) sharedSecret() (string, error) {
	secret := cmp.Or(s.secret, os.Getenv(secretVariable))
	if s.secret == "" && s.secretFile != "" {
		text, err := os.ReadFile(s.secretFile)
		if err != nil {
			return "", err
		}
		secret = strings.TrimRight(string(text), "\r\n")
	}
	if secret == "" {
		return "", errors.New("no shared secret: give --secret-file, --secret or $" + secretVariable)
	}
	return secret, transport.CheckSecret(secret)
}

// sharedStateDir is where a unit of the network keeps its state.
func sharedStateDir(given, role, id string) (string, error) {
	if given != "" {
		return given, nil
	}
	base, err := userStateDir()
	return filepath.Join(base, "asapak", "shared", role+"-"+strings.ToUpper(id)), err
}

// network is what the server's settings say of the network.
func (s *sharedSettings) network() sharedlic.Settings {
	return sharedlic.Settings{
		Pool: s.pool, Interval: time.Duration(s.interval) * time.Second,
		Backup: [2]license.Serial{license.Serial(s.backupID), license.Serial(s.backupPeerID)},
	}
}
