package org.voiceport.trust;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * The first message of TLS by hand (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2), without a TLS library: what a server makes of a
 * client that offers one suite, and what one of our engines offers.
 */
final class PlainHello {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int TLS_1_2 = 0x0303;
    private static final int TLS_1_3 = 0x0304;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int POINT_FORMATS = 11;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final List<String> VERSIONS = List.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private PlainHello() {}

    /**
     * What a client says that it takes, in its order.
     *
     * @param versions JSSE names; the newest alone if the message lists none
     */
    record Offer(List<String> versions, List<Integer> suites) {}

    /** True if the server takes up a client that has this version and this suite and no other. */
    static boolean isTaken(InetSocketAddress server, String version, int suite) throws IOException {
        int number = 0x0300 + VERSIONS.indexOf(version);
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(hello(number, suite));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            if (in.readUnsignedByte() != HANDSHAKE) {
                return false;
            }
            in.skipNBytes(2);
            byte[] record = new byte[in.readUnsignedShort()];
            in.readFully(record);
            return answers(ByteBuffer.wrap(record), number, suite);
        }
    }

    private static boolean answers(ByteBuffer answer, int version, int suite) {
        if (answer.get() != SERVER_HELLO) {
            return false;
        }
        answer.position(4);
        int legacyVersion = answer.getShort();
        skip(answer, 32);
        skip(answer, answer.get());
        return legacyVersion == Math.min(version, TLS_1_2) && Short.toUnsignedInt(answer.getShort()) == suite;
    }

    private static byte[] hello(int version, int suite) throws IOException {
        Bytes body = new Bytes();
        body.writeShort(Math.min(version, TLS_1_2));
        body.write(new byte[32]);
        body.writeByte(0);
        body.writeShort(2);
        body.writeShort(suite);
        body.write(new byte[] {1, 0});
        byte[] extensions = extensions(version);
        body.writeShort(extensions.length);
        body.write(extensions);
        Bytes message = new Bytes();
        message.write(new byte[] {HANDSHAKE, 3, 1});
        message.writeShort(body.size() + 4);
        message.writeInt(CLIENT_HELLO << 24 | body.size());
        message.write(body.taken());
        return message.taken();
    }

    private static byte[] extensions(int version) throws IOException {
        Bytes out = new Bytes();
        // x25519, secp256r1, secp384r1; uncompressed points.
        out.extension(SUPPORTED_GROUPS, "0006001d00170018");
        out.extension(POINT_FORMATS, "0100");
        if (version >= TLS_1_2) {
            // ECDSA, PSS, PKCS#1 and DSA, with SHA-2 and SHA-1.
            out.extension(SIGNATURE_ALGORITHMS, "001a0403050306030804080508060401050106010203020104020202");
        }
        if (version == TLS_1_3) {
            out.extension(SUPPORTED_VERSIONS, "020304");
            // The base point of x25519 as somebody's public key: the server has only to like its form.
            out.extension(KEY_SHARE, "0024001d0020" + "09" + "00".repeat(31));
        }
        return out.taken();
    }

    /** What {@code engine} says first; it can't be used for a handshake any more. */
    static Offer offer(SSLEngine engine) throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(64 * 1024);
        engine.beginHandshake();
        engine.wrap(ByteBuffer.allocate(0), record);
        return offer(record.flip());
    }

    private static Offer offer(ByteBuffer record) {
        skip(record, 5 + 4);
        int legacyVersion = record.getShort();
        skip(record, 32);
        skip(record, record.get());
        List<Integer> suites = new ArrayList<>();
        for (int left = record.getShort(); left > 0; left -= 2) {
            suites.add(Short.toUnsignedInt(record.getShort()));
        }
        skip(record, record.get());
        List<String> versions = List.of(VERSIONS.get(legacyVersion - 0x0300));
        int end = record.getShort() + record.position();
        while (record.position() < end) {
            int type = record.getShort();
            int next = record.getShort() + record.position();
            if (type == SUPPORTED_VERSIONS) {
                versions = new ArrayList<>();
                for (int left = record.get(); left > 0; left -= 2) {
                    versions.add(VERSIONS.get(record.getShort() - 0x0300));
                }
            }
            record.position(next);
        }
        return new Offer(versions, suites);
    }

    private static void skip(ByteBuffer bytes, int count) {
        bytes.position(bytes.position() + count);
    }

    private static final class Bytes extends DataOutputStream {
        Bytes() {
            super(new ByteArrayOutputStream());
        }

        void extension(int type, String hex) throws IOException {
            writeShort(type);
            writeShort(hex.length() / 2);
            write(HexFormat.of().parseHex(hex));
        }

        byte[] taken() {
            return ((ByteArrayOutputStream) out).toByteArray();
        }
    }
}
