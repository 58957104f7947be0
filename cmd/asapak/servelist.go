package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"strconv"
	"text/tabwriter"

	"github.com/goccy/go-yaml"
)

// addressLists are the forms in which serve prints where the units are.
var addressLists = map[string]func(io.Writer, *service) error{
	"table":             addressTable,
	"ssh-config":        sshConfig,
	"ansible-inventory": ansibleInventory,
	"json":              addressJSON,
}

// hostKeyAlias is what clients file the host key under: ports change, it doesn't.
const hostKeyAlias = "asapak"

// An address is where a unit is reached.
type address struct {
	Unit    string `json:"unit"`
	Model   string `json:"model"`
	Address string `json:"address"`
	Port    int    `json:"port"`
	Console int    `json:"console_port,omitempty"`
}

func (s *service) addresses() []address {
	all := make([]address, len(s.units))
	for i, u := range s.units {
		host, port := split(s.listeners[i])
		all[i] = address{Unit: u.Name, Model: u.Device().Model().Name, Address: host, Port: port}
		if len(s.consoles) > 0 {
			_, all[i].Console = split(s.consoles[i])
		}
	}
	return all
}

func split(l net.Listener) (host string, port int) {
	at := l.Addr().(*net.TCPAddr)
	return at.IP.String(), at.Port
}

func addressTable(out io.Writer, s *service) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "UNIT\tMODEL\tADDRESS\tPORT")
	if len(s.consoles) > 0 {
		fmt.Fprint(t, "\tCONSOLE")
	}
	fmt.Fprintln(t)
	for _, a := range s.addresses() {
		fmt.Fprintf(t, "%s\t%s\t%s\t%d", a.Unit, a.Model, a.Address, a.Port)
		if a.Console != 0 {
			fmt.Fprintf(t, "\t%d", a.Console)
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

func addressJSON(out io.Writer, s *service) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(s.addresses())
}

func sshConfig(out io.Writer, s *service) error {
	for _, a := range s.addresses() {
		_, err := fmt.Fprintf(out, "Host %s\n    HostName %s\n    Port %d\n    User %s\n    HostKeyAlias %s\n",
			a.Unit, a.Address, a.Port, s.user, hostKeyAlias)
		if err != nil {
			return err
		}
		if s.known != "" {
			fmt.Fprintf(out, "    UserKnownHostsFile %s\n\n", strconv.Quote(s.known))
		} else {
			fmt.Fprint(out, "    UserKnownHostsFile /dev/null\n    StrictHostKeyChecking no\n\n")
		}
	}
	return nil
}

// ansibleInventory is a YAML inventory. Passwords that only their hash is known
// of come from the environment.
func ansibleInventory(out io.Writer, s *service) error {
	password, enable := s.password, s.enable
	if password == "" {
		password = "{{ lookup('env', 'ASAPAK_PASSWORD') }}"
	}
	if enable == "" {
		enable = "{{ lookup('env', 'ASAPAK_ENABLE_PASSWORD') }}"
	}
	hosts := yaml.MapSlice{}
	for _, a := range s.addresses() {
		hosts = append(hosts, yaml.MapItem{Key: a.Unit, Value: yaml.MapSlice{
			{Key: "ansible_host", Value: a.Address}, {Key: "ansible_port", Value: a.Port},
		}})
	}
	data, err := yaml.Marshal(yaml.MapSlice{{Key: "all", Value: yaml.MapSlice{
		{Key: "hosts", Value: hosts},
		{Key: "vars", Value: yaml.MapSlice{
			{Key: "ansible_connection", Value: "ansible.netcommon.network_cli"},
			{Key: "ansible_network_os", Value: "cisco.asa.asa"},
			{Key: "ansible_user", Value: s.user},
			{Key: "ansible_password", Value: password},
			{Key: "ansible_become", Value: true},
			{Key: "ansible_become_method", Value: "ansible.netcommon.enable"},
			{Key: "ansible_become_password", Value: enable},
			{Key: "ansible_host_key_checking", Value: false},
		}},
	}}})
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return err
}
