package org.voiceport.daemon;

import java.net.InetAddress;
import java.nio.file.Path;
import org.voiceport.config.DaemonConfig;
import org.voiceport.event.Fault;
import org.voiceport.event.SecurityMode;
import org.voiceport.port.RejectReason;

/**
 * Tells of a link that doesn't hold where both sides set what it depends on: the key of the configuration here, the page
 * of Unified CM's administration there. Other call managers have the same settings under other names.
 */
final class DoctorAdvice {
    private static final String VOICE_MAIL = "Advanced Features > Voice Mail > ";
    private static final String PORT_PAGE = VOICE_MAIL + "Cisco Voice Mail Port > ";
    private static final String CERTIFICATES = "Cisco Unified OS Administration > Security > Certificate Management: ";
    private static final String SERVICES = "Cisco Unified Serviceability > Tools > Control Center - Feature Services: ";
    private static final String CLUSTER_MODE =
            "System > Enterprise Parameters > Cluster Security Mode, which must be 1 (mixed)";
    private static final String TCP_PORTS =
            "System > Cisco Unified CM > the node > TCP ports (as shipped SCCP 2000, secure SCCP 2443)";
    private static final String UPDATE_CTL = "'utils ctl update CTLFile' on the publisher (the CTL client before 10.0)";

    private final DaemonConfig config;
    private final DaemonConfig.Port port;
    private final DaemonConfig.CallManager callManager;
    private final SecurityMode mode;

    /** Of one port and one of its call managers. */
    DoctorAdvice(DaemonConfig config, DaemonConfig.Port port, DaemonConfig.CallManager callManager) {
        this.config = config;
        this.port = port;
        this.callManager = callManager;
        this.mode = port.securityMode();
    }

    DoctorStep.Sides resolve() {
        return sides(
                "callManagers address: " + callManager.address() + ", and the name server of this host",
                "System > Server: the host name or address of each node");
    }

    DoctorStep.Sides tcp() {
        return sides(
                tcpPort(),
                TCP_PORTS + (mode.secure() ? "; " + CLUSTER_MODE : "") + "; " + SERVICES
                        + "Cisco CallManager is started");
    }

    DoctorStep.Sides ctl() {
        return sides(
                ctlFile() + "; trust.signers; trust.tftp",
                CLUSTER_MODE + "; 'show ctl' on the publisher has the fingerprints to compare, and " + UPDATE_CTL
                        + " makes the file anew; " + SERVICES + "Cisco Tftp is started");
    }

    DoctorStep.Sides server() {
        return sides(
                "callManagers address: " + callManager.address(),
                "System > Server: the name or address that the CTL's record has ('show ctl'); after a change "
                        + UPDATE_CTL + ", then restart Cisco Tftp and Cisco CallManager on every node");
    }

    DoctorStep.Sides ownCertificate() {
        return sides(
                identityDirectory() + ", ports/" + port.name() + ".p12",
                "nothing for the certificate itself; a root that is new goes to " + CERTIFICATES + "CallManager-trust");
    }

    DoctorStep.Sides match() {
        return sides(
                config.trust().pins().isEmpty() ? ctlFile() + " ('voiceportd ctl show')" : "trust.pins",
                CERTIFICATES + "CallManager.pem of the node; if it was renewed: " + UPDATE_CTL
                        + ", then restart Cisco Tftp and Cisco CallManager on every node");
    }

    /** TLS itself, without the judgement on the call manager's certificate. */
    DoctorStep.Sides tls(Fault fault) {
        if (fault instanceof Fault.ModeMismatch) {
            return bothModes("; System > Enterprise Parameters > TLS Ciphers; 'show tls min-version'");
        }
        if (fault instanceof Fault.Untrusted) {
            return sides(
                    identityDirectory() + ", whose root 'voiceportd certs" + " export-root' gives; the certificate of "
                            + port.name() + " has it as CN",
                    CERTIFICATES + "the root as CallManager-trust on every node; then " + SERVICES
                            + "restart Cisco CallManager on every node; " + portName());
        }
        if (fault instanceof Fault.LinkLost) {
            return sides(
                    tcpPort() + "; " + securityMode(),
                    TCP_PORTS + "; " + deviceMode() + "; " + CERTIFICATES + "CallManager-trust");
        }
        return sides(
                tcpPort() + "; tls.legacy: " + config.tls().legacy(),
                TCP_PORTS + "; 'show tls min-version' and 'set tls min-version' on every node; System > Enterprise"
                        + " Parameters > TLS Ciphers");
    }

