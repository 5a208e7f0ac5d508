package org.voiceport.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CliTableTest {
    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        assertEquals(
                List.of(
                        "port  mode", //
                        "----  ----------",
                        "x     non-secure",
                        "xyz   y"),
                Table.lines(List.of(List.of("port", "mode"), List.of("x", "non-secure"), List.of("xyz", "y"))));
    }

    @Test
    void heading_alone_has_its_rule() {
        assertEquals(List.of("a  bc", "-  --"), Table.lines(List.of(List.of("a", "bc"))));
    }

    @Test
    void lines_do_not_end_in_blanks() {
        assertEquals(List.of("a  b", "-  -", "x"), Table.lines(List.of(List.of("a", "b"), List.of("x", ""))));
    }
}
