package org.voiceport.sccp;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;

/** Where the fields that the reference names stand in our records: one table per message, by the message's id. */
final class VectorFields {
    private static final Map<Integer, Map<String, Function<Message, Object>>> TABLES = new HashMap<>();

    private VectorFields() {}

    /** The value of the field {@code name} as text, as the vectors write it. */
    static String value(Message message, int id, String name) {
        Function<Message, Object> field = TABLES.getOrDefault(id, Map.of()).get(name);
        if (field == null) {
            throw new AssertionError(message.name() + " has no mapping for the field " + name);
        }
        Object value = field.apply(message);
        return value instanceof Integer number ? Integer.toUnsignedString(number) : String.valueOf(value);
    }

    /** The fields of one message. */
    private static final class Table<M extends Message> {
        private final Map<String, Function<Message, Object>> fields;
        private final Class<M> type;

        Table(int id, Class<M> type) {
            this.type = type;
            this.fields = TABLES.computeIfAbsent(id, key -> new HashMap<>());
        }

        Table<M> put(String name, Function<M, Object> field) {
            fields.put(name, message -> field.apply(type.cast(message)));
            return this;
        }
    }

    private static <M extends Message> Table<M> table(int id, Class<M> type) {
        return new Table<>(id, type);
    }

    private static String hex(Secret secret, int length) {
        return HexFormat.of().formatHex(secret.first(length));
    }

    static {
        registration();
        setup();
        calls();
        callInfo();
        media();
        statistics();
    }

    private static void registration() {
        table(0x0001, RegistrationMessage.Register.class)
                .put("sid.DeviceName", m -> m.deviceName())
                .put("sid.instance", m -> m.instance())
                .put("stationIpAddr", m -> m.address().getHostAddress())
                .put("deviceType", m -> m.type().value())
                .put("maxStreams", m -> m.maxStreams())
                .put("protocolVer", m -> m.version())
                .put("phoneFeatures", m -> m.features() >>> 8)
                .put("maxNumberOfLines", m -> m.maxLines())
                .put("firmwareLoadName", m -> m.firmware())
                .put("configVersionStamp", m -> m.configStamp());
        table(0x0081, RegistrationMessage.RegisterAck.class)
                .put("keepAliveInterval", m -> m.keepAliveSeconds())
                .put("dateTemplate", m -> m.dateTemplate())
                .put("secondaryKeepAliveInterval", m -> m.secondaryKeepAliveSeconds())
                .put("maxProtocolVer", m -> m.version())
                .put("unknown", m -> m.features() & 0xFF)
                .put("phoneFeatures", m -> m.features() >>> 8);
        table(0x009D, RegistrationMessage.RegisterReject.class).put("text", m -> m.text());
        table(0x0002, RegistrationMessage.IpPort.class).put("rtpMediaPort", m -> m.rtpPort());
        table(0x009F, RegistrationMessage.Reset.class)
                .put("resetType", m -> m.type().value());
        table(0x0118, RegistrationMessage.UnregisterAck.class)
                .put("status", m -> m.status().value());
        table(0x0020, RegistrationMessage.Alarm.class)
                .put("alarmSeverity", m -> m.severity().value())
                .put("text", m -> m.text())
                .put("parm1", m -> m.parameter1())
                .put("parm2", m -> m.parameter2());
    }

