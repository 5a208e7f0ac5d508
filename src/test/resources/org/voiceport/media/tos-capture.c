/*
 * Prints a line for each IPv4 packet of UDP or TCP on the loopback interface that comes from one of the ports given:
 * "udp" or "tcp", source port, destination port, TOS byte, bytes of payload. Ends when its standard input does.
 * "ready" is printed once it listens.
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int wanted(int port, int count, char **ports) {
    for (int i = 1; i < count; i++) {
        if (atoi(ports[i]) == port) {
            return 1;
        }
    }
    return count == 1;
}

int main(int argc, char **argv) {
    int capture = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
    if (capture < 0) {
        perror("AF_PACKET");
        return 77;
    }
    struct sockaddr_ll loopback = {0};
    loopback.sll_family = AF_PACKET;
    loopback.sll_protocol = htons(ETH_P_IP);
    loopback.sll_ifindex = (int) if_nametoindex("lo");
    if (bind(capture, (struct sockaddr *) &loopback, sizeof loopback) < 0) {
        perror("lo");
        return 77;
    }
    puts("ready");
    fflush(stdout);
    struct pollfd both[2] = {{capture, POLLIN, 0}, {0, POLLIN, 0}};
    while (poll(both, 2, -1) > 0) {
        char end;
        if (both[1].revents && read(0, &end, 1) <= 0) {
            return 0;
        }
        if (!both[0].revents) {
            continue;
        }
        unsigned char packet[2048];
        struct sockaddr_ll from;
        socklen_t size = sizeof from;
        long length = recvfrom(capture, packet, sizeof packet, 0, (struct sockaddr *) &from, &size);
        /* Each packet on loopback is seen on its way out and on its way in. */
        if (length < 28 || from.sll_pkttype == PACKET_OUTGOING) {
            continue;
        }
        int header = (packet[0] & 15) * 4;
        int protocol = packet[9];
        int total = packet[2] << 8 | packet[3];
        if ((protocol != 17 && protocol != 6) || header + 13 > length) {
            continue;
        }
        int source = packet[header] << 8 | packet[header + 1];
        int destination = packet[header + 2] << 8 | packet[header + 3];
        int payload = total - header - (protocol == 17 ? 8 : (packet[header + 12] >> 4) * 4);
        if (wanted(source, argc, argv) || wanted(destination, argc, argv)) {
            printf("%s %d %d %d %d\n", protocol == 17 ? "udp" : "tcp", source, destination, packet[1], payload);
            fflush(stdout);
        }
    }
    return 0;
}
