package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/term"

	"github.com/asapak/asapak/cli"
	"github.com/asapak/asapak/cli/render"
)

// terminals are standard input and output, if both are terminals.
func terminals(s stdio) (in, out *os.File, ok bool) {
	in, ok = s.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return nil, nil, false
	}
	out, ok = s.out.(*os.File)
	return in, out, ok && term.IsTerminal(int(out.Fd()))
}

// styleFor decides about color, once.
func styleFor(color string, out io.Writer) (cli.Style, error) {
	colored := cli.Style{Answer: render.Colored, Prompt: render.ColoredPrompt}
	switch color {
	case "always":
		return colored, nil
	case "never":
		return cli.Style{}, nil
	case "auto":
		f, ok := out.(*os.File)
		if ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd())) {
			return colored, nil
		}
		return cli.Style{}, nil
	}
	return cli.Style{}, &usageError{fmt.Errorf("--color %q: want auto, always or never", color)}
}

// typedTogether is how many bytes are taken from the keyboard at once: a pasted
// script arrives in a few pieces.
const typedTogether = 4096

// interact lets a person type. The terminal is put back as it was, whichever way
// this ends.
func interact(t *cli.Terminal, in, out *os.File) (err error) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return fmt.Errorf("terminal: %w", err)
	}
	restore := func() error { return term.Restore(int(in.Fd()), before) }
	defer func() { err = errors.Join(err, restore()) }()
	defer whenEnded(restore)()

	if _, err := out.Write(t.Start()); err != nil {
		return err
	}
	typed := make([]byte, typedTogether)
	for !t.Done() {
		n, err := in.Read(typed)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := out.Write(t.Feed(typed[:n])); err != nil {
			return err
		}
	}
	return nil
}

// whenEnded does something before a signal ends the process. It returns what
// stops the watching.
func whenEnded(do func() error) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	go func() {
		if s, ok := <-signals; ok {
			do()
			fmt.Fprintf(os.Stderr, "\nasapak: %v\n", s)
			os.Exit(exitFailure)
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}
