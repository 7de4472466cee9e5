package sim

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The simulated hosts talk to the kernel of this machine: a TAP device in a
// network namespace of its own, which goes away with the process in it.

const (
	kernelAddr    = "192.0.2.1/24"
	simulatedAddr = "192.0.2.10/24"
)

// TestKernel runs the tests below in a new network namespace.
func TestKernel(t *testing.T) {
	if os.Getenv("SIM_NAMESPACE") != "" {
		t.Skip("inside")
	}
	need := func(ok bool, what string) {
		if !ok && os.Getenv("CI") == "true" {
			t.Fatal("needs", what)
		} else if !ok {
			t.Skip("needs", what)
		}
	}
	need(os.Getuid() == 0, "root")
	for _, program := range []string{"ip", "nginx", "curl"} {
		_, err := exec.LookPath(program)
		need(err == nil, program)
	}
	_, err := os.Stat("/dev/net/tun")
	need(err == nil, "/dev/net/tun")
	cmd := exec.Command(os.Args[0], "-test.run=^TestInNamespace$", "-test.v")
	cmd.Env = append(os.Environ(), "SIM_NAMESPACE=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("--- PASS: TestInNamespace")) {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestInNamespace(t *testing.T) {
	if os.Getenv("SIM_NAMESPACE") == "" {
		t.Skip("run by TestKernel")
	}
	tap := openTAP(t)
	for _, test := range []kernelTest{
		{"usual", End{}, 1_000_000, 0, tap},
		{"usual", End{}, 50_000, 0.05, tap},
		{"plain", End{NoSACK: true, NoTimestamps: true, NoScale: true}, 300_000, 0, tap},
		{"plain", End{NoSACK: true, NoTimestamps: true, NoScale: true}, 20_000, 0.05, tap},
		{"small window", End{Buffer: 5000, ReadRate: 300_000}, 100_000, 0, tap},
		{"one at a time", End{StopAndWait: true, NoDelayedACK: true, MSS: 1000}, 100_000, 0, tap},
	} {
		t.Run(fmt.Sprintf("nginx/%s/loss %v", test.name, test.loss), test.fetchFromNginx)
		t.Run(fmt.Sprintf("curl/%s/loss %v", test.name, test.loss), test.serveCurl)
	}
}

// kernelTest is a transfer of two bodies between a simulated host and the kernel.
type kernelTest struct {
	name string
	end  End
	body int     // bytes
	loss float64 // of frames, both ways
	tap  int
}

func openTAP(t *testing.T) int {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(fd) })
	request, err := unix.NewIfreq("tap0")
	if err != nil {
		t.Fatal(err)
	}
	request.SetUint16(unix.IFF_TAP | unix.IFF_NO_PI)
	if err := unix.IoctlIfreq(fd, unix.TUNSETIFF, request); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{"addr add " + kernelAddr + " dev tap0", "link set tap0 up", "link set lo up"} {
		if out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v %s", args, err, out)
		}
	}
	return fd
}

// newTapped makes a host on the TAP device's link.
func newTapped(end End, seed uint64) *Host {
	return NewHost(HostConfig{
		Name:       "simulated",
		Interfaces: []Interface{{MAC: localMAC(0x10), Addrs: []netip.Prefix{netip.MustParsePrefix(simulatedAddr)}}},
		End:        end, Reaction: 100 * time.Microsecond, Seed: seed,
	})
}

// talk lets the host run in real time until done. Frames get lost both ways.
func (k *kernelTest) talk(t *testing.T, h *Host, done func() bool) {
	start := time.Now()
	r := rand.New(rand.NewPCG(h.Seed, 1))
	buf := make([]byte, 2048)
	for !done() {
		now := time.Since(start)
		if now > 60*time.Second {
			t.Fatalf("no end: %+v", h.Sockets())
		}
		for {
			_, f, ok := h.Send(now)
			if !ok {
				break
			}
			if r.Float64() >= k.loss {
				if _, err := unix.Write(k.tap, f.Bytes); err != nil {
					t.Fatal(err)
				}
			}
		}
		wait := 50 * time.Millisecond
		if at, ok := h.Next(); ok {
			wait = min(wait, max(at-time.Since(start), 0))
		}
		fds := []unix.PollFd{{Fd: int32(k.tap), Events: unix.POLLIN}}
		timeout := unix.NsecToTimespec(int64(wait))
		if n, _ := unix.Ppoll(fds, &timeout, nil); n == 0 {
			continue
		}
		if n, err := unix.Read(k.tap, buf); err == nil && r.Float64() >= k.loss {
			h.Deliver(time.Since(start), 0, Frame{Bytes: bytes.Clone(buf[:n])})
		}
	}
}

// fetchFromNginx lets a simulated client fetch a page that the kernel serves.
func (k kernelTest) fetchFromNginx(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), appendBody(nil, 0, k.body), 0o644); err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf(`daemon off; master_process off; pid %[1]s/pid; error_log %[1]s/error;
events {} http { access_log off; client_body_temp_path %[1]s/b; proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f;
uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s; server { listen 192.0.2.1:80; root %[1]s; } }`, dir)
	if err := os.WriteFile(filepath.Join(dir, "conf"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("nginx", "-c", filepath.Join(dir, "conf"), "-p", dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	for ready := time.Now().Add(60 * time.Second); time.Now().Before(ready); time.Sleep(10 * time.Millisecond) {
		if out, _ := exec.Command("curl", "-s", "-I", "http://192.0.2.1/").Output(); len(out) > 0 {
			break
		}
	}
	h := newTapped(k.end, uint64(time.Now().UnixNano()))
	client := &webClient{
		server: netip.MustParseAddrPort("192.0.2.1:80"), host: "192.0.2.1", path: "/", requests: 2,
		closes: true, reading: pace{rate: k.end.ReadRate},
	}
	h.wake(client, 0)
	k.talk(t, h, func() bool {
		s := h.Sockets()
		return client.done && (len(s) == 0 || s[0].State == TimeWait)
	})
	want := Response{Status: 200, Length: k.body, Body: k.body, Whole: true, Intact: true}
	if client.err != nil || len(client.received) != 2 || client.received[0] != want || client.received[1] != want {
		t.Fatalf("%v %+v", client.err, client.received)
	}
}

// serveCurl lets the kernel's client fetch a page from a simulated server.
func (k kernelTest) serveCurl(t *testing.T) {
	h := newTapped(k.end, uint64(time.Now().UnixNano()))
	server := &webServer{size: k.body, chunked: k.loss > 0, rate: k.end.ReadRate}
	server.socket = h.listen(server, netip.MustParseAddrPort("192.0.2.10:80"))
	// The kernel may still know connections of the test before.
	cmd := exec.Command("curl", "-s", "--max-time", "50", "http://192.0.2.10/", "http://192.0.2.10/")
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var err error
	over := false
	k.talk(t, h, func() bool {
		select {
		case err = <-ended:
			over = true
		default:
		}
		return over && len(h.conns) == 0
	})
	body := appendBody(nil, 0, k.body)
	if err != nil || !bytes.Equal(out.Bytes(), append(bytes.Clone(body), body...)) {
		t.Fatalf("%v: %d bytes", err, out.Len())
	}
}
