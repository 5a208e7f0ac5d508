package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.voiceport.event.DeviceName;
import org.voiceport.observe.LogDetail;
import org.voiceport.observe.LogFormat;
import org.voiceport.observe.LogSetup;
import org.voiceport.sccp.CallMessage;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.KeypadKey;
import org.voiceport.sccp.RegistrationMessage;

/** The lines of {@code log.wire} as they come out of the log. */
class WireLogTest {
    private static final Decoded DIGIT =
            new Decoded(new CallMessage.KeypadButton(new KeypadKey(7), 1, 0x01000012), 17, 0, 0);
    private static final Decoded ACK = new Decoded(new RegistrationMessage.KeepAliveAck(), 0, 0, 8);

    @TempDir
    Path directory;

    private List<String> lines(LogFormat format, Level level) throws IOException {
        Path file = directory.resolve("voiceportd.log");
        LogSetup setup = LogSetup.configure(format, level, Optional.of(file));
        WireLog log = new WireLog(new DeviceName("CiscoUM1-VI1"), true, new LogDetail());
        log.sent(DIGIT);
        log.received(ACK);
        log.malformed("cm1:2000 sent a message that can't be read");
        setup.close();
        return Files.readAllLines(file);
    }

    @Test
    void lines_name_the_port_and_the_direction_at_the_default_level() throws IOException {
        List<String> lines = lines(LogFormat.TEXT, Level.INFO);
        assertEquals(
                List.of(
                        "INFO  -          [CiscoUM1-VI1] >> KeypadButton              v17 key=*** line=1 call=0x01000012",
                        "INFO  -          [CiscoUM1-VI1] << KeepAliveAck              v0  (+8 surplus)",
                        "INFO  -          [CiscoUM1-VI1] << MALFORMED cm1:2000 sent a message that can't be read"),
                lines.stream()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .toList());
    }

    @Test
    void machines_get_the_port_as_a_field_of_its_own() throws IOException {
        String line = lines(LogFormat.JSON, Level.INFO).get(0);
        assertTrue(line.contains("\"voiceport.port\":\"CiscoUM1-VI1\""), line);
        assertTrue(line.contains("\"log.logger\":\"voiceport.wire\""), line);
        assertTrue(line.contains("\"message\":\">> KeypadButton "), line);
    }

    @Test
    void nothing_is_written_above_the_level_info() throws IOException {
        assertEquals(List.of(), lines(LogFormat.TEXT, Level.WARN));
    }
}
