/*
 * A peer for scripts/bench-srtp: SRTP in C, measured on the same packets in the same order as the Java peers.
 *
 * With -DLIBSRTP it is libsrtp2 as the system has it. Without, it is a reference of our own that does for each packet what
 * libsrtp does when it is built with OpenSSL: AES in counter mode through EVP with a new IV on a kept context, HMAC
 * re-initialised on its kept key, 80 or 16 octets of tag, a replay window.
 *
 * Usage: bench-peer
 * Standard input, a line per measurement: PROFILE PAYLOAD STREAMS MILLIS, where PROFILE is cm80, cm80-rtcp or gcm.
 * Standard output, a line for each: nanoseconds of processor time per packet for protect and for unprotect, and bytes
 * allocated, which is 0 here; or "none" if this peer has no such profile.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH 1000 /* packets; as many as the largest number of streams */
#define ROOM 256   /* octets of a packet, with what protection adds */
#define COLD 20    /* rounds before anything counts */

static void die(const char *what)
{
    fprintf(stderr, "bench-peer: %s failed\n", what);
    exit(1);
}

static void put16(unsigned char *at, unsigned value)
{
    at[0] = (unsigned char)(value >> 8);
    at[1] = (unsigned char)value;
}

static void put32(unsigned char *at, uint32_t value)
{
    put16(at, value >> 16);
    put16(at + 2, value & 0xffff);
}

/* The key and salt of a stream, the same for all peers. */
static void master(unsigned char *key, int length, int stream)
{
    int i;
    for (i = 0; i < length; i++)
        key[i] = (unsigned char)(31 * stream + 7 * i + 1);
}

#ifdef LIBSRTP
#include <srtp2/srtp.h>

struct stream {
    srtp_t out, in;
};
static int control;

static srtp_t session(const char *profile, unsigned char *key, srtp_ssrc_type_t direction)
{
    srtp_policy_t policy;
    srtp_t created;

    memset(&policy, 0, sizeof policy);
    if (strcmp(profile, "gcm") == 0) {
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
    } else {
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    }
    policy.ssrc.type = direction;
    policy.key = key;
    policy.window_size = 128;
    if (srtp_create(&created, &policy) != srtp_err_status_ok)
        die("srtp_create");
    return created;
}

static int open_stream(struct stream *stream, const char *profile, int number)
{
    unsigned char key[30];

    master(key, sizeof key, number);
    control = strcmp(profile, "cm80-rtcp") == 0;
    stream->out = session(profile, key, ssrc_any_outbound);
    stream->in = session(profile, key, ssrc_any_inbound);
    return 1;
}

static void close_stream(struct stream *stream)
{
    srtp_dealloc(stream->out);
    srtp_dealloc(stream->in);
}

static int protect(struct stream *stream, unsigned char *packet, int length)
{
    srtp_err_status_t status = control ? srtp_protect_rtcp(stream->out, packet, &length)
                                       : srtp_protect(stream->out, packet, &length);
    return status == srtp_err_status_ok ? length : -1;
}

static int unprotect(struct stream *stream, unsigned char *packet, int length)
{
    srtp_err_status_t status = control ? srtp_unprotect_rtcp(stream->in, packet, &length)
                                       : srtp_unprotect(stream->in, packet, &length);
    return status == srtp_err_status_ok ? length : -1;
}

#else
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define TAG 10

/* One direction of one source. */
struct context {
    EVP_CIPHER_CTX *aes;
    HMAC_CTX *hmac;
    unsigned char salt[16];
    uint64_t highest; /* index of the newest packet, plus 1 */
    uint64_t window[2];
};
struct stream {
    struct context out, in;
};

static void derive(EVP_CIPHER_CTX *generator, const unsigned char *salt, int label, unsigned char *out, int length)
{
    unsigned char iv[16] = {0};
    unsigned char zeros[32] = {0};
    int done;

    memcpy(iv, salt, 14);
    iv[7] ^= (unsigned char)label;
    if (!EVP_EncryptInit_ex(generator, NULL, NULL, NULL, iv) || !EVP_EncryptUpdate(generator, out, &done, zeros, length))
        die("key derivation");
}

