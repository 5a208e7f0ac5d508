package org.voiceport.sccp;

/**
 * One SCCP message. The layouts and their evidence stand in the wire reference; {@link Catalogue} lists all messages.
 */
public sealed interface Message
        permits RegistrationMessage,
                SetupMessage,
                CallMessage,
                DisplayMessage,
                MediaMessage,
                StationMessage,
                LineMessage,
                StreamMessage,
                LegacyMediaMessage,
                Message.Unknown {

    /** The name in the catalogue, such as {@code OpenReceiveChannel}. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** A message with an id that the catalogue doesn't have; kept byte for byte, its body isn't shown. */
    record Unknown(int id, Secret body) implements Message {
        @Override
        public String name() {
            return Code.hex(id);
        }
    }
}
