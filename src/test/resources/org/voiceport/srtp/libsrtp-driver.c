/*
 * Lets a test drive libsrtp2: our own code, written against libsrtp2's public header.
 *
 * Usage: libsrtp-driver 32|80 KEY, where KEY is the master key and salt as 60 hex digits.
 * Standard input: requests of one octet (p: protect, u: unprotect, P and U: the same for RTCP), a length of two octets
 * (most significant first) and the packet.
 * Standard output: for each request one octet of srtp_err_status_t, a length of two octets and the packet, which is
 * empty if the status is not 0.
 */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static srtp_t session(int tag_bits, unsigned char *key, srtp_ssrc_type_t direction)
{
    srtp_policy_t policy;
    srtp_t created;

    memset(&policy, 0, sizeof policy);
    if (tag_bits == 32)
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy.rtp);
    else
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
    srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    policy.ssrc.type = direction;
    policy.key = key;
    policy.window_size = 128;
    if (srtp_create(&created, &policy) != srtp_err_status_ok) {
        fprintf(stderr, "srtp_create failed\n");
        exit(1);
    }
    return created;
}

int main(int argc, char **argv)
{
    static unsigned int aligned[16384];
    unsigned char *packet = (unsigned char *)aligned;
    unsigned char key[30];
    unsigned char head[3];
    srtp_t out, in;
    size_t i;

    if (argc != 3 || strlen(argv[2]) != 2 * sizeof key || srtp_init() != srtp_err_status_ok)
        return 1;
    for (i = 0; i < sizeof key; i++) {
        unsigned int octet;
        if (sscanf(argv[2] + 2 * i, "%2x", &octet) != 1)
            return 1;
        key[i] = (unsigned char)octet;
    }
    out = session(atoi(argv[1]), key, ssrc_any_outbound);
    in = session(atoi(argv[1]), key, ssrc_any_inbound);

    while (fread(head, 1, 3, stdin) == 3) {
        int length = head[1] << 8 | head[2];
        srtp_err_status_t status;

        if (length > (int)sizeof aligned - SRTP_MAX_TRAILER_LEN - 4 ||
            fread(packet, 1, (size_t)length, stdin) != (size_t)length)
            return 1;
        switch (head[0]) {
        case 'p':
            status = srtp_protect(out, packet, &length);
            break;
        case 'u':
            status = srtp_unprotect(in, packet, &length);
            break;
        case 'P':
            status = srtp_protect_rtcp(out, packet, &length);
            break;
        case 'U':
            status = srtp_unprotect_rtcp(in, packet, &length);
            break;
        default:
            return 1;
        }
        if (status != srtp_err_status_ok)
            length = 0;
        head[0] = (unsigned char)status;
        head[1] = (unsigned char)(length >> 8);
        head[2] = (unsigned char)length;
        fwrite(head, 1, 3, stdout);
        fwrite(packet, 1, (size_t)length, stdout);
        fflush(stdout);
    }
    return 0;
}
