package org.voiceport.config;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import org.voiceport.config.DaemonConfig.Codec;
import org.voiceport.config.DaemonConfig.Dscp;
import org.voiceport.config.DaemonConfig.Media;
import org.voiceport.config.DaemonConfig.UdpPorts;

/** Reads {@code media}. */
final class MediaReader {
    private final Section root;

    MediaReader(Section root) {
        this.root = root;
    }

    Media media() {
        try (Section section = root.section("media")) {
            Form<Optional<Inet4Address>> address = Texts::mediaAddress;
            return new Media(
                    section.find("address").flatMap(v -> v.as(address)).orElse(Optional.empty()),
                    section.find("udpPorts")
                            .flatMap(v -> v.as(Ranges::udpPorts))
                            .orElse(new UdpPorts(16384, 21511)),
                    section.find("codecs")
                            .map(v -> v.eachWord(Codec.values(), Codec::word))
                            .orElse(List.of(Codec.G711U, Codec.G711A)),
                    section.flag("requireEncryption", false),
                    section.flag("inbandDigits", true),
                    dscp(section));
        }
    }

    private static Dscp dscp(Section media) {
        try (Section section = media.section("dscp")) {
            return new Dscp(section.number("audio", 0, 63, 46), section.number("signaling", 0, 63, 24));
        }
    }
}
