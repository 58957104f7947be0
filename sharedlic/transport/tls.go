package transport

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"time"
)

// certificateLife is longer than any process. Nobody checks it: see the package
// comment.
const certificateLife = 100 * 365 * 24 * time.Hour

// newCertificate makes a certificate that only this process has.
func newCertificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: now.Add(-24 * time.Hour), NotAfter: now.Add(certificateLife),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

// serverTLS is the configuration of the end that listens. Sessions aren't
// resumed: a connection lasts, and each has an exporter of its own.
func serverTLS(keyLog io.Writer) (*tls.Config, error) {
	certificate, err := newCertificate()
	return &tls.Config{
		Certificates:           []tls.Certificate{certificate},
		MinVersion:             tls.VersionTLS13,
		SessionTicketsDisabled: true,
		KeyLogWriter:           keyLog,
	}, err
}

// clientTLS is the configuration of the end that connects. It takes any
// certificate: the handshake inside, bound to the exporter of this connection,
// finds out whom it talks to.
func clientTLS(keyLog io.Writer) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS13,
		InsecureSkipVerify: true,
		KeyLogWriter:       keyLog,
	}
}
