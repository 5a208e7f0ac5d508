package org.voiceport.sccp;

import static org.voiceport.sccp.Direction.BOTH;
import static org.voiceport.sccp.Direction.FROM_CALL_MANAGER;
import static org.voiceport.sccp.Direction.FROM_PORT;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protocol at a glance: every message that is spoken here, one row each (wire reference 3.0). */
public final class Catalogue {
    private static final int HIGHEST_ID = 0x0160;

    /** By id; an array, since every message that arrives is looked up. */
    private static final @Nullable Row<?>[] BY_ID = new Row<?>[HIGHEST_ID + 1];

    private static final Map<Class<?>, Row<?>> BY_TYPE = new HashMap<>();

    static {
        row(0x0000, FROM_PORT, RegistrationMessage.KeepAlive.class, RegistrationMessage.KeepAlive::wire);
        zero(0x0001, FROM_PORT, RegistrationMessage.Register.class, RegistrationMessage.Register::wire);
        zero(0x0002, FROM_PORT, RegistrationMessage.IpPort.class, RegistrationMessage.IpPort::wire);
        row(0x0003, FROM_PORT, CallMessage.KeypadButton.class, CallMessage.KeypadButton::wire);
        row(0x0004, FROM_PORT, CallMessage.EnblocCall.class, CallMessage.EnblocCall::wire);
        row(0x0005, FROM_PORT, LineMessage.Stimulus.class, LineMessage.Stimulus::wire);
        row(0x0006, FROM_PORT, CallMessage.OffHook.class, CallMessage.OffHook::wire);
        row(0x0007, FROM_PORT, CallMessage.OnHook.class, CallMessage.OnHook::wire);
        row(0x0008, FROM_PORT, LineMessage.HookFlash.class, LineMessage.HookFlash::wire);
        row(0x0009, FROM_PORT, SetupMessage.ForwardStatReq.class, SetupMessage.ForwardStatReq::wire);
        row(0x000A, FROM_PORT, StationMessage.SpeedDialStatReq.class, StationMessage.SpeedDialStatReq::wire);
        row(0x000B, FROM_PORT, SetupMessage.LineStatReq.class, SetupMessage.LineStatReq::wire);
        row(0x000C, FROM_PORT, SetupMessage.ConfigStatReq.class, SetupMessage.ConfigStatReq::wire);
        row(0x000D, FROM_PORT, SetupMessage.TimeDateReq.class, SetupMessage.TimeDateReq::wire);
        row(0x000E, FROM_PORT, SetupMessage.ButtonTemplateReq.class, SetupMessage.ButtonTemplateReq::wire);
        row(0x000F, FROM_PORT, SetupMessage.VersionReq.class, SetupMessage.VersionReq::wire);
        row(0x0010, FROM_PORT, SetupMessage.CapabilitiesRes.class, SetupMessage.CapabilitiesRes::wire);
        row(0x0012, FROM_PORT, SetupMessage.ServerReq.class, SetupMessage.ServerReq::wire);
        zero(0x0020, FROM_PORT, RegistrationMessage.Alarm.class, RegistrationMessage.Alarm::wire);
        row(
                0x0021,
                FROM_PORT,
                StreamMessage.MulticastMediaReceptionAck.class,
                StreamMessage.MulticastMediaReceptionAck::wire);
        row(0x0022, FROM_PORT, MediaMessage.OpenReceiveChannelAck.class, MediaMessage.OpenReceiveChannelAck::wire);
        row(0x0023, FROM_PORT, MediaMessage.ConnectionStatisticsRes.class, MediaMessage.ConnectionStatisticsRes::wire);
        row(
                0x0024,
                FROM_PORT,
                LineMessage.OffHookWithCallingPartyNumber.class,
                LineMessage.OffHookWithCallingPartyNumber::wire);
        row(0x0025, FROM_PORT, SetupMessage.SoftKeySetReq.class, SetupMessage.SoftKeySetReq::wire);
        row(0x0026, FROM_PORT, CallMessage.SoftKeyEvent.class, CallMessage.SoftKeyEvent::wire);
        row(0x0027, FROM_PORT, RegistrationMessage.Unregister.class, RegistrationMessage.Unregister::wire);
        row(0x0028, FROM_PORT, SetupMessage.SoftKeyTemplateReq.class, SetupMessage.SoftKeyTemplateReq::wire);
        zero(0x0029, FROM_PORT, StationMessage.RegisterTokenReq.class, StationMessage.RegisterTokenReq::wire);
        row(
                0x002A,
                FROM_PORT,
                StreamMessage.MediaTransmissionFailure.class,
                StreamMessage.MediaTransmissionFailure::wire);
        row(0x002B, FROM_PORT, StationMessage.HeadsetStatus.class, StationMessage.HeadsetStatus::wire);
        row(
                0x002C,
                FROM_PORT,
                StationMessage.MediaResourceNotification.class,
                StationMessage.MediaResourceNotification::wire);
        row(0x002D, FROM_PORT, SetupMessage.RegisterAvailableLines.class, SetupMessage.RegisterAvailableLines::wire);
        row(0x0030, FROM_PORT, StationMessage.UpdateCapabilities.class, StationMessage.UpdateCapabilities::wire);
        row(0x0033, FROM_PORT, StationMessage.ServiceURLStatReq.class, StationMessage.ServiceURLStatReq::wire);
        row(0x0034, FROM_PORT, StationMessage.FeatureStatReq.class, StationMessage.FeatureStatReq::wire);
        row(0x0043, FROM_PORT, StationMessage.CapabilitiesV2Res.class, StationMessage.CapabilitiesV2Res::wire);
        row(0x0044, FROM_PORT, StationMessage.CapabilitiesV3Res.class, StationMessage.CapabilitiesV3Res::wire);
        row(0x0045, FROM_PORT, StreamMessage.PortRes.class, StreamMessage.PortRes::wire);
        row(0x0046, BOTH, StreamMessage.QoSResvNotify.class, StreamMessage.QoSResvNotify::wire);
        row(0x0049, FROM_PORT, StationMessage.MediaPathEvent.class, StationMessage.MediaPathEvent::wire);
        row(0x004A, FROM_PORT, StationMessage.MediaPathCapability.class, StationMessage.MediaPathCapability::wire);
        row(0x004C, BOTH, StationMessage.MwiNotification.class, StationMessage.MwiNotification::wire);
        zero(0x0081, FROM_CALL_MANAGER, RegistrationMessage.RegisterAck.class, RegistrationMessage.RegisterAck::wire);
        row(0x0082, FROM_CALL_MANAGER, CallMessage.StartTone.class, CallMessage.StartTone::wire);
        row(0x0083, FROM_CALL_MANAGER, CallMessage.StopTone.class, CallMessage.StopTone::wire);
        row(0x0085, FROM_CALL_MANAGER, CallMessage.SetRinger.class, CallMessage.SetRinger::wire);
        row(0x0086, FROM_CALL_MANAGER, CallMessage.SetLamp.class, CallMessage.SetLamp::wire);
        row(0x0088, FROM_CALL_MANAGER, CallMessage.SetSpeakerMode.class, CallMessage.SetSpeakerMode::wire);
        row(0x0089, FROM_CALL_MANAGER, CallMessage.SetMicroMode.class, CallMessage.SetMicroMode::wire);
        row(
                0x008A,
                FROM_CALL_MANAGER,
                MediaMessage.StartMediaTransmission.class,
                MediaMessage.StartMediaTransmission::wire);
        row(
                0x008B,
                FROM_CALL_MANAGER,
                MediaMessage.StopMediaTransmission.class,
                MediaMessage.StopMediaTransmission::wire);
        row(
                0x008C,
                FROM_CALL_MANAGER,
                LegacyMediaMessage.StartMediaReception.class,
                LegacyMediaMessage.StartMediaReception::wire);
        row(
                0x008D,
                FROM_CALL_MANAGER,
                LegacyMediaMessage.StopMediaReception.class,
                LegacyMediaMessage.StopMediaReception::wire);
        row(0x008F, FROM_CALL_MANAGER, CallMessage.CallInfo.class, CallMessage.CallInfo::wire);
        row(0x0090, FROM_CALL_MANAGER, SetupMessage.ForwardStatRes.class, SetupMessage.ForwardStatRes::wire);
        row(0x0091, FROM_CALL_MANAGER, StationMessage.SpeedDialStatRes.class, StationMessage.SpeedDialStatRes::wire);
        row(0x0092, FROM_CALL_MANAGER, SetupMessage.LineStatRes.class, SetupMessage.LineStatRes::wire);
        row(0x0093, FROM_CALL_MANAGER, SetupMessage.ConfigStatRes.class, SetupMessage.ConfigStatRes::wire);
        row(0x0094, FROM_CALL_MANAGER, SetupMessage.TimeDateRes.class, SetupMessage.TimeDateRes::wire);
        row(0x0097, FROM_CALL_MANAGER, SetupMessage.ButtonTemplateRes.class, SetupMessage.ButtonTemplateRes::wire);
        row(0x0098, FROM_CALL_MANAGER, SetupMessage.VersionRes.class, SetupMessage.VersionRes::wire);
        row(0x0099, FROM_CALL_MANAGER, DisplayMessage.DisplayText.class, DisplayMessage.DisplayText::wire);
        row(0x009A, FROM_CALL_MANAGER, DisplayMessage.ClearDisplay.class, DisplayMessage.ClearDisplay::wire);
        row(0x009B, FROM_CALL_MANAGER, SetupMessage.CapabilitiesReq.class, SetupMessage.CapabilitiesReq::wire);
        zero(
                0x009D,
                FROM_CALL_MANAGER,
                RegistrationMessage.RegisterReject.class,
                RegistrationMessage.RegisterReject::wire);
        row(0x009E, FROM_CALL_MANAGER, SetupMessage.ServerRes.class, SetupMessage.ServerRes::wire);
        row(0x009F, FROM_CALL_MANAGER, RegistrationMessage.Reset.class, RegistrationMessage.Reset::wire);
        zero(0x0100, FROM_CALL_MANAGER, RegistrationMessage.KeepAliveAck.class, RegistrationMessage.KeepAliveAck::wire);
        row(
                0x0101,
                FROM_CALL_MANAGER,
                StreamMessage.StartMulticastMediaReception.class,
                StreamMessage.StartMulticastMediaReception::wire);
        row(
                0x0102,
                FROM_CALL_MANAGER,
                StreamMessage.StartMulticastMediaTransmission.class,
                StreamMessage.StartMulticastMediaTransmission::wire);
        row(
                0x0103,
                FROM_CALL_MANAGER,
                StreamMessage.StopMulticastMediaReception.class,
                StreamMessage.StopMulticastMediaReception::wire);
        row(
                0x0104,
                FROM_CALL_MANAGER,
                StreamMessage.StopMulticastMediaTransmission.class,
                StreamMessage.StopMulticastMediaTransmission::wire);
        row(0x0105, FROM_CALL_MANAGER, MediaMessage.OpenReceiveChannel.class, MediaMessage.OpenReceiveChannel::wire);
        row(0x0106, FROM_CALL_MANAGER, MediaMessage.CloseReceiveChannel.class, MediaMessage.CloseReceiveChannel::wire);
        row(
                0x0107,
                FROM_CALL_MANAGER,
                MediaMessage.ConnectionStatisticsReq.class,
                MediaMessage.ConnectionStatisticsReq::wire);
        row(0x0108, FROM_CALL_MANAGER, SetupMessage.SoftKeyTemplateRes.class, SetupMessage.SoftKeyTemplateRes::wire);
        row(0x0109, FROM_CALL_MANAGER, SetupMessage.SoftKeySetRes.class, SetupMessage.SoftKeySetRes::wire);
        row(0x0110, FROM_CALL_MANAGER, CallMessage.SelectSoftKeys.class, CallMessage.SelectSoftKeys::wire);
        row(0x0111, FROM_CALL_MANAGER, CallMessage.CallState.class, CallMessage.CallState::wire);
        row(
                0x0112,
                FROM_CALL_MANAGER,
                DisplayMessage.DisplayPromptStatus.class,
                DisplayMessage.DisplayPromptStatus::wire);
        row(0x0113, FROM_CALL_MANAGER, DisplayMessage.ClearPromptStatus.class, DisplayMessage.ClearPromptStatus::wire);
        row(0x0114, FROM_CALL_MANAGER, DisplayMessage.DisplayNotify.class, DisplayMessage.DisplayNotify::wire);
        row(0x0115, FROM_CALL_MANAGER, DisplayMessage.ClearNotify.class, DisplayMessage.ClearNotify::wire);
        row(0x0116, FROM_CALL_MANAGER, CallMessage.ActivateCallPlane.class, CallMessage.ActivateCallPlane::wire);
        row(0x0117, FROM_CALL_MANAGER, CallMessage.DeactivateCallPlane.class, CallMessage.DeactivateCallPlane::wire);
        zero(
                0x0118,
                FROM_CALL_MANAGER,
                RegistrationMessage.UnregisterAck.class,
                RegistrationMessage.UnregisterAck::wire);
        row(0x0119, FROM_CALL_MANAGER, LineMessage.BackSpaceRes.class, LineMessage.BackSpaceRes::wire);
        zero(0x011A, FROM_CALL_MANAGER, StationMessage.RegisterTokenAck.class, StationMessage.RegisterTokenAck::wire);
        zero(
                0x011B,
                FROM_CALL_MANAGER,
                StationMessage.RegisterTokenReject.class,
                StationMessage.RegisterTokenReject::wire);
        row(
                0x011C,
                FROM_CALL_MANAGER,
                StreamMessage.StartMediaFailureDetection.class,
                StreamMessage.StartMediaFailureDetection::wire);
        row(0x011D, FROM_CALL_MANAGER, CallMessage.DialedNumber.class, CallMessage.DialedNumber::wire);
        row(0x011F, FROM_CALL_MANAGER, SetupMessage.FeatureStatRes.class, SetupMessage.FeatureStatRes::wire);
        row(0x0120, FROM_CALL_MANAGER, DisplayMessage.DisplayPriNotify.class, DisplayMessage.DisplayPriNotify::wire);
        row(0x0121, FROM_CALL_MANAGER, DisplayMessage.ClearPriNotify.class, DisplayMessage.ClearPriNotify::wire);
        row(0x0127, FROM_CALL_MANAGER, StreamMessage.NotifyDtmfTone.class, StreamMessage.NotifyDtmfTone::wire);
        row(0x0128, FROM_CALL_MANAGER, StreamMessage.SendDtmfTone.class, StreamMessage.SendDtmfTone::wire);
        row(
                0x0129,
                FROM_CALL_MANAGER,
                StreamMessage.SubscribeDtmfPayloadReq.class,
                StreamMessage.SubscribeDtmfPayloadReq::wire);
        row(
                0x012A,
                FROM_PORT,
                StreamMessage.SubscribeDtmfPayloadRes.class,
                StreamMessage.SubscribeDtmfPayloadRes::wire);
        row(
                0x012B,
                FROM_PORT,
                StreamMessage.SubscribeDtmfPayloadErr.class,
                StreamMessage.SubscribeDtmfPayloadErr::wire);
        row(
                0x012C,
                FROM_CALL_MANAGER,
                StreamMessage.UnSubscribeDtmfPayloadReq.class,
                StreamMessage.UnSubscribeDtmfPayloadReq::wire);
        row(
                0x012D,
                FROM_PORT,
                StreamMessage.UnSubscribeDtmfPayloadRes.class,
                StreamMessage.UnSubscribeDtmfPayloadRes::wire);
        row(
                0x012E,
                FROM_PORT,
                StreamMessage.UnSubscribeDtmfPayloadErr.class,
                StreamMessage.UnSubscribeDtmfPayloadErr::wire);
        row(0x012F, FROM_CALL_MANAGER, StationMessage.ServiceURLStatRes.class, StationMessage.ServiceURLStatRes::wire);
        row(0x0130, FROM_CALL_MANAGER, LineMessage.CallSelectStatRes.class, LineMessage.CallSelectStatRes::wire);
        row(0x0142, FROM_CALL_MANAGER, SetupMessage.ConfigStatV2Res.class, SetupMessage.ConfigStatV2Res::wire);
        row(0x0143, FROM_CALL_MANAGER, DisplayMessage.DisplayNotifyV2.class, DisplayMessage.DisplayNotifyV2::wire);
        row(
                0x0144,
                FROM_CALL_MANAGER,
                DisplayMessage.DisplayPriNotifyV2.class,
                DisplayMessage.DisplayPriNotifyV2::wire);
        row(
                0x0145,
                FROM_CALL_MANAGER,
                DisplayMessage.DisplayPromptStatusV2.class,
                DisplayMessage.DisplayPromptStatusV2::wire);
        row(0x0146, FROM_CALL_MANAGER, StationMessage.FeatureStatV2Res.class, StationMessage.FeatureStatV2Res::wire);
        row(0x0147, FROM_CALL_MANAGER, SetupMessage.LineStatV2Res.class, SetupMessage.LineStatV2Res::wire);
        row(
                0x0148,
                FROM_CALL_MANAGER,
                StationMessage.ServiceURLStatV2Res.class,
                StationMessage.ServiceURLStatV2Res::wire);
        row(
                0x0149,
                FROM_CALL_MANAGER,
                StationMessage.SpeedDialStatV2Res.class,
                StationMessage.SpeedDialStatV2Res::wire);
        row(0x014A, FROM_CALL_MANAGER, CallMessage.CallInfoV2.class, CallMessage.CallInfoV2::wire);
        row(0x014B, FROM_CALL_MANAGER, StreamMessage.PortReq.class, StreamMessage.PortReq::wire);
        row(0x014C, FROM_CALL_MANAGER, StreamMessage.PortClose.class, StreamMessage.PortClose::wire);
        row(0x014D, BOTH, StreamMessage.QoSListen.class, StreamMessage.QoSListen::wire);
        row(0x0150, BOTH, StreamMessage.UpdateDSCP.class, StreamMessage.UpdateDSCP::wire);
        row(
                0x0154,
                FROM_PORT,
                MediaMessage.StartMediaTransmissionAck.class,
                MediaMessage.StartMediaTransmissionAck::wire);
        row(0x0156, FROM_CALL_MANAGER, LineMessage.CallHistoryInfo.class, LineMessage.CallHistoryInfo::wire);
        row(0x0158, BOTH, StationMessage.MwiRes.class, StationMessage.MwiRes::wire);
        row(0x0160, FROM_CALL_MANAGER, LineMessage.RecordingStatus.class, LineMessage.RecordingStatus::wire);
    }

