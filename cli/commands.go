package cli

// A row is one command of the shell.
type row struct {
	form    form
	modes   modes
	writes  bool     // may change what the unit keeps
	off     bool     // works while the unit is off
	example string   // a line that the command takes, in its first mode
	words   []choice // what ? says of its words, beyond sharedWords
}

// help is what ? says of a word or of the symbol of an argument.
func (r *row) help(word string) string {
	for _, list := range [...][]choice{r.words, sharedWords, modifierWords} {
		for _, c := range list {
			if c.word == word {
				return c.text
			}
		}
	}
	return ""
}

// sharedWords describe words that several commands have.
var sharedWords = []choice{
	{"activation-key", "Modify activation-key"},
	{"all", "Show all commands, defaults included"},
	{"changeto", "Change the firewall context"},
	{"clear", "Reset functions"},
	{"clock", "Manage the system clock"},
	{"configure", "Configure using various methods"},
	{"context", "Configure a security context"},
	{"copy", "Copy from one file to another"},
	{"enable", "Turn on privileged commands"},
	{"erase", "Erase a file system"},
	{"exit", "Exit from the current command mode"},
	{"failover", "Enable or change the failover configuration"},
	{"format", "Format a file system"},
	{"history", "Display the session command history"},
	{"hostname", "Change host name of the system"},
	{"interface", "Select an interface to configure"},
	{"ip", "Configure IP addresses"},
	{"logging", "Configure logging"},
	{"mode", "Toggle between single and multiple security context modes"},
	{"more", "Display the contents of a file"},
	{"no", "Negate a command or set its defaults"},
	{"pager", "Control page length for pagination"},
	{"prompt", "Configure the session prompt"},
	{"reload", "Halt and reload system"},
	{"running-config", "Current operating configuration"},
	{"show", "Show running system information"},
	{"simulate", "Levers of the simulator, which no device has"},
	{"startup-config", "Startup configuration"},
	{"system", "System execution space"},
	{"terminal", "Set terminal line parameters"},
	{"tls-proxy", "Configure the maximum number of TLS proxy sessions"},
	{"vpn-sessiondb", "Information on VPN sessions"},
	{"webvpn", "Configure the WebVPN service"},
	{"write", "Write running configuration to memory, terminal, or erase it"},
}

