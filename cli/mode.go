package cli

// A mode says which commands the shell takes.
type mode uint8

const (
	userExec mode = iota
	privileged
	global
	webvpnMode
	interfaceMode
	contextMode
	keptMode // of a section that the simulator doesn't model
	numModes
)

// A modes value is a set of modes.
type modes uint8

const (
	inUser       modes = 1 << userExec
	inPrivileged modes = 1 << privileged
	inExec             = inUser | inPrivileged
	inGlobal     modes = 1 << global
	inWebvpn     modes = 1 << webvpnMode
	inInterface  modes = 1 << interfaceMode
	inContext    modes = 1 << contextMode
	inKept       modes = 1 << keptMode
	inSubmodes         = inWebvpn | inInterface | inContext | inKept
)

func (s modes) has(m mode) bool { return s&(1<<m) != 0 }

// modeTable: a mode takes its own commands first, then those of the mode around
// it. Two modes have none around them.
var modeTable = [numModes]struct {
	heading string // in ? listings
	prompt  string // behind the hostname
	outer   mode
}{
	userExec:      {heading: "exec", prompt: "> ", outer: userExec},
	privileged:    {heading: "exec", prompt: "# ", outer: privileged},
	global:        {heading: "configure", prompt: "(config)# ", outer: privileged},
	webvpnMode:    {heading: "webvpn", prompt: "(config-webvpn)# ", outer: global},
	interfaceMode: {heading: "interface", prompt: "(config-if)# ", outer: global},
	keptMode:      {heading: "configure", prompt: "(config)# ", outer: global},
	contextMode:   {heading: "context", prompt: "(config-ctx)# ", outer: global},
}

func (m mode) heading() string { return modeTable[m].heading }

// outer is the mode around m; false if there is none.
func (m mode) outer() (mode, bool) {
	o := modeTable[m].outer
	return o, o != m
}

// configures reports whether m is a configuration mode.
func (m mode) configures() bool { return m >= global }
