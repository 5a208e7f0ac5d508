package org.voiceport.config;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import org.voiceport.config.DaemonConfig.Codec;
import org.voiceport.config.DaemonConfig.Dscp;
import org.voiceport.config.DaemonConfig.Media;
import org.voiceport.config.DaemonConfig.PortMedia;
import org.voiceport.config.DaemonConfig.UdpPorts;

/** Reads {@code media}. */
final class MediaReader {
    private static final PortMedia DEFAULT = new PortMedia(Optional.empty(), List.of(Codec.G711U, Codec.G711A), false);

    private final Section root;

    MediaReader(Section root) {
        this.root = root;
    }

    Media media() {
        try (Section section = root.section("media")) {
            PortMedia ports = forPorts(section, DEFAULT);
            UdpPorts udpPorts = section.find("udpPorts")
                    .flatMap(v -> v.as(Ranges::udpPorts))
                    .orElse(new UdpPorts(16384, 21511));
            return new Media(
                    ports.address(),
                    udpPorts,
                    ports.codecs(),
                    ports.requireEncryption(),
                    section.flag("inbandDigits", true),
                    dscp(section));
        }
    }

    /** The keys of {@code media} that a port can have of its own. */
    static PortMedia forPorts(Section media, PortMedia otherwise) {
        Form<Optional<Inet4Address>> address = Texts::mediaAddress;
        return new PortMedia(
                media.find("address").flatMap(v -> v.as(address)).orElse(otherwise.address()),
                media.find("codecs")
                        .map(v -> v.eachWord(Codec.values(), Codec::word))
                        .orElse(otherwise.codecs()),
                media.flag("requireEncryption", otherwise.requireEncryption()));
    }

    private static Dscp dscp(Section media) {
        try (Section section = media.section("dscp")) {
            return new Dscp(section.number("audio", 0, 63, 46), section.number("signaling", 0, 63, 24));
        }
    }
}
