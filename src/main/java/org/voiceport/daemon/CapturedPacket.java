package org.voiceport.daemon;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One packet of a capture.
 *
 * @param linkType what stands in front of the IP packet, as the LINKTYPE registry of pcap numbers it
 * @param bytes as far as captured
 */
record CapturedPacket(Instant time, int linkType, ByteBuffer bytes) {}