    DoctorStep.Sides registration(Fault fault) {
        if (fault instanceof Fault.ModeMismatch) {
            return bothModes("");
        }
        if (fault instanceof Fault.Rejected rejected) {
            return rejected(RejectReason.of(rejected.text()));
        }
        return sides(
                tcpPort() + "; " + securityMode(),
                TCP_PORTS + "; " + deviceMode() + "; " + SERVICES + "Cisco CallManager is started");
    }

    private DoctorStep.Sides rejected(RejectReason reason) {
        return switch (reason) {
            case NAME_TAKEN ->
                sides(
                        name() + ", which one daemon alone may have",
                        PORT_PAGE + "Find: the status and IP address of " + port.name() + " tell who has it");
            case CERTIFICATE_NAME ->
                sides(name() + ", the CN of its certificate ('voiceportd certs show')", portName());
            case PROTOCOL_VERSION ->
                sides(
                        "protocol.version: " + port.protocol().version(),
                        "the release of the cluster decides ('show version active'); nothing is set there");
            case UNKNOWN_DEVICE, SECURITY, OTHER ->
                sides(
                        name() + "; " + securityMode(),
                        portName() + "; " + deviceMode() + "; " + VOICE_MAIL
                                + "Cisco Voice Mail Port Wizard makes ports, and names them PREFIX-VI1, -VI2, ...");
        };
    }

    /** Who brings a call to the port. */
    DoctorStep.Sides callToPort() {
        return sides(
                "roles of " + port.name() + ", which must have answer",
                "Call Routing > Route/Hunt > Line Group, Hunt List (For Voice Mail Usage) and Hunt Pilot; " + VOICE_MAIL
                        + "Voice Mail Pilot and Voice Mail Profile; " + PORT_PAGE + port.name()
                        + " > Directory Number");
    }

    /** How a call from the port finds a number. */
    DoctorStep.Sides callFromPort() {
        return new DoctorStep.Sides(
                "the number given to --call",
                PORT_PAGE + port.name()
                        + " > Calling Search Space, which must have the number's partition; Call Routing >"
                        + " Directory Number; for numbers of message lamps " + VOICE_MAIL + "Message Waiting");
    }

    /** Why a call has no media keys. */
    DoctorStep.Sides keys() {
        return sides(
                securityMode() + "; media.requireEncryption: " + port.media().requireEncryption(),
                "Device > Phone > the other party > Device Security Profile (System > Security > Phone Security Profile:"
                        + " Encrypted); Media Resources > Transcoder and Media Termination Point on the way; "
                        + deviceMode());
    }

    /** Why media doesn't get through. */
    DoctorStep.Sides media() {
        return sides(
                "media.address: "
                        + port.media()
                                .address()
                                .map(InetAddress::getHostAddress)
                                .orElse("auto") + "; media.udpPorts: "
                        + config.media().udpPorts().first() + "-"
                        + config.media().udpPorts().last()
                        + "; media.codecs",
                "System > Region (codec) between port and phone; Media Resources > Media Termination Point; firewalls"
                        + " between the phones' network and this host");
    }

    /** What the media of a call fails by. */
    DoctorStep.Sides media(Fault fault) {
        if (fault instanceof Fault.PeerMisbehaved) {
            return bothModes("");
        }
        return fault instanceof Fault.PeerIncompatible ? keys() : media();
    }

    private DoctorStep.Sides bothModes(String more) {
        return sides(securityMode(), deviceMode() + more);
    }

    private String ctlFile() {
        return "trust.ctlFile: " + config.trust().ctlFile().map(Path::toString).orElse("none");
    }

    private String identityDirectory() {
        return "identity.directory: "
                + config.identity()
                        .map(identity -> identity.directory().toString())
                        .orElse("none");
    }

    private String securityMode() {
        return "securityMode: " + mode.word() + " of " + port.name();
    }

    private String deviceMode() {
        return PORT_PAGE + port.name() + " > Device Security Mode";
    }

    private String name() {
        return "ports name: " + port.name();
    }

    private String portName() {
        return PORT_PAGE + port.name() + " > Port Name";
    }

    private String tcpPort() {
        return mode.secure() ? "securePort: " + callManager.securePort() : "port: " + callManager.port();
    }

    private DoctorStep.Sides sides(String here, String there) {
        return new DoctorStep.Sides(here + " (" + config.file() + ")", there);
    }
}