    private Catalogue() {}

    /**
     * One message of the protocol.
     *
     * @param id message id
     * @param type its record
     * @param headerZero true if its header always carries version 0: it is sent before the version is agreed, or call
     *     managers do so (wire reference section 1)
     */
    public record Row<M extends Message>(
            int id, Direction direction, Class<M> type, boolean headerZero, Shape<M> shape) {
        /** The message's name. */
        public String name() {
            return type.getSimpleName();
        }

        void write(WireWriter writer, Message message) throws MalformedMessage {
            shape.wire(writer, type.cast(message));
        }
    }

    /** All rows, by ascending id. */
    public static Collection<Row<?>> rows() {
        List<Row<?>> rows = new ArrayList<>(BY_TYPE.size());
        for (Row<?> row : BY_ID) {
            if (row != null) {
                rows.add(row);
            }
        }
        return Collections.unmodifiableList(rows);
    }

    static @Nullable Row<?> row(int id) {
        return id >= 0 && id <= HIGHEST_ID ? BY_ID[id] : null;
    }

    static Row<?> row(Message message) {
        Row<?> row = BY_TYPE.get(message.getClass());
        if (row == null) {
            throw new IllegalArgumentException(message.name() + " is not in the catalogue");
        }
        return row;
    }

    private static <M extends Message> void row(int id, Direction direction, Class<M> type, Shape<M> shape) {
        put(new Row<>(id, direction, type, false, shape));
    }

    private static <M extends Message> void zero(int id, Direction direction, Class<M> type, Shape<M> shape) {
        put(new Row<>(id, direction, type, true, shape));
    }

    private static void put(Row<?> row) {
        if (BY_ID[row.id()] != null || BY_TYPE.put(row.type(), row) != null) {
            throw new IllegalStateException("two rows for " + row.name());
        }
        BY_ID[row.id()] = row;
    }
}