static void open_context(struct context *context, const unsigned char *key)
{
    EVP_CIPHER_CTX *generator = EVP_CIPHER_CTX_new();
    unsigned char session[16], authentication[20];

    memset(context, 0, sizeof *context);
    if (!EVP_EncryptInit_ex(generator, EVP_aes_128_ctr(), NULL, key, NULL))
        die("EVP_EncryptInit_ex");
    derive(generator, key + 16, 0, session, sizeof session);
    derive(generator, key + 16, 1, authentication, sizeof authentication);
    derive(generator, key + 16, 2, context->salt, 14);
    EVP_CIPHER_CTX_free(generator);
    context->aes = EVP_CIPHER_CTX_new();
    context->hmac = HMAC_CTX_new();
    if (!EVP_EncryptInit_ex(context->aes, EVP_aes_128_ctr(), NULL, session, NULL) ||
        !HMAC_Init_ex(context->hmac, authentication, sizeof authentication, EVP_sha1(), NULL))
        die("initialisation");
}

static void close_context(struct context *context)
{
    EVP_CIPHER_CTX_free(context->aes);
    HMAC_CTX_free(context->hmac);
}

static int open_stream(struct stream *stream, const char *profile, int number)
{
    unsigned char key[30];

    if (strcmp(profile, "cm80") != 0)
        return 0;
    master(key, sizeof key, number);
    open_context(&stream->out, key);
    open_context(&stream->in, key);
    return 1;
}

static void close_stream(struct stream *stream)
{
    close_context(&stream->out);
    close_context(&stream->in);
}

/* The length of the RTP header, or -1. */
static int header_of(const unsigned char *packet, int length)
{
    int header = 12 + 4 * (packet[0] & 15);

    if (length < 12 || packet[0] >> 6 != 2)
        return -1;
    if (packet[0] & 16) {
        if (header + 4 > length)
            return -1;
        header += 4 + 4 * (packet[header + 2] << 8 | packet[header + 3]);
    }
    return header <= length ? header : -1;
}

/* The index nearest to the newest one. */
static uint64_t index_of(const struct context *context, const unsigned char *packet)
{
    unsigned sequence = (unsigned)(packet[2] << 8 | packet[3]);
    uint64_t newest = context->highest - 1;

    return context->highest == 0 ? sequence : newest + (uint64_t)(int64_t)(int16_t)(sequence - (unsigned)newest);
}

static int seen(const struct context *context, uint64_t index)
{
    uint64_t behind;

    if (index >= context->highest)
        return 0;
    behind = context->highest - 1 - index;
    return behind >= 128 || (context->window[behind >> 6] >> (behind & 63) & 1);
}

static void remember(struct context *context, uint64_t index)
{
    if (index >= context->highest) {
        uint64_t by = index + 1 - context->highest;
        if (by >= 64) {
            context->window[1] = by >= 128 ? 0 : context->window[0] << (by - 64);
            context->window[0] = 0;
        } else {
            context->window[1] = context->window[1] << by | context->window[0] >> (64 - by);
            context->window[0] <<= by;
        }
        context->highest = index + 1;
        context->window[0] |= 1;
    } else {
        uint64_t behind = context->highest - 1 - index;
        context->window[behind >> 6] |= (uint64_t)1 << (behind & 63);
    }
}

static void crypt_payload(struct context *context, uint64_t index, unsigned char *packet, int header, int length)
{
    unsigned char iv[16];
    int i, done;

    memcpy(iv, context->salt, 16);
    for (i = 0; i < 4; i++)
        iv[4 + i] ^= packet[8 + i];
    for (i = 0; i < 6; i++)
        iv[8 + i] ^= (unsigned char)(index >> (40 - 8 * i));
    if (!EVP_EncryptInit_ex(context->aes, NULL, NULL, NULL, iv) ||
        !EVP_EncryptUpdate(context->aes, packet + header, &done, packet + header, length - header))
        die("encryption");
}

