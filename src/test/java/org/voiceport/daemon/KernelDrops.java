package org.voiceport.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Linux tells of UDP sockets in {@code /proc/net/udp}; zeros elsewhere.
 *
 * @param daemon packets dropped since their receive buffer was full, of all sockets in a range of ports
 * @param phones the same of one other socket
 * @param waiting octets that wait to be read, of the range
 */
record KernelDrops(long daemon, long phones, long waiting) {
    private static final Path TABLE = Path.of("/proc/net/udp");
    private static final int LOCAL = 1;
    private static final int QUEUES = 4;

    static KernelDrops read(int first, int last, int other) {
        long daemon = 0;
        long phones = 0;
        long waiting = 0;
        for (String line : lines()) {
            String[] fields = line.strip().split("\\s+", -1);
            int port = Integer.parseInt(fields[LOCAL].substring(fields[LOCAL].indexOf(':') + 1), 16);
            long drops = Long.parseLong(fields[fields.length - 1]);
            if (port >= first && port <= last) {
                daemon += drops;
                waiting += Long.parseLong(fields[QUEUES].substring(fields[QUEUES].indexOf(':') + 1), 16);
            } else if (port == other) {
                phones += drops;
            }
        }
        return new KernelDrops(daemon, phones, waiting);
    }

    private static List<String> lines() {
        try {
            List<String> lines = Files.readAllLines(TABLE);
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
