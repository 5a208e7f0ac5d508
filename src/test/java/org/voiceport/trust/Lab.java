package org.voiceport.trust;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.voiceport.event.DeviceName;

/** The people of these tests: made once, since RSA keys take time. */
final class Lab {
    static final DeviceName DEVICE = new DeviceName("CiscoUM1-VI1");
    static final InetAddress PUBLISHER = address("192.0.2.10");
    static final InetAddress SUBSCRIBER = address("192.0.2.11");
    static final InetSocketAddress PUBLISHER_TLS = new InetSocketAddress(PUBLISHER, 2443);

    static final CertificateAuthority ROOT = CertificateAuthority.create("voiceportd test root", years(7), 2048);
    static final Identity PORT = ROOT.issuePort(DEVICE);
    static final Identity SAST = CertificateAuthority.selfSignedSast("SAST 1", years(5));
    static final Identity SAST_2 = CertificateAuthority.selfSignedSast("SAST 2", years(5));
    static final Identity CUCM_PUB = CertificateAuthority.selfSignedCallManager("cucm-pub", years(5));
    static final Identity CUCM_SUB = CertificateAuthority.selfSignedCallManager("cucm-sub", years(5));

    private Lab() {}

    static Validity years(int years) {
        return Validity.lasting(Duration.ofDays(365L * years));
    }

    static Validity fromTo(Duration start, Duration end) {
        Instant now = Instant.now();
        return new Validity(now.plus(start), now.plus(end));
    }

    static CtlDraft.Entry server(CtlRole role, String name, InetAddress address, Identity identity) {
        return CtlDraft.Entry.server(role, name, address, identity.certificate());
    }

    /** Two signers, a publisher and a subscriber. */
    static CtlDraft draft() {
        return new CtlDraft(
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                List.of(
                        CtlDraft.Entry.sast(SAST.certificate()),
                        CtlDraft.Entry.sast(SAST_2.certificate()),
                        server(CtlRole.CCM_TFTP, "cucm-pub", PUBLISHER, CUCM_PUB),
                        server(CtlRole.CCM, "cucm-sub", SUBSCRIBER, CUCM_SUB)));
    }

    static Ctl ctl(CtlDraft draft) throws CtlException {
        return CtlReader.read(SAST.sign(draft));
    }

    static Ctl ctl(CtlDraft.Entry... servers) throws CtlException {
        List<CtlDraft.Entry> entries = new java.util.ArrayList<>(List.of(CtlDraft.Entry.sast(SAST.certificate())));
        entries.addAll(List.of(servers));
        return ctl(new CtlDraft(Instant.now(), entries));
    }

    static CtlDraft.Entry nameless(CtlRole role, InetAddress address, Identity identity) {
        return new CtlDraft.Entry(role, "", Optional.of(address), identity.certificate());
    }

    static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
