package org.voiceport.sim;

/** How a {@link TftpServer} behaves, for tests of those who must bear it. */
public enum TftpConduct {
    /** As RFC 1350 says. */
    GOOD,
    /** Never answers. */
    SILENT,
    /** Sends the first block, then nothing. */
    STALLS,
    /** Sends full blocks without end. */
    ENDLESS,
    /** Doesn't hear the first request and every third packet after it, as if the network had lost them. */
    LOSES,
    /** Sends every block twice, and the block before it once more. */
    REPEATS,
    /** Sends what is no TFTP before every block. */
    GARBLES,
    /** Another port of its address sends a false block and an error before every block. */
    ECHOED_BY_ANOTHER_PORT,
    /** Answers from another address of this host, 127.0.0.2. */
    ANSWERS_FROM_ELSEWHERE,
    /** Another address, 127.0.0.2, sends a false block before every block. */
    ECHOED_FROM_ELSEWHERE,
    /** Answers with options that it wasn't asked for. */
    OPTIONS,
    /** Sends blocks of 1024 bytes. */
    LONG_BLOCKS,
    /** Breaks off with an error after the first block. */
    BREAKS_OFF
}