    private static void setup() {
        table(0x0010, SetupMessage.CapabilitiesRes.class)
                .put("capCount", m -> m.capabilities().size());
        table(0x0097, SetupMessage.ButtonTemplateRes.class)
                .put("buttonOffset", m -> m.offset())
                .put("buttonCount", m -> m.buttons().size())
                .put("totalButtonCount", m -> m.total())
                .put(
                        "definition[0]",
                        m -> "instance " + m.buttons().get(0).instance() + ", type "
                                + m.buttons().get(0).kind() + " (Line)");
        table(0x000B, SetupMessage.LineStatReq.class).put("lineNumber", m -> m.line());
        table(0x0092, SetupMessage.LineStatRes.class)
                .put("lineNumber", m -> m.line())
                .put("lineDirNumber", m -> m.number())
                .put("lineFullyQualifiedDisplayName", m -> m.displayName())
                .put("lineTextLabel", m -> m.label())
                .put("lineDisplayOptions", m -> m.displayOptions());
        table(0x0147, SetupMessage.LineStatV2Res.class)
                .put("lineNumber", m -> m.line())
                .put("lineType", m -> m.type())
                .put("lineDirNumber", m -> m.number())
                .put("lineFullyQualifiedDisplayName", m -> m.displayName())
                .put("lineTextLabel", m -> m.label());
        table(0x0094, SetupMessage.TimeDateRes.class)
                .put("timeDataInfo.wYear", m -> m.year())
                .put("timeDataInfo.wMonth", m -> m.month())
                .put("timeDataInfo.wDayOfWeek", m -> m.dayOfWeek())
                .put("timeDataInfo.wDay", m -> m.day())
                .put("timeDataInfo.wHour", m -> m.hour())
                .put("timeDataInfo.wMinute", m -> m.minute())
                .put("timeDataInfo.wSecond", m -> m.second())
                .put("systemTime", m -> m.systemTime());
        table(0x0090, SetupMessage.ForwardStatRes.class)
                .put("activeForward", m -> m.active())
                .put("lineNumber", m -> m.line())
                .put("forwardAllActive", m -> m.all().active())
                .put("forwardAllDirnum", m -> m.all().number());
        table(0x0093, SetupMessage.ConfigStatRes.class)
                .put("sid.DeviceName", m -> m.deviceName())
                .put("sid.instance", m -> m.instance())
                .put("userName", m -> m.userName())
                .put("serverName", m -> m.serverName())
                .put("numberOfLines", m -> m.lines());
        table(0x009E, SetupMessage.ServerRes.class)
                .put("ServerName[0]", m -> m.names().get(0))
                .put("serverTcpListenPort[0]", m -> m.ports().get(0))
                .put("stationIpAddr[0]", m -> m.addresses().get(0).getHostAddress());
        table(0x0098, SetupMessage.VersionRes.class).put("versionStr", m -> m.version());
    }

