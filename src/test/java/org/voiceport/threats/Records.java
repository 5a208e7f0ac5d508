package org.voiceport.threats;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.voiceport.sim.SimEvent;

/** TLS records as the attacker reads and writes them, without any key. */
final class Records {
    static final int HEAD = 5;
    static final int HANDSHAKE = 22;

    private static final int ALERT = 21;
    private static final int DATA = 23;
    /** HMAC-SHA1, behind what it covers: with a NULL suite the rest of a record is what was said. */
    private static final int MAC = 20;

    private static final int BAD_RECORD_MAC = 20;

    private Records() {}

    static int type(byte[] record) {
        return record[0];
    }

    static boolean isData(byte[] record) {
        return type(record) == DATA;
    }

    /** What was said in records of a NULL suite. */
    static byte[] said(List<byte[]> records) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        records.stream()
                .filter(record -> isData(record) && record.length >= HEAD + MAC)
                .forEach(record -> said.write(record, HEAD, record.length - HEAD - MAC));
        return said.toByteArray();
    }

    /** A record of application data that holds these bytes. */
    static byte[] data(byte[] bytes) {
        return ByteBuffer.allocate(HEAD + bytes.length)
                .put((byte) DATA)
                .putShort((short) 0x0303)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    /** The same with a wrong MAC behind them, as nobody without the key can make the right one. */
    static byte[] dataWithWrongMac(byte[] bytes) {
        return data(ByteBuffer.allocate(bytes.length + MAC).put(bytes).array());
    }

    /** The fatal alert among records, if one can be read without a key. */
    static Optional<String> alert(List<byte[]> records) {
        return records.stream()
                .filter(record -> type(record) == ALERT
                        && (record.length == HEAD + 2 || record.length == HEAD + 2 + MAC)
                        && record[HEAD] == 2)
                .findFirst()
                .map(record -> "TLS alert " + name(record[HEAD + 1] & 0xFF));
    }

    /**
     * The end of a registration, if the device asked for it or the call manager found a record that isn't the device's: for
     * another reason it shows nothing.
     */
    static SimEvent.Unregistered refused(SimEvent.Unregistered gone) {
        String why = gone.why().toLowerCase(Locale.ROOT);
        if (!gone.asked() && !why.contains("bad record mac") && !why.contains("tag mismatch")) {
            throw new NothingHappened("the connection ended for another reason: " + gone.line());
        }
        return gone;
    }

    private static String name(int description) {
        return switch (description) {
            case BAD_RECORD_MAC -> "bad_record_mac";
            case 40 -> "handshake_failure";
            case 42 -> "bad_certificate";
            case 46 -> "certificate_unknown";
            case 47 -> "illegal_parameter";
            case 51 -> "decrypt_error";
            default -> String.format(Locale.ROOT, "%d", description);
        };
    }
}
