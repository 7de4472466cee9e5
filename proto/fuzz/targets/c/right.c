/* A decoder of Ethernet, IPv4 and TCP: a frame a line in hex, an answer a line.
 * cc -o right right.c */
#include <stdio.h>
#include <string.h>

static unsigned char frame[65536];

static unsigned u16(const unsigned char *b) { return b[0] << 8 | b[1]; }
static unsigned long u32(const unsigned char *b) { return (unsigned long)u16(b) << 16 | u16(b + 2); }

static int digit(int c) {
	if (c >= '0' && c <= '9')
		return c - '0';
	return c - 'a' + 10;
}

static const char *tcp(const unsigned char *b, size_t n, char *out, size_t room) {
	size_t header;
	if (n < 20)
		return "short TCP header";
	header = (b[12] >> 4) * 4;
	if (header < 20 || header > n)
		return "TCP data offset";
	snprintf(out + strlen(out), room - strlen(out),
		 " tcp.srcport=%u tcp.dstport=%u tcp.seq_raw=%lu tcp.ack_raw=%lu tcp.hdr_len=%zu tcp.flags=0x%04x"
		 " tcp.window_size_value=%u",
		 u16(b), u16(b + 2), u32(b + 4), u32(b + 8), header, u16(b + 12) & 0xfff, u16(b + 14));
	return NULL;
}

static const char *ipv4(const unsigned char *b, size_t n, char *out, size_t room) {
	size_t header, total;
	if (n < 20)
		return "short IPv4 header";
	if (b[0] >> 4 != 4)
		return "not version 4";
	header = (b[0] & 15) * 4;
	total = u16(b + 2);
	if (header < 20 || header > total || total > n)
		return "IPv4 lengths";
	snprintf(out + strlen(out), room - strlen(out), " ip.hdr_len=%zu ip.len=%zu ip.ttl=%u ip.proto=%u ip.src=%u.%u.%u.%u ip.dst=%u.%u.%u.%u",
		 header, total, b[8], b[9], b[12], b[13], b[14], b[15], b[16], b[17], b[18], b[19]);
	if ((u16(b + 6) & 0x1fff) == 0 && b[9] == 6)
		return tcp(b + header, total - header, out, room);
	return NULL;
}

static const char *ethernet(const unsigned char *b, size_t n, char *out, size_t room) {
	if (n < 14)
		return "short Ethernet header";
	if (u16(b + 12) == 0x0800)
		return ipv4(b + 14, n - 14, out, room);
	return NULL;
}

int main(void) {
	static char line[2 * sizeof frame + 2];
	while (fgets(line, sizeof line, stdin)) {
		char out[1024] = "";
		size_t n = strcspn(line, "\r\n") / 2, i;
		const char *reason;
		for (i = 0; i < n; i++)
			frame[i] = (unsigned char)(digit(line[2 * i]) << 4 | digit(line[2 * i + 1]));
		reason = ethernet(frame, n, out, sizeof out);
		if (reason)
			printf("err %s\n", reason);
		else
			printf("ok%s\n", out);
		fflush(stdout);
	}
	return 0;
}
