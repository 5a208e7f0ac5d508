package org.voiceport.sccp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** CallInfoV2 below version 16, where an empty string at the end looks like padding. */
class CallInfoFormTest {
    private static CallMessage.CallInfoV2 read(String... strings) throws MalformedMessage {
        ByteBuf body = Unpooled.buffer().writeZero(32);
        for (String string : strings) {
            body.writeCharSequence(string, StandardCharsets.ISO_8859_1);
            body.writeByte(0);
        }
        body.writeZero(-body.writerIndex() & 3);
        return (CallMessage.CallInfoV2)
                MessageCodec.decode(new Frame(11, 0x014A, body)).message();
    }

    @Test
    void reads_12_strings() throws MalformedMessage {
        CallMessage.CallInfoV2 info =
                read("2001", "5001", "5002", "5003", "", "", "", "6003", "Alice", "Port", "Bob", "Carol");
        assertEquals("5001", info.called().number());
        assertEquals("Carol", info.lastRedirecting().name());
        assertEquals("6003", info.lastRedirecting().mailbox());
        assertEquals("", info.alternateCalling());
    }

    @Test
    void reads_12_strings_of_which_the_last_ones_are_empty() throws MalformedMessage {
        for (String called : new String[] {"5", "51", "510", "5100"}) {
            CallMessage.CallInfoV2 info = read("2001", called, "", "", "", "", "", "", "Alice", "Port", "", "");
            assertEquals(called, info.called().number());
            assertEquals("Alice", info.calling().name());
            assertEquals("Port", info.called().name());
        }
    }

    @Test
    void reads_13_strings() throws MalformedMessage {
        CallMessage.CallInfoV2 info =
                read("2001", "2009", "5001", "5002", "5003", "", "", "", "6003", "Alice", "Port", "Bob", "Carol");
        assertEquals("2009", info.alternateCalling());
        assertEquals("5001", info.called().number());
        assertEquals("Carol", info.lastRedirecting().name());
    }

    @Test
    void reads_13_strings_of_which_the_last_ones_are_empty() throws MalformedMessage {
        for (String called : new String[] {"5", "51", "510", "5100"}) {
            CallMessage.CallInfoV2 info = read("2001", "", called, "", "", "", "", "", "", "Alice", "Port", "", "");
            assertEquals(called, info.called().number());
            assertEquals("Alice", info.calling().name());
            assertEquals("Port", info.called().name());
        }
    }

    @Test
    void reads_15_strings() throws MalformedMessage {
        CallMessage.CallInfoV2 info =
                read("2001", "", "5001", "", "", "", "", "", "", "Alice", "Port", "", "", "7000", "Pilot");
        assertEquals("5001", info.called().number());
        assertEquals("7000", info.huntPilotNumber());
        assertEquals("Pilot", info.huntPilotName());
    }

    @Test
    void takes_12_strings_where_nothing_speaks_for_either() throws MalformedMessage {
        CallMessage.CallInfoV2 info = read("2001", "5001", "5001", "5001", "", "", "", "", "", "", "", "");
        assertEquals("5001", info.called().number());
        assertEquals("", info.alternateCalling());
    }
}
