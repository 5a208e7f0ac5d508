package org.voiceport.event;

/** What happened at the control socket. */
public sealed interface ControlEvent extends Event {
    /** Somebody asked for it who may use the socket; the system doesn't tell who. */
    record Asked(String command) implements ControlEvent {
        @Override
        public String id() {
            return "CONTROL-001";
        }

        @Override
        public Severity severity() {
            return Severity.INFO;
        }

        @Override
        public String text() {
            return "asked over the control socket: " + command;
        }

        @Override
        public void facts(Facts facts) {
            facts.put("command", command);
        }
    }

    /** This system has no Unix domain sockets; all but the commands to the running daemon works. */
    record Unavailable(String socket) implements ControlEvent {
        @Override
        public String id() {
            return "CONTROL-002";
        }

        @Override
        public Severity severity() {
            return Severity.WARN;
        }

        @Override
        public String text() {
            return "no control socket " + socket + ": this system has no Unix domain sockets";
        }

        @Override
        public String todo() {
            return "set 'control: off', and restart the daemon where a command would ask it";
        }

        @Override
        public void facts(Facts facts) {
            facts.put("socket", socket);
        }
    }
}