static void tag_of(struct context *context, uint64_t index, const unsigned char *packet, int length, unsigned char *tag)
{
    unsigned char roc[4];
    unsigned size;

    put32(roc, (uint32_t)(index >> 16));
    if (!HMAC_Init_ex(context->hmac, NULL, 0, NULL, NULL) || !HMAC_Update(context->hmac, packet, (size_t)length) ||
        !HMAC_Update(context->hmac, roc, 4) || !HMAC_Final(context->hmac, tag, &size))
        die("HMAC");
}

static int protect(struct stream *stream, unsigned char *packet, int length)
{
    struct context *context = &stream->out;
    unsigned char tag[20];
    int header = header_of(packet, length);
    uint64_t index = index_of(context, packet);

    if (header < 0 || seen(context, index))
        return -1;
    crypt_payload(context, index, packet, header, length);
    tag_of(context, index, packet, length, tag);
    memcpy(packet + length, tag, TAG);
    remember(context, index);
    return length + TAG;
}

static int unprotect(struct stream *stream, unsigned char *packet, int length)
{
    struct context *context = &stream->in;
    unsigned char tag[20];
    int header = header_of(packet, length - TAG);
    uint64_t index = index_of(context, packet);

    if (header < 0 || seen(context, index))
        return -1;
    length -= TAG;
    tag_of(context, index, packet, length, tag);
    if (CRYPTO_memcmp(tag, packet + length, TAG) != 0)
        return -1;
    crypt_payload(context, index, packet, header, length);
    remember(context, index);
    return length;
}
#endif

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e9 * (double)time.tv_sec + (double)time.tv_nsec;
}

static _Alignas(16) unsigned char packets[BATCH][ROOM];
static int lengths[BATCH];
static struct stream streams[BATCH];

static void prepare(const char *profile, int payload, int count, unsigned round)
{
    int i;

    for (i = 0; i < BATCH; i++) {
        unsigned char *packet = packets[i];
        unsigned number = round * (unsigned)(BATCH / count) + (unsigned)(i / count);
        if (strcmp(profile, "cm80-rtcp") == 0) {
            packet[0] = 0x80;
            packet[1] = 201;
            put16(packet + 2, (unsigned)(payload / 4 - 1));
            put32(packet + 4, (uint32_t)(i % count));
            lengths[i] = payload;
        } else {
            packet[0] = 0x80;
            packet[1] = 0;
            put16(packet + 2, number & 0xffff);
            put32(packet + 4, number * 160);
            put32(packet + 8, (uint32_t)(i % count));
            lengths[i] = 12 + payload;
        }
    }
}

static void measure(const char *profile, int payload, int count, double millis)
{
    double spent[2] = {0, 0};
    unsigned round;
    int i;

    for (i = 0; i < count; i++)
        if (!open_stream(&streams[i], profile, i)) {
            printf("none\n");
            return;
        }
    for (round = 0; round <= COLD || spent[0] + spent[1] < 1e6 * millis; round++) {
        double begin, middle;
        if (round == COLD)
            spent[0] = spent[1] = 0;
        prepare(profile, payload, count, round);
        begin = now();
        for (i = 0; i < BATCH; i++)
            if ((lengths[i] = protect(&streams[i % count], packets[i], lengths[i])) < 0)
                die("protect");
        middle = now();
        for (i = 0; i < BATCH; i++)
            if (unprotect(&streams[i % count], packets[i], lengths[i]) < 0)
                die("unprotect");
        spent[1] += now() - middle;
        spent[0] += middle - begin;
    }
    for (i = 0; i < count; i++)
        close_stream(&streams[i]);
    spent[0] /= BATCH * (double)(round - COLD);
    spent[1] /= BATCH * (double)(round - COLD);
    printf("%.1f %.1f 0\n", spent[0], spent[1]);
}

int main(void)
{
    char profile[16];
    int payload, count, millis;

#ifdef LIBSRTP
    if (srtp_init() != srtp_err_status_ok)
        die("srtp_init");
#endif
    while (scanf("%15s %d %d %d", profile, &payload, &count, &millis) == 4) {
        if (payload < 0 || payload > ROOM - 48 || count < 1 || count > BATCH)
            die("reading");
        measure(profile, payload, count, millis);
        fflush(stdout);
    }
    return 0;
}
