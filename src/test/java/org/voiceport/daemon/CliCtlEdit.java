package org.voiceport.daemon;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;

/**
 * Makes a CTL that no writer of ours makes: takes the certificate out of the last record and signs the file anew. A CTL
 * is a sequence of elements: tag (1 byte), length (2 bytes, big-endian), value; the signature is over all but its own
 * element.
 */
final class CliCtlEdit {
    private static final int HEAD = 3;
    private static final int SIGNATURE = 12;
    private static final int RECORD_LENGTH = 1;
    private static final int CERTIFICATE = 9;

    private CliCtlEdit() {}

    static byte[] withoutLastCertificate(byte[] ctl, Path signer, char[] password) throws Exception {
        int headerLength = Short.toUnsignedInt(ByteBuffer.wrap(ctl).getShort(8));
        int record = headerLength;
        while (record + recordLength(ctl, record) < ctl.length) {
            record += recordLength(ctl, record);
        }
        int certificate = find(ctl, record, CERTIFICATE);
        int length = HEAD + length(ctl, certificate);
        byte[] edited = new byte[ctl.length - length];
        System.arraycopy(ctl, 0, edited, 0, certificate);
        System.arraycopy(ctl, certificate + length, edited, certificate, edited.length - certificate);
        ByteBuffer.wrap(edited).putShort(record + HEAD, (short) (recordLength(ctl, record) - length));
        return signed(edited, signer, password);
    }

    private static byte[] signed(byte[] ctl, Path signer, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(signer)), password);
        PrivateKey key = (PrivateKey) store.getKey(store.aliases().nextElement(), password);
        int at = find(ctl, 0, SIGNATURE);
        int end = at + HEAD + length(ctl, at);
        Signature signature = Signature.getInstance("SHA512withRSA");
        signature.initSign(key);
        signature.update(ctl, 0, at);
        signature.update(ctl, end, ctl.length - end);
        byte[] signed = Arrays.copyOf(ctl, ctl.length);
        System.arraycopy(signature.sign(), 0, signed, at + HEAD, end - at - HEAD);
        return signed;
    }

    private static int recordLength(byte[] ctl, int record) {
        if (ctl[record] != RECORD_LENGTH) {
            throw new AssertionError("no record at " + record);
        }
        return Short.toUnsignedInt(ByteBuffer.wrap(ctl).getShort(record + HEAD));
    }

    private static int find(byte[] ctl, int from, int tag) {
        int at = from;
        while (ctl[at] != tag) {
            at += HEAD + length(ctl, at);
        }
        return at;
    }

    private static int length(byte[] ctl, int element) {
        return Short.toUnsignedInt(ByteBuffer.wrap(ctl).getShort(element + 1));
    }
}
