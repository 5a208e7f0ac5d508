package org.voiceport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.voiceport.srtp.TestPackets.hex;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Session keys as NIST's validation program for SRTP key derivation (ACVP, kdf-components srtp 1.0) expects them: test cases
 * 1, 21, 81, 91, 221 and 231 of the sample vectors in usnistgov/ACVP-Server, which are in the public domain. They derive
 * SRTCP keys with indexes of 48 bits, as we do.
 */
class NistDerivationTest {
    @ParameterizedTest(name = "rate {0}")
    @CsvSource(
            delimiter = ' ',
            value = {
                // rate masterKey masterSalt index srtcpIndex srtpKe srtpKa srtpKs srtcpKe srtcpKa srtcpKs
                "0 A48A570A43E12372BF58495FDFD88D78 E1D109B42D6C16A8830F9E7DDF4B 8E5BDF08FA78 0000447FAD34"
                        + " 30371635BF658204857EC5BFE13AFFE3 83E0821E1DDBD044C2DD3A980BB445875F97B4D5"
                        + " B27816A7A139D73E71A55FCD7006 7D2F273858E89D63ED086E7BAB5288CD"
                        + " 57F487D2AE3F8E9796AA047114AC48A35DC1BDC7 90167281C1E6DB47F99D8AF2AFB5",
                "1 8C307F105F79D5D2C26B1A933AE22CD5 563B4C15458D977B68080242CEE1 08284B49F520 000069B62109"
                        + " A920DF50EAA111D03FBE9B203121C07D A337DC070C0DAFA942F1E3A27ACD3C9917CE4B4D"
                        + " 9E2BC99C86037F2AD98D72927428 A2C079EC6518FEC73FA0F30AF94739A7"
                        + " 2696B85ADB9B56961D1137CBCCF49B3FCC6CEE51 353C36948021CD2D8C8ED2F5B3D4",
                "64 3DA09055434A99286F6299E11542E200 E4F8AB76ADDB1C2E75CA5DDC0319 BDAF29E76755 0000431C9D7D"
                        + " 3F787F9683B73892B4FE759D8F358705 12FF1698E6A010DD4BFFBF79036B2AD0ABEA040E"
                        + " 7EA01EC7E08C5A64480484059A94 8BA63453C3A9118D92B9E397DBEA0501"
                        + " 023BF290C0611006C75C93046562EC5FA1E51A9B F362F8A203F604E412B56B475C13",
                "128 A7B580EC24066477FE1868D9BBC331EB 7249458D40C553729EE687620752 33F1663A7CD2 00000207E629"
                        + " C48239FC7C22AA64DD562C3A6B7B81A5 555BDEA474CE4C24CDBEF227277B98E806759AAF"
                        + " E0A35A7485A49F04F8FD7FEBD57C 4C3D1EB38B2EAC588FA1CFAE1E6C3A26"
                        + " 57031809919268BB97CDF2AABD7C443A0A540B66 9370090D09AF8FF15FCEE9AEC007",
                "1048576 F107D2A614BE408A1264FC5394EC14A7 8314E2B216748D8CBFEA5F67E71A FF86012FA633 0000003FBA1C"
                        + " ED00D1A69F0C7BF2B8A05C3541F3AB53 7AC26001621B9F3D3CEFCE53FE23A91220693682"
                        + " 3F225A04E1FBCB49955A1F860825 012AFC404D6C9C460148F67136C7D59C"
                        + " 51EE1F80C3A16EF58BF582279F5BCF6F8BF5063B E4911195C13E1ECE4A29E989F307",
                "2097152 AE1EDC9652E0E7542797BADE8CF95A28 941879722F414FBFF5C592A43384 AEAB2C2DBFE6 0000122B17E0"
                        + " D9CD3735BED019EDAEFAB092E4B9E0EA A5B48E43610098B627E529FF6AF1308F1F4CF88D"
                        + " 1242D769616A7D6649EBE635D00D 2964A915631D255F3BA9120A82FBAB6A"
                        + " 31F10E4DD2E8F0312E3EA9E39687DB50052A088C 5823D95C744F99A2D398982D4390"
            })
    void keys_of_a_period_are_as_nist_has_them(
            int rate,
            String masterKey,
            String masterSalt,
            String index,
            String controlIndex,
            String key,
            String authentication,
            String salt,
            String controlKey,
            String controlAuthentication,
            String controlSalt) {
        AesCounterMode generator = new AesCounterMode(hex(masterKey), hex(masterSalt));
        long packets = period(index, rate);
        assertArrayEquals(hex(key), SessionKeys.derive(generator, SessionKeys.RTP_ENCRYPTION, packets, 16));
        assertArrayEquals(
                hex(authentication), SessionKeys.derive(generator, SessionKeys.RTP_AUTHENTICATION, packets, 20));
        assertArrayEquals(hex(salt), SessionKeys.derive(generator, SessionKeys.RTP_SALT, packets, 14));
        long control = period(controlIndex, rate);
        assertArrayEquals(hex(controlKey), SessionKeys.derive(generator, SessionKeys.RTCP_ENCRYPTION, control, 16));
        assertArrayEquals(
                hex(controlAuthentication),
                SessionKeys.derive(generator, SessionKeys.RTCP_AUTHENTICATION, control, 20));
        assertArrayEquals(hex(controlSalt), SessionKeys.derive(generator, SessionKeys.RTCP_SALT, control, 14));
    }

    private static long period(String index, int rate) {
        return rate == 0 ? 0 : Long.parseLong(index, 16) / rate;
    }
}
