import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What receiving and sending a packet costs on a socket per call, in three ways: a selector of the JDK, Netty's channels on
 * it, Netty's channels on epoll. {@code scripts/bench-sockets} runs it. Each way is an echo in a process of its own; this one
 * sends 50 packets a second to each socket of one echo at a time, in turns, and takes the answers.
 */
public final class SocketsBenchmark {
    private static final List<String> WAYS = List.of("nio", "netty-nio", "netty-epoll");
    private static final String TOLD = "told ";
    private static final int PACKET = 182;
    private static final int FIRST_PORT = 16_000;
    /** Sockets that are sent to together: 500 sockets get a packet each in ten slots of 20 ms. */
    private static final int SLOTS = 10;

    private SocketsBenchmark() {}

    /** {@code SOCKETS ROUNDS SECONDS PROCESSOR}, or {@code echo WAY SOCKETS FIRST_PORT}. */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("echo")) {
            echo(args[1], Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        } else {
            compare(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
        }
    }

    private record Echo(Process process, BufferedReader answers, PrintStream words, int firstPort) {
        /** What it tells next; a library's log may come in between. */
        String answer() throws IOException {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(TOLD)) {
                    return line.substring(TOLD.length());
                }
            }
            throw new IOException("an echo has ended");
        }

        double[] ask(String word) throws IOException {
            words.println(word);
            return Arrays.stream(answer().split(" ", 3)).mapToDouble(Double::parseDouble).toArray();
        }
    }

    private static void compare(int sockets, int rounds, int seconds, String processor) throws Exception {
        List<Echo> echoes = new CopyOnWriteArrayList<>();
        for (String way : WAYS) {
            echoes.add(start(way, sockets, FIRST_PORT + echoes.size() * sockets, processor));
        }
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> echoes.forEach(echo -> echo.process().destroy())));
        double[][] nanos = new double[WAYS.size()][rounds];
        double[][] bytes = new double[WAYS.size()][rounds];
        for (int round = -1; round < rounds; round++) { // the first one warms up
            for (int way = 0; way < WAYS.size(); way++) {
                Echo echo = echoes.get(way);
                echo.ask("begin");
                long answered = load(echo.firstPort(), sockets, seconds);
                double[] used = echo.ask("end");
                if (round >= 0) {
                    nanos[way][round] = used[0] / answered;
                    bytes[way][round] = used[1] / answered;
                }
            }
        }
        System.out.println("| way         | µs per packet in and out | × nio | garbage B |");
        System.out.println("|---|--:|--:|--:|");
        for (int way = 0; way < WAYS.size(); way++) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = nanos[way][round] / nanos[0][round];
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %-11s | %24.2f | %5.2f | %9.0f |%n",
                    WAYS.get(way),
                    median(nanos[way]) / 1000,
                    median(ratios),
                    median(bytes[way]));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Echo start(String way, int sockets, int firstPort, String processor) throws IOException {
        List<String> command = new ArrayList<>();
        if (!processor.equals("any")) {
            command.addAll(List.of("taskset", "-c", processor));
        }
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                System.getProperty("bench.source"),
                "echo",
                way,
                Integer.toString(sockets),
                Integer.toString(firstPort)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Echo echo = new Echo(
                process,
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)),
                new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8),
                firstPort);
        echo.answer();
        return echo;
    }

    /** Sends for that long, at a steady pace; returns how many packets came back. */
    private static long load(int firstPort, int sockets, int seconds) throws IOException {
        long answered = 0;
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 1 << 22);
            channel.configureBlocking(false);
            InetSocketAddress[] to = new InetSocketAddress[sockets];
            for (int i = 0; i < sockets; i++) {
                to[i] = new InetSocketAddress(InetAddress.getLoopbackAddress(), firstPort + i);
            }
            ByteBuffer out = ByteBuffer.allocateDirect(PACKET);
            ByteBuffer in = ByteBuffer.allocateDirect(2048);
            long slot = TimeUnit.MILLISECONDS.toNanos(20) / SLOTS;
            long begin = System.nanoTime();
            for (long turn = 0; turn < seconds * 50L * SLOTS; turn++) {
                for (int i = (int) (turn % SLOTS); i < sockets; i += SLOTS) {
                    channel.send(out.clear(), to[i]);
                }
                while (System.nanoTime() - begin < (turn + 1) * slot) {
                    in.clear();
                    if (channel.receive(in) != null) {
                        answered++;
                    } else {
                        LockSupport.parkNanos(50_000);
                    }
                }
            }
        }
        return Math.max(1, answered);
    }

    private static void echo(String way, int sockets, int firstPort) throws Exception {
        switch (way) {
            case "nio" -> selector(sockets, firstPort);
            case "netty-nio" -> netty(NioIoHandler.newFactory(), NioDatagramChannel.class, sockets, firstPort);
            case "netty-epoll" -> netty(EpollIoHandler.newFactory(), EpollDatagramChannel.class, sockets, firstPort);
            default -> throw new IllegalArgumentException(way);
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        System.out.println(TOLD + "ready");
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        long time = 0;
        long bytes = 0;
        for (String word = words.readLine(); word != null; word = words.readLine()) {
            long used = system.getProcessCpuTime();
            long allocated = 0;
            for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
                allocated += Math.max(0, each);
            }
            System.out.println(TOLD + (used - time) + " " + (allocated - bytes));
            time = used;
            bytes = allocated;
        }
    }

    /** As the daemon reads: a selector, one receive for each socket that is ready. */
    private static void selector(int sockets, int firstPort) throws IOException {
        Selector selector = Selector.open();
        for (int i = 0; i < sockets; i++) {
            DatagramChannel channel = DatagramChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), firstPort + i));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }
        ByteBuffer packet = ByteBuffer.allocateDirect(2048);
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    selector.select(key -> answer((DatagramChannel) key.channel(), packet));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void answer(DatagramChannel channel, ByteBuffer packet) {
        try {
            packet.clear();
            SocketAddress from = channel.receive(packet);
            if (from != null) {
                channel.send(packet.flip(), from);
            }
        } catch (IOException e) {
            // Who has gone gets no answer.
        }
    }

    private static void netty(IoHandlerFactory handler, Class<? extends Channel> kind, int sockets, int firstPort) {
        Bootstrap bootstrap = new Bootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, handler))
                .channel(kind)
                .handler(new Answer());
        for (int i = 0; i < sockets; i++) {
            bootstrap
                    .bind(InetAddress.getLoopbackAddress(), firstPort + i)
                    .syncUninterruptibly();
        }
    }

    @io.netty.channel.ChannelHandler.Sharable
    private static final class Answer extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            context.write(new DatagramPacket(packet.content().retain(), packet.sender()), context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
