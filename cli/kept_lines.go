package cli

// A keptLine is a kind of configuration line that the simulator keeps and shows
// back without knowing what it means.
type keptLine struct {
	words string // that the line begins with; * is any one word
	opens string // what the prompt says of the mode that the line opens; most open none
	one   bool   // a second line takes the place of the first
}

// keptLines are what configurations of real units hold beside what the simulator
// models. More words go before fewer.
var keptLines = []keptLine{
	{words: "aaa accounting"}, {words: "aaa authentication"}, {words: "aaa authorization"}, {words: "aaa local"},
	{words: "aaa-server * protocol", opens: "config-aaa-server-group"},
	{words: "aaa-server * * host", opens: "config-aaa-server-host"},
	{words: "aaa-server * host", opens: "config-aaa-server-host"},
	{words: "access-group"}, {words: "access-list"},
	{words: "anyconnect-custom-attr"}, {words: "anyconnect-custom-data"},
	{words: "arp"}, {words: "asdm"}, {words: "auth-prompt"}, {words: "auto-update"},
	{words: "banner asdm"}, {words: "banner exec"}, {words: "banner login"}, {words: "banner motd"},
	{words: "boot system"}, {words: "call-home"},
	{words: "class-map", opens: "config-cmap"},
	{words: "clock timezone", one: true}, {words: "clock summer-time", one: true},
	{words: "console timeout", one: true},
	{words: "crypto ca trustpoint", opens: "config-ca-trustpoint"},
	{words: "crypto ca certificate chain", opens: "config-cert-chain"},
	{words: "crypto ikev1 policy", opens: "config-ikev1-policy"},
	{words: "crypto ikev2 policy", opens: "config-ikev2-policy"},
	{words: "crypto isakmp policy", opens: "config-isakmp-policy"},
	{words: "crypto ipsec ikev2 ipsec-proposal", opens: "config-ipsec-proposal"},
	{words: "crypto ipsec profile", opens: "config-ipsec-profile"},
	{words: "crypto"}, {words: "ctl-file"}, {words: "ctl-provider"}, {words: "ddns"},
	{words: "dhcp-client"}, {words: "dhcpd"}, {words: "dhcprelay"},
	{words: "dns server-group", opens: "config-dns-server-group"}, {words: "dns"}, {words: "dns-guard"},
	{words: "domain-name", one: true},
	{words: "dynamic-access-policy-record", opens: "config-dynamic-access-policy-record"},
	{words: "dynamic-filter"}, {words: "dynamic-map"}, {words: "established"},
	{words: "event manager applet", opens: "config-applet"},
	{words: "failover health-check"}, {words: "failover ipsec"}, {words: "failover mac"},
	{words: "failover polltime"}, {words: "failover timeout"},
	{words: "firewall transparent"}, {words: "fixup"}, {words: "flow-export"}, {words: "fragment"}, {words: "ftp"}, {words: "ftp-map"},
	{words: "global"}, {words: "group-policy * attributes", opens: "config-group-policy"}, {words: "group-policy"},
	{words: "hpm"}, {words: "http"}, {words: "icmp"}, {words: "icmp-object"},
	{words: "ip audit"}, {words: "ip local"}, {words: "ip verify"},
	{words: "ipv6 access-list"}, {words: "ipv6 icmp"}, {words: "ipv6 local"}, {words: "ipv6 route"},
	{words: "jumbo-frame"}, {words: "key config-key"}, {words: "lacp"}, {words: "ldap attribute-map", opens: "config-ldap-attribute-map"},
	{words: "logging asdm"}, {words: "logging asdm-buffer-size"}, {words: "logging buffer-size", one: true}, {words: "logging class"},
	{words: "logging console", one: true}, {words: "logging debug-trace"}, {words: "logging device-id", one: true},
	{words: "logging facility", one: true}, {words: "logging flash-bufferwrap"}, {words: "logging from-address"},
	{words: "logging history", one: true}, {words: "logging host"}, {words: "logging list"}, {words: "logging mail", one: true},
	{words: "logging message"}, {words: "logging monitor", one: true}, {words: "logging permit-hostdown"}, {words: "logging queue", one: true},
	{words: "logging rate-limit"}, {words: "logging recipient-address"}, {words: "logging standby"}, {words: "logging timestamp"},
	{words: "logging trap", one: true},
	{words: "mac-address"}, {words: "mac-address-table"}, {words: "management-access", one: true}, {words: "map-name"},
	{words: "monitor-interface"}, {words: "mroute"}, {words: "mtu"}, {words: "multicast-routing"},
	{words: "name"}, {words: "names"}, {words: "nat"}, {words: "nat-control"}, {words: "ntp"},
	{words: "object network", opens: "config-network-object"}, {words: "object service", opens: "config-service-object"},
	{words: "object-group icmp-type", opens: "config-icmp-object-group"},
	{words: "object-group network", opens: "config-network-object-group"},
	{words: "object-group protocol", opens: "config-protocol-object-group"},
	{words: "object-group security", opens: "config-security-object-group"},
	{words: "object-group service", opens: "config-service-object-group"},
	{words: "object-group user", opens: "config-user-object-group"},
	{words: "pager", one: true}, {words: "passwd", one: true}, {words: "password encryption"}, {words: "password-policy"},
	{words: "phone-proxy"}, {words: "pim"}, {words: "policy-list"},
	{words: "policy-map", opens: "config-pmap"},
	{words: "prefix-list"}, {words: "priority-queue", opens: "config-priority-queue"},
	{words: "quota management-session", one: true}, {words: "regex"}, {words: "rip"},
	{words: "route"}, {words: "route-map", opens: "config-route-map"}, {words: "router", opens: "config-router"},
	{words: "same-security-traffic"}, {words: "service password-recovery"}, {words: "service resetinbound"},
	{words: "service resetoutbound"}, {words: "service resetoutside"}, {words: "service-policy"},
	{words: "sla monitor schedule"}, {words: "sla monitor", opens: "config-sla-monitor"},
	{words: "smtp-server"}, {words: "snmp"}, {words: "snmp-map"}, {words: "snmp-server"},
	{words: "ssh timeout", one: true}, {words: "ssh version", one: true}, {words: "ssh"},
	{words: "ssl"}, {words: "static"}, {words: "sunrpc-server"}, {words: "sysopt"},
	{words: "tcp-map", opens: "config-tcp-map"}, {words: "telnet timeout", one: true}, {words: "telnet"},
	{words: "tftp-server", one: true}, {words: "threat-detection"}, {words: "time-range", opens: "config-time-range"},
	{words: "timeout conn"}, {words: "timeout floating-conn"}, {words: "timeout h225"}, {words: "timeout icmp"},
	{words: "timeout igp"}, {words: "timeout pat-xlate"}, {words: "timeout sip"}, {words: "timeout sip-provisional-media"},
	{words: "timeout tcp-proxy-reassembly"}, {words: "timeout uauth"}, {words: "timeout xlate"},
	{words: "track"}, {words: "tunnel-group * general-attributes", opens: "config-tunnel-general"},
	{words: "tunnel-group * ipsec-attributes", opens: "config-tunnel-ipsec"},
	{words: "tunnel-group * ppp-attributes", opens: "config-ppp"},
	{words: "tunnel-group * webvpn-attributes", opens: "config-tunnel-webvpn"}, {words: "tunnel-group"}, {words: "tunnel-group-map"},
	{words: "url-block"}, {words: "url-cache"}, {words: "url-server"}, {words: "user-identity"},
	{words: "username * attributes", opens: "config-username"},
	{words: "virtual"}, {words: "vpdn"}, {words: "vpn-addr-assign"}, {words: "vpn load-balancing", opens: "config-load-balancing"},
	{words: "vpn-sessiondb"}, {words: "wccp"}, {words: "xlate"}, {words: "zone"},
	{words: "zonelabs-integrity"},
}

// keptInside are modes that open inside of another one that only keeps lines.
var keptInside = []struct{ in, word, opens string }{
	{"config-pmap", "class", "config-pmap-c"},
	{"config-pmap", "parameters", "config-pmap-p"},
}

// sectionWords begin lines of a section though other lines that begin so stand
// outside: by what the prompt says, nothing for modes that the simulator models.
var sectionWords = map[string][]string{
	"":                        {"dhcp-client", "dhcprelay", "mac-address", "pim", "rip"},
	"config-dns-server-group": {"domain-name"},
	"config-network-object":   {"nat"},
	"config-pmap-c":           {"flow-export"},
	"config-username":         {"ssh"},
}
