package sshd

import (
	"bytes"
	"errors"

	"golang.org/x/crypto/ssh"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/sim"
)

// serverVersion is what an ASA calls itself.
const serverVersion = "SSH-2.0-Cisco-1.25"

// errDenied is all that a client learns of why it isn't let in.
var errDenied = errors.New("access denied")

// userKey is where a connection's permissions keep who logged in.
type userKey struct{}

// config is the SSH configuration of a unit for one connection. The password
// method is there beside keyboard-interactive: paramiko can't do without.
func (u *unit) config(from string) *ssh.ServerConfig {
	c := &ssh.ServerConfig{
		ServerVersion: serverVersion,
		PasswordCallback: func(meta ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return u.logIn(meta.User(), from, func(user *cli.User) bool { return u.world.proofs.fits(user, string(password)) })
		},
		KeyboardInteractiveCallback: func(meta ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil || len(answers) != 1 {
				return nil, errDenied
			}
			return u.logIn(meta.User(), from, func(user *cli.User) bool { return u.world.proofs.fits(user, answers[0]) })
		},
		PublicKeyCallback: func(meta ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			user, ok := u.find(meta.User())
			if !ok || !hasKey(&user, key) {
				return nil, errDenied // clients try all the keys they have: that is no login
			}
			return u.permissions(&user)
		},
	}
	c.AddHostKey(u.world.options.HostKey)
	return c
}

func hasKey(u *cli.User, key ssh.PublicKey) bool {
	wire := key.Marshal()
	for _, k := range u.Keys {
		if bytes.Equal(k, wire) {
			return true
		}
	}
	return false
}

// find finds a user of the unit's configuration; where it has none, the default.
func (u *unit) find(name string) (cli.User, bool) {
	u.world.mu.Lock()
	users := cli.Users(u.Running())
	u.world.mu.Unlock()
	if len(users) == 0 && u.world.options.Default != nil {
		users = []cli.User{*u.world.options.Default}
	}
	for _, user := range users {
		if user.Name == name {
			return user, true
		}
	}
	return cli.User{}, false
}

// logIn lets a user in whose proof holds, and logs it when not.
func (u *unit) logIn(name, from string, proof func(*cli.User) bool) (*ssh.Permissions, error) {
	user, ok := u.find(name)
	if ok && proof(&user) {
		if p, err := u.permissions(&user); err == nil {
			return p, nil
		}
	}
	u.note(sim.Access{Kind: sim.LoginDenied, User: name, From: from})
	return nil, errDenied
}

// permissions carry who logged in to the connection; faults may deny them.
func (u *unit) permissions(user *cli.User) (*ssh.Permissions, error) {
	u.world.mu.Lock()
	denied := u.faults.auth(u.Faults())
	u.world.mu.Unlock()
	if denied {
		return nil, errDenied
	}
	return &ssh.Permissions{ExtraData: map[any]any{userKey{}: user}}, nil
}

// note logs an access in the unit.
func (u *unit) note(a sim.Access) {
	u.world.mu.Lock()
	defer u.world.mu.Unlock()
	u.Access(a)
}
