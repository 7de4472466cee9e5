import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HexFormat;

/** The same by somebody who forgot that a byte has a sign. */
public class Wrong {
    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            byte[] b = HexFormat.of().parseHex(line);
            if (b.length < 34 || b[12] != 8 || b[13] != 0 || b[14] >> 4 != 4) {
                System.out.println("ok");
                continue;
            }
            System.out.println("ok ip.ttl=" + b[22] + " ip.proto=" + b[23]);
        }
    }
}
