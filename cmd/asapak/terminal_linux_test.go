package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A keyboardAndScreen is asapak on a pseudo-terminal, as a person has it.
type keyboardAndScreen struct {
	t        *testing.T
	keyboard *os.File
	screen   *os.File // the side of asapak
	shown    string
	process  *exec.Cmd
}

func startConsole(t *testing.T, args ...string) *keyboardAndScreen {
	t.Helper()
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	keyboard := os.NewFile(uintptr(fd), "/dev/ptmx")
	t.Cleanup(func() { keyboard.Close() })
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	screen, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { screen.Close() })
	c := &keyboardAndScreen{t: t, keyboard: keyboard, screen: screen, process: exec.Command("asapak", args...)}
	c.process.Stdin, c.process.Stdout, c.process.Stderr = screen, screen, screen
	c.process.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.process.Process.Kill() })
	return c
}

// patience is how long a test waits for something on the screen.
const patience = 20 * time.Second

// wait reads the screen until a text is on it.
func (c *keyboardAndScreen) wait(text string) {
	c.t.Helper()
	for !strings.Contains(c.shown, text) {
		if err := c.keyboard.SetReadDeadline(time.Now().Add(patience)); err != nil {
			c.t.Fatal(err)
		}
		buffer := make([]byte, 4096)
		n, err := c.keyboard.Read(buffer)
		c.shown += string(buffer[:n])
		if err != nil {
			c.t.Fatalf("no %q on the screen (%v):\n%s", text, err, c.shown)
		}
	}
	_, c.shown, _ = strings.Cut(c.shown, text)
}

func (c *keyboardAndScreen) typeText(text string) {
	c.t.Helper()
	if _, err := c.keyboard.WriteString(text); err != nil {
		c.t.Fatal(err)
	}
}

func (c *keyboardAndScreen) settings() unix.Termios {
	c.t.Helper()
	s, err := unix.IoctlGetTermios(int(c.screen.Fd()), unix.TCGETS)
	if err != nil {
		c.t.Fatal(err)
	}
	return *s
}

func TestPersonAtATerminal(t *testing.T) {
	dir := t.TempDir()
	c := startConsole(t, "--state", dir)
	c.wait("asapak: a simulated ISA 3000, serial number JAD21470KXN")
	c.wait("open no real device")
	c.wait("ciscoasa> ")
	c.typeText("ena\t\r")
	c.wait("ble")
	c.wait("ciscoasa# ")
	c.typeText("simulate advance 6d\r")
	c.wait("ciscoasa# ")
	c.typeText("show activation-key\r")
	c.wait("<--- More --->")
	c.typeText("q")
	c.wait("ciscoasa# ")
	raw := c.settings()
	c.typeText("logout\r")
	c.wait("Logoff")
	if err := c.process.Wait(); err != nil {
		t.Errorf("asapak ended with %v", err)
	}
	if after := c.settings(); after == raw || after.Lflag&unix.ECHO == 0 {
		t.Error("the terminal was not put back")
	}
	out, err := exec.Command("asapak", "--state", dir, "-c", "show clock").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Jan 7 2026") {
		t.Errorf("what was typed was not kept: %s(%v)", out, err)
	}
}

func TestTerminalIsPutBackAfterASignal(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		c := startConsole(t, "--state", "none")
		before := c.settings()
		c.wait("ciscoasa> ")
		if err := c.process.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		err := c.process.Wait()
		if err == nil || c.process.ProcessState.ExitCode() != exitFailure {
			t.Errorf("%v: asapak ended with %v", signal, err)
		}
		if c.settings().Lflag&unix.ECHO == 0 || before.Lflag&unix.ECHO == 0 {
			t.Errorf("%v: the terminal was not put back", signal)
		}
	}
}
