/* The same, and TCP's largest segment: the option list is walked by lengths that
 * nobody checks, and a length of 0 leads nowhere.
 * cc -o wrong wrong.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int digit(int c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

int main(void) {
	static char line[131074];
	while (fgets(line, sizeof line, stdin)) {
		size_t n = strcspn(line, "\r\n") / 2, i;
		unsigned char *b = malloc(n + 1);
		for (i = 0; i < n; i++)
			b[i] = (unsigned char)(digit(line[2 * i]) << 4 | digit(line[2 * i + 1]));
		printf("ok");
		if (n >= 54 && b[12] == 8 && b[13] == 0 && b[14] == 0x45 && b[23] == 6 && (b[20] & 0x1f) == 0 && b[21] == 0) {
			unsigned char *o = b + 54, *end = b + 34 + (b[46] >> 4) * 4;
			while (o < end && *o != 0) {
				if (*o == 1) {
					o++;
					continue;
				}
				if (*o == 2)
					printf(" tcp.options.mss_val=%d", o[2] << 8 | o[3]);
				o += o[1];
			}
		}
		printf("\n");
		fflush(stdout);
		free(b);
	}
	return 0;
}
