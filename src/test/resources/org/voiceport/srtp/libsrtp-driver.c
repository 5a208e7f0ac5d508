/*
 * Lets a test drive libsrtp2: our own code, written against libsrtp2's public header.
 *
 * Usage: libsrtp-driver 32|80|gcm KEY, where KEY is the master key and salt as 60 or, for GCM, 56 hex digits.
 * Standard input: requests of one octet (p: protect, u: unprotect, P and U: the same for RTCP), a length of two octets
 * (most significant first) and the packet; f: the answers so far are wanted, at most 1 MiB of them.
 * Standard output: for each request but f one octet of srtp_err_status_t, a length of two octets and the packet, which is
 * empty if the status is not 0.
 */
#include <srtp2/srtp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static srtp_t session(const char *profile, unsigned char *key, srtp_ssrc_type_t direction)
{
    srtp_policy_t policy;
    srtp_t created;

    memset(&policy, 0, sizeof policy);
    if (strcmp(profile, "gcm") == 0) {
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
    } else {
        if (strcmp(profile, "32") == 0)
            srtp_crypto_policy_set_aes_cm_128_hmac_sha1_32(&policy.rtp);
        else
            srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    }
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
    static char answers[1 << 20];
    unsigned char key[30] = {0};
    unsigned char head[3];
    srtp_t out, in;
    size_t i;

    if (argc != 3 || strlen(argv[2]) > 2 * sizeof key || srtp_init() != srtp_err_status_ok)
        return 1;
    setvbuf(stdout, answers, _IOFBF, sizeof answers);
    for (i = 0; i < strlen(argv[2]) / 2; i++) {
        unsigned int octet;
        if (sscanf(argv[2] + 2 * i, "%2x", &octet) != 1)
            return 1;
        key[i] = (unsigned char)octet;
    }
    out = session(argv[1], key, ssrc_any_outbound);
    in = session(argv[1], key, ssrc_any_inbound);

    while (fread(head, 1, 1, stdin) == 1) {
        int length;
        srtp_err_status_t status;

        if (head[0] == 'f') {
            fflush(stdout);
            continue;
        }
        if (fread(head + 1, 1, 2, stdin) != 2)
            return 1;
        length = head[1] << 8 | head[2];
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
    }
    return 0;
}