// commands are all commands. Which modes take one is a set: what a mode doesn't
// take is looked for in the modes around it.
var commands = []row{
	{form: as[enable](), modes: inUser, example: "enable", words: []choice{{"Privilege", "Enable level"}}},
	{form: as[loginCommand](), modes: inExec, example: "login", words: []choice{{"login", "Log in as a particular user"}}},
	{form: as[disable](), modes: inPrivileged, example: "disable", words: []choice{{"disable", "Exit from privileged mode"}}},
	{form: as[exit](), modes: inExec | inGlobal | inSubmodes, example: "exit"},
	{form: as[quit](), modes: inExec | inGlobal | inSubmodes, example: "quit", words: []choice{{"quit", "Exit from the current command mode"}}},
	{form: as[logout](), modes: inExec, example: "logout", words: []choice{{"logout", "Logoff this session"}}},
	{form: as[end](), modes: inGlobal | inSubmodes, example: "end", words: []choice{{"end", "Exit from configure mode"}}},
	{form: as[helpCommand](), modes: inExec, example: "help", words: []choice{{"help", "Interactive help for commands"}, {"Word", "Command"}}},
	{form: as[configureTerminal](), modes: inPrivileged, example: "configure terminal", words: []choice{{"terminal", "Configure using the terminal"}}},

	{form: as[activationKey](), modes: inPrivileged, writes: true, example: "activation-key 0xd11b3d48 0xa80a4c0a 0x48e0fd1c 0xb0443480 0x843fc490 activate", words: []choice{
		{"Hex", "One of the five words of an activation key"}, {"activate", "Activate a time-based key"}, {"deactivate", "Deactivate a time-based key"}}},
	{form: as[showActivationKey](), modes: inPrivileged, example: "show activation-key detail", words: []choice{
		{"activation-key", "Show activation-key"}, {"detail", "Show inactive time-based keys and the permanent license too"}}},
	{form: as[showVersion](), modes: inExec, example: "show version", words: []choice{{"version", "Display system software version"}}},
	{form: as[showInventory](), modes: inPrivileged, example: "show inventory", words: []choice{{"inventory", "Show all inventory information for all slots"}}},
	{form: as[showModule](), modes: inPrivileged, example: "show module", words: []choice{{"module", "Show hardware modules"}}},
	{form: as[showInterfaces](), modes: inExec, example: "show interface ip brief", words: []choice{
		{"interface", "Show interface status and configuration"}, {"ip", "Show IP addresses"}, {"brief", "One line for each interface"}}},
	{form: as[showVlan](), modes: inPrivileged, example: "show vlan", words: []choice{{"vlan", "Show VLANs that interfaces are assigned to"}}},
	{form: as[showSSL](), modes: inPrivileged, example: "show ssl", words: []choice{{"ssl", "Show SSL settings"}}},
	{form: as[showRunningConfig](), modes: inPrivileged, example: "show running-config all", words: configSections},
	{form: as[showStartupConfig](), modes: inPrivileged, example: "show startup-config"},
	{form: as[moreRunningConfig](), modes: inPrivileged, example: "more system:running-config", words: []choice{{"system:running-config", "Running configuration, passwords included"}}},
	{form: as[showMode](), modes: inPrivileged, example: "show mode", words: []choice{{"mode", "Show current and configured security context mode"}}},
	{form: as[showContext](), modes: inPrivileged, example: "show context", words: []choice{{"context", "Show information on security contexts"}}},
	{form: as[showClock](), modes: inExec, example: "show clock", words: []choice{{"clock", "Display the system clock"}}},
	{form: as[showHistory](), modes: inExec, example: "show history"},
	{form: as[showCurpriv](), modes: inExec, example: "show curpriv", words: []choice{{"curpriv", "Display current privilege level"}}},
	{form: as[showVPNSessions](), modes: inPrivileged, example: "show vpn-sessiondb license-summary", words: []choice{
		{"summary", "Show a summary of the sessions"}, {"license-summary", "Show VPN licenses and their use"}}},
	{form: as[showLogging](), modes: inPrivileged, example: "show logging", words: []choice{{"logging", "Show all the current logging parameters and messages"}}},

	{form: as[showFailover](), modes: inPrivileged, example: "show failover state", words: []choice{
		{"failover", "Show failover information"}, {"state", "Show the states of both units"}}},
	{form: as[failoverActive](), modes: inPrivileged, writes: true, example: "no failover active", words: []choice{
		{"failover", "Move the active role"}, {"active", "Make this unit active, or with no standby"},
		{"group", "One failover group of an Active/Active pair"}, {"1", "Failover group 1"}, {"2", "Failover group 2"}}},
	{form: as[reloadStandby](), modes: inPrivileged, writes: true, example: "failover reload-standby", words: []choice{
		{"reload-standby", "Reload the standby unit"}}},
	{form: as[writeStandby](), modes: inPrivileged, writes: true, example: "write standby", words: []choice{
		{"standby", "Write the running configuration to the standby unit"}}},

	{form: as[clockSet](), modes: inPrivileged, writes: true, example: "clock set 22:37:00 Mar 19 2024", words: []choice{
		{"set", "Set the date and time"}, {"Time", "Current Time"}, {"Day", "Day of the month"}, {"Month", "Month of the year"}, {"Year", "Year"}}},
	{form: as[terminalPager](), modes: inExec, example: "terminal pager 0", words: terminalWords},
	{form: as[noTerminalPager](), modes: inExec, example: "no terminal pager", words: terminalWords},
	{form: as[terminalMonitor](), modes: inExec, example: "terminal monitor", words: []choice{
		{"monitor", "Syslog monitor"}, {"no", "Turn off syslogging to this terminal"}}},
	{form: as[terminalInteractive](), modes: inExec, example: "terminal interactive", words: terminalWords},
	{form: as[terminalWidth](), modes: inGlobal, writes: true, example: "terminal width 511", words: []choice{
		{"width", "Set the width of the terminal"}, {"Width", "Characters on a line, 0 for no limit"}}},
	{form: as[pagerLines](), modes: inGlobal, writes: true, example: "pager lines 24", words: []choice{
		{"lines", "Lines on a page"}, {"Lines", "Lines on a page, 0 for no pages"}}},

	{form: as[reload](), modes: inPrivileged, writes: true, example: "reload noconfirm", words: []choice{
		{"noconfirm", "Reload without asking"}, {"save-config", "Save the configuration before reloading"}}},
	{form: as[writeMemory](), modes: inPrivileged, writes: true, example: "write memory", words: []choice{{"memory", "Save the running configuration"}}},
	{form: as[writeErase](), modes: inPrivileged, writes: true, example: "write erase", words: []choice{{"erase", "Clear the startup configuration"}}},
	{form: as[writeTerminal](), modes: inPrivileged, example: "write terminal", words: []choice{{"terminal", "Show the running configuration"}}},
	{form: as[copyRunning](), modes: inPrivileged, writes: true, example: "copy running-config startup-config", words: []choice{{"/noconfirm", "Copy without asking"}}},
	{form: as[formatDisk](), modes: inPrivileged, writes: true, example: "format disk0:", words: []choice{{"disk0:", "The flash memory"}}},
	{form: as[eraseDisk](), modes: inPrivileged, writes: true, example: "erase disk0:", words: []choice{{"disk0:", "The flash memory"}}},

	{form: as[setMode](), modes: inPrivileged, writes: true, example: "mode single", words: []choice{
		{"single", "One firewall"}, {"multiple", "Security contexts"}, {"noconfirm", "Change without asking"}}},
	{form: as[changetoSystem](), modes: inPrivileged, example: "changeto system"},
	{form: as[changetoContext](), modes: inPrivileged, example: "changeto context admin", words: []choice{
		{"context", "Change to a security context"}, {"Name", "Name of the context"}}},
	{form: as[newContext](), modes: inGlobal, writes: true, example: "context admin", words: []choice{{"Name", "Name of the context"}}},

	{form: as[hostname](), modes: inGlobal, writes: true, example: "hostname asa1", words: []choice{{"Name", "The name of this system"}}},
	{form: as[enablePassword](), modes: inGlobal, writes: true, example: "enable password cisco", words: []choice{
		{"enable", "Configure the password of privileged EXEC"}, {"password", "Set the password"}, {"Password", "The password"},
		{"pbkdf2", "The password is given as it stands in a configuration"}}},
	{form: as[noEnablePassword](), modes: inGlobal, writes: true, example: "no enable password", words: []choice{
		{"enable", "Configure the password of privileged EXEC"}, {"password", "Remove the password"}, {"Password", "The password"}}},
	{form: as[username](), modes: inGlobal, writes: true, example: "username admin password cisco privilege 15", words: userWords},
	{form: as[noUsername](), modes: inGlobal, writes: true, example: "no username admin", words: userWords},
	{form: as[promptCommand](), modes: inGlobal, writes: true, example: "prompt hostname priority state", words: promptWords},
	{form: as[noPrompt](), modes: inGlobal, writes: true, example: "no prompt", words: promptWords},
	{form: as[failoverSwitch](), modes: inGlobal, writes: true, example: "failover"},
	{form: as[failoverUnit](), modes: inGlobal, writes: true, example: "failover lan unit primary", words: failoverWords},
	{form: as[failoverLAN](), modes: inGlobal, writes: true, example: "failover lan interface FO GigabitEthernet0/3", words: failoverWords},
	{form: as[failoverLink](), modes: inGlobal, writes: true, example: "failover link FO GigabitEthernet0/3", words: failoverWords},
	{form: as[failoverAddress](), modes: inGlobal, writes: true, example: "failover interface ip FO 192.0.2.1 255.255.255.0 standby 192.0.2.2", words: failoverWords},
	{form: as[failoverSecret](), modes: inGlobal, writes: true, example: "failover key cisco", words: failoverWords},
	{form: as[failoverHTTP](), modes: inGlobal, writes: true, example: "failover replication http", words: failoverWords},
	{form: as[noFailoverSetting](), modes: inGlobal, writes: true, example: "no failover key", words: failoverWords},
	{form: as[webvpn](), modes: inGlobal, writes: true, example: "webvpn"},
	{form: as[anyconnectEssentials](), modes: inWebvpn, writes: true, example: "no anyconnect-essentials", words: []choice{
		{"anyconnect-essentials", "Use the AnyConnect Essentials license"}}},
	{form: as[tlsProxy](), modes: inGlobal, writes: true, example: "tls-proxy maximum-sessions 100", words: []choice{
		{"maximum-sessions", "Maximum number of TLS proxy sessions"}, {"Sessions", "Maximum number of TLS proxy sessions"}}},
	{form: as[noTLSProxy](), modes: inGlobal, writes: true, example: "no tls-proxy maximum-sessions", words: []choice{
		{"maximum-sessions", "Maximum number of TLS proxy sessions"}}},
	{form: as[clearConfigure](), modes: inGlobal, writes: true, example: "clear configure all", words: []choice{
		{"configure", "Clear the running configuration"}, {"all", "Clear all of it"}}},
	{form: as[interfaceSection](), modes: inGlobal, writes: true, example: "interface GigabitEthernet1/1", words: []choice{{"Word", "Name of the interface"}}},
	{form: as[vlan](), modes: inInterface, writes: true, example: "vlan 10", words: []choice{{"vlan", "Assign a VLAN"}, {"Vlan", "VLAN number"}}},
	{form: as[noVlan](), modes: inInterface, writes: true, example: "no vlan", words: []choice{{"vlan", "Assign a VLAN"}, {"Vlan", "VLAN number"}}},
	{form: as[nameif](), modes: inInterface, writes: true, example: "nameif inside", words: []choice{{"nameif", "Assign a name to the interface"}, {"Name", "Name of the interface"}}},
	{form: as[shutdown](), modes: inInterface, writes: true, example: "no shutdown", words: []choice{{"shutdown", "Shut down the interface"}}},
	{form: as[ipAddress](), modes: inInterface, writes: true, example: "ip address 192.0.2.1 255.255.255.0 standby 192.0.2.2", words: addressWords},
	{form: as[noIPAddress](), modes: inInterface, writes: true, example: "no ip address", words: addressWords},
	{form: as[loggingEnable](), modes: inGlobal, writes: true, example: "logging enable", words: []choice{{"enable", "Enable logging"}}},
	{form: as[loggingBuffered](), modes: inGlobal, writes: true, example: "logging buffered informational", words: severityWords},
	{form: as[noLoggingBuffered](), modes: inGlobal, writes: true, example: "no logging buffered", words: severityWords},
	{form: as[clearLogging](), modes: inPrivileged, example: "clear logging buffer", words: []choice{{"logging", "Clear logging"}, {"buffer", "Clear the logging buffer"}}},

	{form: as[simulateAdvance](), modes: inExec, writes: true, off: true, example: "simulate advance 30d", words: []choice{
		{"advance", "Let time go by"}, {"Span", "A number and its unit: s, m, h, d, w, y (365 days)"}}},
	{form: as[simulateConsole](), modes: inExec, off: true, example: "simulate console asa2", words: []choice{
		{"console", "Go to the console of another unit"}, {"Word", "Name of a unit of the lab"}}},
	{form: as[simulateReplace](), modes: inExec, writes: true, off: true, example: "simulate replace JAD21470ABC", words: []choice{
		{"replace", "Put other hardware in the unit's place"}, {"Word", "Its serial number"}}},
	{form: as[simulateLink](), modes: inExec, writes: true, off: true, example: "simulate link failover down", words: []choice{
		{"link", "Cut or heal a link"}, {"failover", "The failover link of this unit"}, {"up", "Heal it"}, {"down", "Cut it"}}},
	{form: as[simulateFault](), modes: inExec, writes: true, off: true, example: "simulate fault drop 5 seed 7", words: faultWords},
	{form: as[simulateSlow](), modes: inExec, writes: true, off: true, example: "simulate fault slow 500", words: faultWords},
	{form: as[simulateFaultsOff](), modes: inExec, writes: true, off: true, example: "simulate fault off", words: faultWords},
	{form: as[simulatePowerUnit](), modes: inExec, writes: true, off: true, example: "simulate power asa2 off", words: []choice{
		{"power", "Switch a unit"}, {"Word", "Name of a unit of the lab"}, {"on", "Switch the unit on"}, {"off", "Switch the unit off"}}},
	{form: as[simulatePower](), modes: inExec, writes: true, off: true, example: "simulate power off", words: []choice{
		{"power", "Switch the unit"}, {"on", "Switch the unit on"}, {"off", "Switch the unit off"}}},
	{form: as[simulateSessions](), modes: inExec, writes: true, example: "simulate sessions anyconnect 10", words: []choice{
		{"sessions", "Set how many sessions the field wants"}, {"anyconnect", "Secure Client sessions"}, {"other-vpn", "IKEv1 and site-to-site sessions"},
		{"tls-proxy", "TLS proxy sessions"}, {"srtp", "Encrypted SRTP sessions"}, {"hosts", "Inside hosts"}, {"Number", "How many"}}},
	{form: as[simulateInstall](), modes: inExec, writes: true, example: "simulate install 9.8(2)", words: []choice{
		{"install", "Put a release into flash"}, {"Release", "A release such as 9.8(2)"}}},
	{form: as[simulateIssue](), modes: inExec, writes: true, example: `simulate issue "AnyConnect Premium Peers"=1000 for 8w`, words: []choice{
		{"issue", "Issue an activation key for this unit"}, {"Word", "FEATURE=VALUE, also level=LEVEL"},
		{"for", "Issue a time-based key"}, {"Span", "A number and its unit: d, w, y (365 days)"}}},
}
