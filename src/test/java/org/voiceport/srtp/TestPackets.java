package org.voiceport.srtp;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.voiceport.rtp.RtcpPacket;
import org.voiceport.rtp.RtpPacket;

/** Packets and keys that the tests of this package share. */
final class TestPackets {
    static final int SSRC = 0xCAFEBABE;
    /** The master key of RFC 3711 appendix B.3. */
    static final byte[] KEY = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
    /** The master salt of RFC 3711 appendix B.3. */
    static final byte[] SALT = hex("0EC675AD498AFEEBB6960B3AABE6");
    /** The master salt of RFC 7714, for GCM: "Quid pro quo". */
    static final byte[] GCM_SALT = hex("517569642070726F2071756F");

    private TestPackets() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    static MasterKey masterKey(SrtpProfile profile) {
        return masterKey(profile, 0);
    }

    static MasterKey masterKey(SrtpProfile profile, int derivationRate) {
        return new MasterKey(KEY, profile.saltLength() == SALT.length ? SALT : GCM_SALT, derivationRate);
    }

    static SrtpSender sender(SrtpProfile profile) {
        return sender(profile, SrtpEngine.chosen());
    }

    static SrtpSender sender(SrtpProfile profile, SrtpEngine engine) {
        try (MasterKey key = masterKey(profile)) {
            return SrtpSender.create(profile, key, KeyLifetime.full(), engine);
        }
    }

    static SrtpReceiver receiver(SrtpProfile profile) {
        return receiver(profile, SrtpEngine.chosen());
    }

    static SrtpReceiver receiver(SrtpProfile profile, SrtpEngine engine) {
        try (MasterKey key = masterKey(profile)) {
            return SrtpReceiver.create(profile, key, KeyLifetime.full(), engine);
        }
    }

    /** An RTP packet whose payload octets follow from its sequence number. */
    static byte[] rtp(int ssrc, int sequence, int payloadLength) {
        byte[] packet = new byte[RtpPacket.HEADER_LENGTH + payloadLength];
        RtpPacket.writeHeader(packet, 0, 0, false, sequence, sequence * 160, ssrc);
        for (int i = RtpPacket.HEADER_LENGTH; i < packet.length; i++) {
            packet[i] = (byte) (sequence + i);
        }
        return packet;
    }

    /** An RTP packet with random CSRC identifiers, extension, padding and payload. */
    static byte[] richRtp(RandomGenerator random, int ssrc, int sequence) {
        int csrcs = random.nextInt(4) == 0 ? random.nextInt(16) : 0;
        int extension = random.nextInt(4) == 0 ? random.nextInt(5) : -1;
        int padding = random.nextInt(4) == 0 ? 1 + random.nextInt(16) : 0;
        int payloadAt = RtpPacket.HEADER_LENGTH + 4 * csrcs + (extension < 0 ? 0 : 4 + 4 * extension);
        byte[] packet = new byte[payloadAt + random.nextInt(300) + padding];
        random.nextBytes(packet);
        RtpPacket.writeHeader(packet, 0, random.nextInt(128), random.nextBoolean(), sequence, random.nextInt(), ssrc);
        packet[0] |= (byte) (csrcs | (extension < 0 ? 0 : 0x10) | (padding > 0 ? 0x20 : 0));
        if (extension >= 0) {
            packet[payloadAt - 4 * extension - 2] = 0;
            packet[payloadAt - 4 * extension - 1] = (byte) extension;
        }
        if (padding > 0) {
            packet[packet.length - 1] = (byte) padding;
        }
        return packet;
    }

    /** A compound RTCP packet: a receiver report and a source description. */
    static byte[] rtcp(int ssrc, String cname) {
        byte[] buffer = new byte[512];
        int end = RtcpPacket.writeCname(buffer, RtcpPacket.writeReceiverReport(buffer, 0, ssrc), ssrc, cname);
        return Arrays.copyOf(buffer, end);
    }

    static byte[] protect(SrtpSender sender, byte[] packet) {
        byte[] buffer = Arrays.copyOf(packet, packet.length + 20);
        return cut(buffer, sender.protect(buffer, 0, packet.length));
    }

    static byte[] protectControl(SrtpSender sender, byte[] packet) {
        byte[] buffer = Arrays.copyOf(packet, packet.length + 20);
        return cut(buffer, sender.protectControl(buffer, 0, packet.length));
    }

    private static byte[] cut(byte[] buffer, int length) {
        if (length < 0) {
            throw new AssertionError(SrtpStatus.words(length));
        }
        return Arrays.copyOf(buffer, length);
    }

    /** The status for a packet that stays as it is, for tests that only want the verdict. */
    static int verdict(SrtpReceiver receiver, byte[] packet) {
        byte[] copy = packet.clone();
        return Math.min(0, receiver.unprotect(copy, 0, copy.length));
    }

    static int controlVerdict(SrtpReceiver receiver, byte[] packet) {
        byte[] copy = packet.clone();
        return Math.min(0, receiver.unprotectControl(copy, 0, copy.length));
    }
}
