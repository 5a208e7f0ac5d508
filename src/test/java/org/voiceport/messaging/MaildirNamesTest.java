package org.voiceport.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaildirNamesTest {
    @ParameterizedTest
    @CsvSource({
        "2001, 2001",
        "general, general",
        "*99, %2A99",
        "20., 20%2E",
        "2.0, 2.0",
        "CON, %43ON",
        "aux.1, %61ux.1",
        "COM1, %43OM1",
        "nul., nul%2E",
        "CONSOLE, CONSOLE",
        "COM10, COM10",
    })
    void mailbox_has_a_folder_that_windows_can_make(String number, String folder) {
        assertEquals(folder, Maildir.nameOnWindows(number));
    }
}