    private static void calls() {
        table(0x0111, CallMessage.CallState.class)
                .put("callState", m -> m.phase().value())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference())
                .put("precedence.precedenceLevel", m -> m.precedenceLevel());
        table(0x0085, CallMessage.SetRinger.class)
                .put("ringMode", m -> m.mode().value())
                .put("ringDuration", m -> m.duration())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0006, CallMessage.OffHook.class)
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0007, CallMessage.OnHook.class)
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0026, CallMessage.SoftKeyEvent.class)
                .put("softKeyEvent", m -> m.key().value())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0082, CallMessage.StartTone.class)
                .put("tone", m -> m.tone().value())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0083, CallMessage.StopTone.class)
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference())
                .put("tone", m -> m.tone().value());
        table(0x0003, CallMessage.KeypadButton.class)
                .put("kpButton", m -> m.key().value())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0004, CallMessage.EnblocCall.class)
                .put("calledParty", m -> m.number().value())
                .put("lineInstance", m -> m.line());
        table(0x011D, CallMessage.DialedNumber.class)
                .put("dialedNumber", m -> m.number().value())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0110, CallMessage.SelectSoftKeys.class)
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference())
                .put("softKeySetIndex", m -> m.set())
                .put("validKeyMask", m -> m.validKeys());
        table(0x0086, CallMessage.SetLamp.class)
                .put("stimulus", m -> m.stimulus().value())
                .put("stimulusInstance", m -> m.instance())
                .put("lampMode", m -> m.mode().value());
        table(0x0088, CallMessage.SetSpeakerMode.class)
                .put("speakerMode", m -> m.mode().value());
        table(0x0116, CallMessage.ActivateCallPlane.class).put("lineInstance", m -> m.line());
        table(0x0112, DisplayMessage.DisplayPromptStatus.class)
                .put("timeOutValue", m -> m.timeoutSeconds())
                .put("promptStatus", m -> m.prompt())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0145, DisplayMessage.DisplayPromptStatusV2.class)
                .put("timeOutValue", m -> m.timeoutSeconds())
                .put("promptStatus", m -> m.prompt())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
        table(0x0113, DisplayMessage.ClearPromptStatus.class)
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference());
    }

    private static void callInfo() {
        table(0x008F, CallMessage.CallInfo.class)
                .put("callingParty", m -> m.calling().number())
                .put("calledParty", m -> m.called().number())
                .put("originalCalledParty", m -> m.originalCalled().number())
                .put("lastRedirectingParty", m -> m.lastRedirecting().number())
                .put("callingPartyName", m -> m.calling().name())
                .put("calledPartyName", m -> m.called().name())
                .put("originalCalledPartyName", m -> m.originalCalled().name())
                .put("lastRedirectingPartyName", m -> m.lastRedirecting().name())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference())
                .put("callType", m -> m.type().value())
                .put("originalCdpnRedirectReason", m -> m.originalReason())
                .put("lastRedirectingReason", m -> m.lastReason())
                .put("callInstance", m -> m.instance())
                .put("callSecurityStatus", m -> m.security().value())
                .put("cdpnVoiceMailbox", m -> m.called().mailbox())
                .put("originalCdpnVoiceMailbox", m -> m.originalCalled().mailbox())
                .put("lastRedirectingVoiceMailbox", m -> m.lastRedirecting().mailbox());
        table(0x014A, CallMessage.CallInfoV2.class)
                .put("callingParty", m -> m.calling().number())
                .put("AlternateCallingParty", m -> m.alternateCalling())
                .put("calledParty", m -> m.called().number())
                .put("originalCalledParty", m -> m.originalCalled().number())
                .put("lastRedirectingParty", m -> m.lastRedirecting().number())
                .put("callingPartyName", m -> m.calling().name())
                .put("calledPartyName", m -> m.called().name())
                .put("originalCalledPartyName", m -> m.originalCalled().name())
                .put("lastRedirectingPartyName", m -> m.lastRedirecting().name())
                .put("HuntPilotNumber", m -> m.huntPilotNumber())
                .put("HuntPilotName", m -> m.huntPilotName())
                .put("lineInstance", m -> m.line())
                .put("callReference", m -> m.callReference())
                .put("callType", m -> m.type().value())
                .put("originalCdpnRedirectReason", m -> m.originalReason())
                .put("lastRedirectingReason", m -> m.lastReason())
                .put("callInstance", m -> m.instance())
                .put("callSecurityStatus", m -> m.security().value())
                .put("cdpnVoiceMailbox", m -> m.called().mailbox())
                .put("originalCdpnVoiceMailbox", m -> m.originalCalled().mailbox())
                .put("lastRedirectingVoiceMailbox", m -> m.lastRedirecting().mailbox());
    }

    private static void media() {
        table(0x0105, MediaMessage.OpenReceiveChannel.class)
                .put("conferenceId", m -> m.conferenceId())
                .put("passThroughPartyId", m -> m.passThruPartyId())
                .put("milliSecondPacketSize", m -> m.packetMillis())
                .put("compressionType", m -> m.payload().value())
                .put("callReference", m -> m.callReference())
                .put("RFC2833PayloadType", m -> m.rfc2833PayloadType())
                .put(
                        "mRxMediaEncryptionKeyInfo.algorithmID",
                        m -> m.key().algorithm().value())
                .put("mRxMediaEncryptionKeyInfo.keylen", m -> m.key().keyLength())
                .put("mRxMediaEncryptionKeyInfo.saltlen", m -> m.key().saltLength())
                .put("mRxMediaEncryptionKeyInfo.key", m -> hex(m.key().key(), 16))
                .put("mRxMediaEncryptionKeyInfo.salt", m -> hex(m.key().salt(), 14))
                .put("sourceIpAddr", m -> m.sourceAddress().getHostAddress())
                .put("sourcePortNumber", m -> m.sourcePort());
        table(0x008A, MediaMessage.StartMediaTransmission.class)
                .put("conferenceId", m -> m.conferenceId())
                .put("passThroughPartyId", m -> m.passThruPartyId())
                .put("remoteIpAddr", m -> m.remoteAddress().getHostAddress())
                .put("remotePortNumber", m -> m.remotePort())
                .put("milliSecondPacketSize", m -> m.packetMillis())
                .put("compressionType", m -> m.payload().value())
                .put("qualifierOut.precedenceValue", m -> m.precedence())
                .put("callReference", m -> m.callReference())
                .put("RFC2833PayloadType", m -> m.rfc2833PayloadType())
                .put(
                        "mTxMediaEncryptionKeyInfo.algorithmID",
                        m -> m.key().algorithm().value())
                .put("mTxMediaEncryptionKeyInfo.keylen", m -> m.key().keyLength())
                .put("mTxMediaEncryptionKeyInfo.saltlen", m -> m.key().saltLength())
                .put("mTxMediaEncryptionKeyInfo.key", m -> hex(m.key().key(), 16))
                .put("mTxMediaEncryptionKeyInfo.salt", m -> hex(m.key().salt(), 14));
        table(0x0022, MediaMessage.OpenReceiveChannelAck.class)
                .put("mediaReceptionStatus", m -> m.status().value())
                .put("ipAddr", m -> m.address().getHostAddress())
                .put("portNumber", m -> m.port())
                .put("passThroughPartyId", m -> m.passThruPartyId())
                .put("callReference", m -> m.callReference());
        table(0x0154, MediaMessage.StartMediaTransmissionAck.class)
                .put("conferenceId", m -> m.conferenceId())
                .put("passThroughPartyId", m -> m.passThruPartyId())
                .put("callReference", m -> m.callReference())
                .put("transmitIpAddr", m -> m.address().getHostAddress())
                .put("portNumber", m -> m.port())
                .put("mediaTransmissionStatus", m -> m.status().value());
        table(0x0106, MediaMessage.CloseReceiveChannel.class)
                .put("conferenceId", m -> m.conferenceId())
                .put("passThroughPartyId", m -> m.passThruPartyId())
                .put("callReference", m -> m.callReference())
                .put("portHandlingFlag", m -> m.portHandling());
        table(0x008B, MediaMessage.StopMediaTransmission.class)
                .put("conferenceId", m -> m.conferenceId())
                .put("passThroughPartyId", m -> m.passThruPartyId())
                .put("callReference", m -> m.callReference())
                .put("portHandlingFlag", m -> m.portHandling());
    }

    private static void statistics() {
        table(0x0107, MediaMessage.ConnectionStatisticsReq.class)
                .put("directoryNum", m -> m.directoryNumber())
                .put("callReference", m -> m.callReference())
                .put("statsProcessingMode", m -> m.processing());
        table(0x0023, MediaMessage.ConnectionStatisticsRes.class)
                .put("directoryNum", m -> m.directoryNumber())
                .put("callReference", m -> m.callReference())
                .put("statsProcessingMode", m -> m.processing())
                .put("numberPacketsSent", m -> m.packetsSent())
                .put("numberOctetsSent", m -> m.octetsSent())
                .put("numberPacketsReceived", m -> m.packetsReceived())
                .put("numberOctetsReceived", m -> m.octetsReceived())
                .put("numberPacketsLost", m -> m.packetsLost())
                .put("jitter", m -> m.jitter())
                .put("latency", m -> m.latency())
                .put("dataSize", m -> m.data().length())
                .put("data", m -> m.data());
    }
}
