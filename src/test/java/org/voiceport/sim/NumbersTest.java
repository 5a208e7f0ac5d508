package org.voiceport.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.voiceport.event.SecurityMode;

class NumbersTest {
    private static final Device PORT = Device.port("CiscoUM1-VI1", SecurityMode.NON_SECURE, "3001");

    @Test
    void a_number_given_twice_is_refused() {
        List<Device> devices = List.of(PORT, Device.port("CiscoUM1-VI2", SecurityMode.NON_SECURE, "3001"));

        assertThrows(IllegalArgumentException.class, () -> new Numbers(devices, List.of()));
    }

    @Test
    void forwards_in_a_circle_are_refused() {
        List<Forward> circle = List.of(Forward.noAnswer("1", "", "2"), Forward.noAnswer("2", "", "1"));

        assertThrows(IllegalArgumentException.class, () -> new Numbers(List.of(PORT), circle));
    }

    @Test
    void a_forward_to_nowhere_is_refused() {
        List<Forward> nowhere = List.of(Forward.noAnswer("1", "", "2"));

        assertThrows(IllegalArgumentException.class, () -> new Numbers(List.of(PORT), nowhere));
    }

    @Test
    void a_number_may_still_become_one() {
        Numbers numbers = new Numbers(List.of(PORT), List.of());

        assertTrue(numbers.mayBecome("300"));
        assertFalse(numbers.mayBecome("301"));
    }
}
