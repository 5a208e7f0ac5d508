import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.logging.LogManager;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;
import org.voiceport.srtp.BenchPeer;

/**
 * jitsi-srtp as a peer of scripts/bench-srtp, which runs this file as it is: what it needs is on no other class path. One
 * context serves one source there, so each stream has the source whose number it is.
 */
final class JitsiPeer {
    private static final int KEY = 16;

    private JitsiPeer() {}

    public static void main(String[] args) throws Exception {
        LogManager.getLogManager().reset();
        BenchPeer.serve(JitsiPeer::stream);
    }

    private static BenchPeer.Stream stream(String profile, int number) {
        if (profile.equals("cm80-rtcp")) {
            return null;
        }
        boolean gcm = profile.equals("gcm");
        int salt = gcm ? 12 : 14;
        SrtpPolicy policy = gcm
                ? new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, KEY, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, salt)
                : new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, KEY, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, salt);
        byte[] octets = BenchPeer.master(KEY + salt, number);
        SrtpCryptoContext out = context(true, octets, policy, number);
        SrtpCryptoContext in = context(false, octets, policy, number);
        Packet packet = new Packet();
        return new BenchPeer.Stream() {
            @Override
            public int protect(byte[] buffer, int length) {
                packet.set(buffer, length);
                try {
                    return out.transformPacket(packet) == SrtpErrorStatus.OK ? packet.getLength() : -1;
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public int unprotect(byte[] buffer, int length) {
                packet.set(buffer, length);
                try {
                    return in.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK ? packet.getLength() : -1;
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static SrtpCryptoContext context(boolean sender, byte[] octets, SrtpPolicy policy, int ssrc) {
        byte[] key = Arrays.copyOf(octets, KEY);
        byte[] salt = Arrays.copyOfRange(octets, KEY, octets.length);
        try {
            return new SrtpContextFactory(sender, key, salt, policy, policy, new LoggerImpl("bench"))
                    .deriveContext(ssrc, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A packet at the beginning of its array, which has room behind it. */
    private static final class Packet implements ByteArrayBuffer {
        private byte[] buffer = new byte[0];
        private int length;

        void set(byte[] of, int octets) {
            buffer = of;
            length = octets;
        }

        @Override
        public byte[] getBuffer() {
            return buffer;
        }

        @Override
        public int getOffset() {
            return 0;
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public void setLength(int octets) {
            length = octets;
        }

        @Override
        public void setOffset(int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInvalid() {
            return false;
        }

        @Override
        public void readRegionToBuff(int offset, int count, byte[] to) {
            System.arraycopy(buffer, offset, to, 0, count);
        }

        @Override
        public void grow(int by) {
            if (length + by > buffer.length) {
                throw new IllegalStateException("no room");
            }
        }

        @Override
        public void append(byte[] octets, int count) {
            System.arraycopy(octets, 0, buffer, length, count);
            length += count;
        }

        @Override
        public void shrink(int by) {
            length -= by;
        }
    }
}
