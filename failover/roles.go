package failover

// The units of a pair by their configured identity.
const (
	Primary   = 0
	Secondary = 1
)

// A Role is the present role of a unit of a pair.
type Role uint8

// The roles.
const (
	Off     Role = iota // failover is switched off there
	Down                // the unit has no power or boots
	Standby             // ready to take over
	Active
)

// A Cause is why a role changed.
type Cause uint8

// The causes, those of the role-change log lines.
const (
	StateCheck   Cause = iota // found out when the units met
	NoResponse                // the mate isn't heard
	SetByCommand              // failover active, no failover active
	MateCommand               // the same, on the mate
	WentDown                  // the unit itself
)

// A RoleChange is a unit that got another role.
type RoleChange struct {
	Unit  int // Primary or Secondary
	From  Role
	To    Role
	Cause Cause
}

// A Condition is what decides the roles: which units are up and have failover
// switched on, and whether they hear each other.
type Condition struct {
	Up, Enabled [2]bool
	Contact     bool
}

// Roles is the machine of who is active in a pair, or in one failover group of an
// Active/Active pair. Make it with [NewRoles].
type Roles struct {
	preferred int
	role      [2]Role
	now       Condition
}

// NewRoles starts with both units off; preferred is the unit that becomes active
// when both come up together.
func NewRoles(preferred int) *Roles { return &Roles{preferred: preferred} }

// Of tells the role of a unit.
func (r *Roles) Of(unit int) Role { return r.role[unit] }

// Step takes a new condition and returns what changes by it.
func (r *Roles) Step(c Condition) []RoleChange {
	r.now = c
	return r.become(r.decide(r.role), StateCheck)
}

// SetActive is failover active on a unit, or no failover active on its mate. It
// does nothing unless the unit is ready to take over.
func (r *Roles) SetActive(unit int) []RoleChange {
	if r.role[unit] != Standby || !r.now.Contact {
		return nil
	}
	var next [2]Role
	next[unit], next[1-unit] = Active, Standby
	return r.become(next, SetByCommand)
}

// decide finds the roles under the present condition: who is active stays so; of
// two active ones that meet the preferred one stays, of two others it becomes so.
func (r *Roles) decide(was [2]Role) [2]Role {
	var next [2]Role
	for i := range next {
		next[i] = r.alone(i)
	}
	if next[Primary] != Active || next[Secondary] != Active || !r.now.Contact {
		return next
	}
	stays := r.preferred
	if was[Primary] == Active != (was[Secondary] == Active) {
		stays = Primary
		if was[Secondary] == Active {
			stays = Secondary
		}
	}
	next[1-stays] = Standby
	return next
}

// alone is the role of a unit that hears nobody.
func (r *Roles) alone(unit int) Role {
	switch {
	case !r.now.Up[unit]:
		return Down
	case !r.now.Enabled[unit]:
		return Off
	}
	return Active
}

func (r *Roles) become(next [2]Role, cause Cause) []RoleChange {
	var changes []RoleChange
	for i, to := range next {
		if from := r.role[i]; from != to {
			changes = append(changes, RoleChange{Unit: i, From: from, To: to, Cause: r.cause(i, from, to, cause)})
		}
	}
	r.role = next
	return changes
}

func (r *Roles) cause(unit int, from, to Role, cause Cause) Cause {
	switch {
	case to == Down:
		return WentDown
	case from == Standby && to == Active && !r.now.Contact:
		return NoResponse
	case cause == SetByCommand && to == Standby:
		return MateCommand
	}
	return cause
}
