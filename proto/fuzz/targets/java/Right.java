import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HexFormat;

/** A decoder of Ethernet and IPv4: a frame a line in hex, an answer a line. */
public class Right {
    static int u8(byte[] b, int at) {
        return b[at] & 0xff;
    }

    static int u16(byte[] b, int at) {
        return u8(b, at) << 8 | u8(b, at + 1);
    }

    static String ipv4(byte[] b, int at) {
        int left = b.length - at;
        if (left < 20 || u8(b, at) >> 4 != 4) {
            return "err IPv4 header";
        }
        int header = (u8(b, at) & 15) * 4;
        int total = u16(b, at + 2);
        if (header < 20 || header > total || total > left) {
            return "err IPv4 lengths";
        }
        return "ok ip.ttl=%d ip.proto=%d ip.len=%d ip.src=%d.%d.%d.%d".formatted(u8(b, at + 8), u8(b, at + 9), total,
                u8(b, at + 12), u8(b, at + 13), u8(b, at + 14), u8(b, at + 15));
    }

    static String answer(byte[] b) {
        if (b.length < 14) {
            return "err short Ethernet header";
        }
        return u16(b, 12) == 0x0800 ? ipv4(b, 14) : "ok";
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answer(HexFormat.of().parseHex(line)));
        }
    }
}
