package org.voiceport.port;

import java.net.InetAddress;
import org.voiceport.sccp.Addresses;
import org.voiceport.sccp.Blob;
import org.voiceport.sccp.ButtonKind;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.CallPhase;
import org.voiceport.sccp.CallType;
import org.voiceport.sccp.EncryptionAlgorithm;
import org.voiceport.sccp.LampMode;
import org.voiceport.sccp.MediaMessage;
import org.voiceport.sccp.MediaMessage.KeyBlock;
import org.voiceport.sccp.Payload;
import org.voiceport.sccp.RegistrationMessage;
import org.voiceport.sccp.Secret;
import org.voiceport.sccp.SecurityStatus;
import org.voiceport.sccp.SetupMessage;

/** What a call manager says, for tests. */
final class Said {
    static final InetAddress PHONE = Addresses.of(new byte[] {10, 0, 0, 99});
    static final int PHONE_PORT = 20000;
    /** Stream id that both directions of a call share. */
    static final int PARTY = 0xFFFFFFF0;

    private Said() {}

    static RegistrationMessage.RegisterAck registerAck(int keepAliveSeconds, int version) {
        return new RegistrationMessage.RegisterAck(keepAliveSeconds, "M/D/Y", 0, 60, version, 0);
    }

    static RegistrationMessage.RegisterReject reject(String text) {
        return new RegistrationMessage.RegisterReject(text);
    }

    static CallMessage.SetLamp lamp() {
        return new CallMessage.SetLamp(ButtonKind.VOICE_MAIL, 1, LampMode.OFF);
    }

    static SetupMessage.ButtonTemplateRes buttons() {
        return new SetupMessage.ButtonTemplateRes(0, 0, java.util.List.of());
    }

    static SetupMessage.SoftKeyTemplateRes softKeys() {
        return new SetupMessage.SoftKeyTemplateRes(0, 0, java.util.List.of());
    }

    static SetupMessage.SoftKeySetRes softKeySets() {
        return new SetupMessage.SoftKeySetRes(0, 0, java.util.List.of());
    }

    static SetupMessage.LineStatV2Res line() {
        return new SetupMessage.LineStatV2Res(1, 15, "5001", "VoiceMail", "5001");
    }

    static SetupMessage.TimeDateRes time() {
        return new SetupMessage.TimeDateRes(2026, 11, 1, 23, 13, 40, 5, 0, 1795441205);
    }

    static CallMessage.CallState state(CallPhase phase, int call) {
        return new CallMessage.CallState(phase, 1, call, 0, 4, 0);
    }

    /** Alice, 1001, calls Bob, 1002, who forwards to the port, 5001. */
    static CallMessage.CallInfo callInfo(int call) {
        return new CallMessage.CallInfo(
                new CallMessage.Party("1001", "Alice", ""),
                new CallMessage.Party("5001", "VoiceMail", ""),
                new CallMessage.Party("1002", "Bob", "1002"),
                new CallMessage.Party("1002", "Bob", "1002"),
                1,
                call,
                CallType.INBOUND,
                2,
                2,
                1,
                SecurityStatus.NOT_AUTHENTICATED,
                0);
    }

    /** A key of 16 bytes and a salt of 14, with the values that the field is to have. */
    static KeyBlock key(int algorithm, int keyLength, int saltLength, int mki, int derivationRate) {
        byte[] key = new byte[16];
        byte[] salt = new byte[16];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) (0x10 + i);
            salt[i] = (byte) (i < 14 ? 0xA0 + i : 0);
        }
        return new KeyBlock(
                new EncryptionAlgorithm(algorithm),
                keyLength,
                saltLength,
                Secret.of(key),
                Secret.of(salt),
                mki,
                derivationRate);
    }

    /** A good key. */
    static KeyBlock key() {
        return key(1, 16, 14, 0, 0);
    }

    static MediaMessage.OpenReceiveChannel open(int call, int party, KeyBlock key) {
        return open(call, party, key, Payload.G711U, 20);
    }

    static MediaMessage.OpenReceiveChannel open(int call, int party, KeyBlock key, Payload payload, int millis) {
        return new MediaMessage.OpenReceiveChannel(
                call,
                party,
                millis,
                payload,
                0,
                0,
                call,
                key,
                0,
                0,
                101,
                10,
                0,
                0,
                Addresses.UNSPECIFIED,
                0,
                0,
                0,
                Blob.zeros(MediaMessage.LATENT_CAPABILITIES));
    }

    static MediaMessage.StartMediaTransmission start(int call, int party, KeyBlock key) {
        return start(call, party, key, PHONE, PHONE_PORT, Payload.G711U, 20);
    }

    static MediaMessage.StartMediaTransmission start(
            int call, int party, KeyBlock key, InetAddress remote, int port, Payload payload, int millis) {
        return new MediaMessage.StartMediaTransmission(
                call,
                party,
                remote,
                port,
                millis,
                payload,
                184,
                0,
                0,
                0,
                0,
                call,
                key,
                0,
                0,
                101,
                10,
                0,
                0,
                Blob.zeros(MediaMessage.LATENT_CAPABILITIES));
    }

    static MediaMessage.CloseReceiveChannel close(int call, int party) {
        return new MediaMessage.CloseReceiveChannel(call, party, call, 0);
    }

    static MediaMessage.StopMediaTransmission stop(int call, int party) {
        return new MediaMessage.StopMediaTransmission(call, party, call, 0);
    }
}
