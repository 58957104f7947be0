package cli

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/asapak/asapak/sim"
)

const (
	usernameKey      = "username"
	defaultPrivilege = 2
	topPrivilege     = 15
)

// A User is someone who may log in.
type User struct {
	Name      string
	Password  string // hashed, as the configuration keeps it
	Privilege int
	Keys      [][]byte // public keys in SSH's wire format
}

// Users lists those of a configuration.
func Users(c *sim.Config) []User {
	var all []User
	for _, l := range c.Lines() {
		if u, ok := readUser(l.Text); ok {
			u.Keys = publicKeys(c, u.Name)
			all = append(all, u)
		}
	}
	return all
}

// readUser reads "username NAME password HASH pbkdf2 privilege N".
func readUser(line string) (User, bool) {
	words := strings.Fields(line)
	if len(words) < 4 || words[0] != usernameKey || words[2] != "password" {
		return User{}, false
	}
	u := User{Name: words[1], Password: words[3], Privilege: defaultPrivilege}
	for i, w := range words[4:] {
		if w == "privilege" && i+5 < len(words) {
			if n, err := strconv.Atoi(words[i+5]); err == nil {
				u.Privilege = n
			}
		}
	}
	return u, true
}

// publicKeyLine begins a user's public key, in the section of its attributes.
const publicKeyLine = "ssh authentication publickey "

func publicKeys(c *sim.Config, user string) [][]byte {
	var keys [][]byte
	for _, l := range c.Lines() {
		if l.Text != usernameKey+" "+user+" attributes" {
			continue
		}
		for _, sub := range l.Sub {
			text, ok := strings.CutPrefix(sub, publicKeyLine)
			if key, err := base64.StdEncoding.DecodeString(text); ok && err == nil {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// Fits reports whether a password is the user's.
func (u *User) Fits(password string) bool { return hashFits(u.Password, password) }

// HashPassword is a password as a configuration and a lab file keep it. The same
// salt gives the same text; it is no secret.
func HashPassword(password, salt string) string {
	sum := sha256.Sum256([]byte(salt))
	return hashed(password, sum[:16])
}

// hashFits compares a password with a hash.
func hashFits(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 5 {
		return false
	}
	salt, err := base64.StdEncoding.DecodeString(parts[3])
	return err == nil && subtle.ConstantTimeCompare([]byte(hashed(password, salt)), []byte(hash)) == 1
}

type username struct {
	Words     words   `parser:"'username'"`
	Name      string  `parser:"@Name"`
	Password  string  `parser:"'password' @Password"`
	Hashed    bool    `parser:"@'pbkdf2'?"`
	Privilege decimal `parser:"( 'privilege' @Privilege )?"`
}

var userWords = []choice{
	{"username", "Configure user authentication local database"},
	{"Name", "The name of the user"},
	{"password", "The password for this user follows"},
	{"Password", "The password"},
	{"pbkdf2", "The password is given as it stands in a configuration"},
	{"privilege", "The privilege level for this user follows"},
	{"Privilege", "The privilege level for this user"},
}

func (c *username) run(s *Session) reply {
	if !c.Hashed {
		c.Password = HashPassword(c.Password, string(s.unit.Device().Serial())+c.Name)
	}
	key := usernameKey + " " + c.Name + " password"
	line := key + " " + c.Password + " pbkdf2"
	if c.Privilege > 0 {
		line += " privilege " + c.Privilege.String()
	}
	s.unit.Configure(func(f *sim.Config) { f.Set(key, line) })
	return reply{}
}

type noUsername struct {
	Words words  `parser:"'no' 'username'"`
	Name  string `parser:"@Name"`
}

func (c *noUsername) run(s *Session) reply {
	s.unit.Configure(func(f *sim.Config) { f.Unset(usernameKey + " " + c.Name) })
	return reply{}
}

type loginCommand struct {
	Words words `parser:"'login'"`
}

func (*loginCommand) run(*Session) reply { return reply{ask: askUser(1)} }

// askUser asks for a name and its password for the nth time.
func askUser(n int) *question {
	return &question{prompt: "Username: ", asks: AskLine, answer: func(_ *Session, name string) reply {
		return reply{ask: &question{prompt: "Password: ", asks: AskSecret, answer: func(s *Session, password string) reply {
			return s.logIn(strings.TrimSpace(name), password, n)
		}}}
	}}
}

func (s *Session) logIn(name, password string, n int) reply {
	u, ok := s.findUser(name)
	switch {
	case ok && u.Fits(password):
		s.login, s.mode = u.Name, userExec
		if u.Privilege >= defaultPrivilege {
			s.mode = privileged
		}
		return reply{}
	case n < passwordTries:
		return reply{text: "Login incorrect\n", ask: askUser(n + 1)}
	}
	return say("Access denied.\n")
}

// findUser finds a user of the configuration; where it has none, whoever logged
// in may do so again.
func (s *Session) findUser(name string) (User, bool) {
	users := Users(s.unit.Running())
	if len(users) == 0 && s.options.Login != nil {
		users = []User{*s.options.Login}
	}
	for _, u := range users {
		if u.Name == name {
			return u, true
		}
	}
	return User{}, false
}
