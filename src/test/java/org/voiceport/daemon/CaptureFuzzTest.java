package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.voiceport.sccp.Decoded;
import org.voiceport.sccp.WireLine;

/** Whatever a file holds, it is decoded as far as it goes, and then at most refused. An input is the file. */
class CaptureFuzzTest {
    @FuzzTest
    void any_file_is_decoded_or_refused(byte[] file) {
        List<String> lines = decoded(file);
        assertEquals(lines, decoded(file));
        // No message is shorter than its header; a malformed stream may cost less, but not nothing.
        assertTrue(lines.size() <= 2 + file.length / 4, lines.size() + " lines of " + file.length + " bytes");
    }

    private static List<String> decoded(byte[] file) {
        List<String> lines = new ArrayList<>();
        CaptureDecoder decoder = new CaptureDecoder(Set.of(2000), new CaptureDecoder.Sink() {
            @Override
            public void message(Instant time, boolean fromClient, String client, String server, Decoded decoded) {
                lines.add(time + " " + fromClient + " " + client + " " + server + " " + WireLine.of(decoded));
            }

            @Override
            public void malformed(Instant time, boolean fromClient, String client, String server, String what) {
                lines.add(time + " " + fromClient + " " + client + " " + server + " " + WireLine.malformed(what));
            }
        });
        try {
            decoder.read(CaptureFile.open(new CaptureInput(new ByteArrayInputStream(file))));
        } catch (CaptureException refused) {
            lines.add(refused.getMessage());
        } catch (IOException e) {
            throw new AssertionError("bytes in memory can be read", e);
        }
        assertTrue(decoder.messages() * 4 <= file.length, "more messages than there is room for");
        for (String note : decoder.notes()) {
            assertFalse(note.isBlank());
        }
        return lines;
    }
}
