package lab

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/asapak/asapak/sim"
)

// A User is someone who may log in to all units of a lab from outside.
type User struct {
	Name      string
	Password  string // hashed, as a configuration keeps it; empty lets only keys in
	Privilege int
	Keys      []string // public keys in base64
}

// maxUsers bounds the users of a lab, and the keys of each.
const maxUsers = 100

var userFields = []field[User]{
	{"name", func(r *reader, u *User, n ast.Node) { u.Name = r.userName(n) }},
	{"password", func(r *reader, u *User, n ast.Node) { u.Password = r.passwordHash(n) }},
	{"privilege", func(r *reader, u *User, n ast.Node) { u.Privilege = r.privilege(n) }},
	{"keys", (*reader).publicKeys},
}

const topPrivilege = 15

func (r *reader) users(l *Lab, n ast.Node) {
	list := r.list(n, "a list of users")
	if len(list) > maxUsers {
		r.report(n, "%d users: want at most %d", len(list), maxUsers)
		return
	}
	for _, item := range list {
		u := User{Privilege: topPrivilege}
		given := readMapping(r, item, "a user", userFields, &u)
		if given == nil {
			continue
		}
		if given["name"] == nil {
			r.report(item, "key name of the user is missing")
		}
		if given["password"] == nil && given["keys"] == nil {
			r.report(item, "the user has neither password nor keys")
		}
		for _, other := range l.Users {
			if other.Name == u.Name {
				r.report(item, "name %q: another user has it", u.Name)
			}
		}
		l.Users = append(l.Users, u)
	}
}

func (r *reader) userName(n ast.Node) string {
	text, ok := r.scalar(n, "a name")
	if ok && (text == "" || len(text) > maxName || strings.ContainsAny(text, " \t?")) {
		r.report(n, "name %q: want 1 to %d characters without blanks", text, maxName)
	}
	return text
}

// passwordHash reads a password as asapak lab password prints it.
func (r *reader) passwordHash(n ast.Node) string {
	text, ok := r.scalar(n, "a hashed password")
	if ok && (!strings.HasPrefix(text, "$sha512$") || strings.Count(text, "$") != 4 || strings.ContainsAny(text, " \t")) {
		r.report(n, "password: want it hashed, as asapak lab password prints it")
	}
	return text
}

func (r *reader) privilege(n ast.Node) int {
	text, _ := r.scalar(n, "a privilege level")
	var level int
	if _, err := fmt.Sscanf(text, "%d", &level); err != nil || level < 0 || level > topPrivilege {
		r.report(n, "privilege %q: want 0 to %d", text, topPrivilege)
	}
	return level
}

// publicKeys reads keys as ssh-keygen writes them, with or without the words
// around the base64.
func (r *reader) publicKeys(u *User, n ast.Node) {
	list := r.list(n, "a list of public keys")
	if len(list) > maxUsers {
		r.report(n, "%d keys: want at most %d", len(list), maxUsers)
		return
	}
	for _, item := range list {
		text, ok := r.scalar(item, "a public key")
		words := strings.Fields(text)
		if len(words) > 1 {
			words = words[1:]
		}
		if !ok || len(words) == 0 {
			continue
		}
		if key, err := base64.StdEncoding.DecodeString(words[0]); err != nil || len(key) == 0 {
			r.report(item, "public key: want the base64 that ssh-keygen writes")
			continue
		}
		u.Keys = append(u.Keys, words[0])
	}
}

// configureUsers adds the lines of the lab's users and enable password, where the
// unit's config block doesn't say otherwise.
func (l *Lab) configureUsers(c *sim.Config) {
	if l.EnablePassword != "" && !c.Has("enable password") {
		c.Set("enable password", "enable password "+l.EnablePassword+" pbkdf2")
	}
	if c.Has("username") {
		return
	}
	for _, u := range l.Users {
		key := "username " + u.Name
		password := u.Password
		if password == "" {
			password = "*" // nothing fits that
		}
		c.Set(key+" password", fmt.Sprintf("%s password %s pbkdf2 privilege %d", key, password, u.Privilege))
		for _, k := range u.Keys {
			line := "ssh authentication publickey " + k
			c.SetIn(key+" attributes", line, line)
		}
	}
}
