package io.zooark.local.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final int SOON_MILLIS = 300;
    private static final int LATER_MILLIS = 10_000;

    private final AtomicBoolean admitted = new AtomicBoolean(true);
    private EchoServer server;
    private Gate gate;

    @BeforeEach
    void open() throws IOException {
        server = new EchoServer();
        gate = Gate.open(0, server.port());
        gate.admitWhen(admitted::get);
    }

    @AfterEach
    void close() throws IOException {
        gate.close();
        server.close();
    }

    @Test
    void relaysBothWays() throws IOException {
        try (Socket client = connect()) {
            assertThat(echoed(client, LATER_MILLIS)).isTrue();
        }
    }

    @Test
    void namesThePeersOfEstablishedConnections() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            echoed(first, LATER_MILLIS);
            echoed(second, LATER_MILLIS);

            assertThat(gate.connections())
                    .containsExactlyInAnyOrder((InetSocketAddress) first.getLocalSocketAddress(), (InetSocketAddress)
                            second.getLocalSocketAddress());
        }
    }

    @Test
    void leavesEstablishedConnectionsAloneWhenTheSecurityGroupAdmitsNobodyAnyMore() throws IOException {
        try (Socket before = connect()) {
            echoed(before, LATER_MILLIS);

            admitted.set(false);

            assertThat(echoed(before, LATER_MILLIS)).isTrue();
            try (Socket after = connect()) {
                assertThatThrownBy(() -> echoed(after, SOON_MILLIS)).isInstanceOf(SocketTimeoutException.class);
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    @Test
    void letsAnUnansweredConnectionThroughWhenItIsAdmittedLater() throws IOException {
        admitted.set(false);
        try (Socket client = connect()) {
            client.getOutputStream().write('e');

            admitted.set(true);

            client.setSoTimeout(LATER_MILLIS);
            assertThat(client.getInputStream().read()).isEqualTo('e');
        }
    }

    @Test
    void carriesNothingOfAConnectionWhoseClientGaveUpUnanswered() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        gate.admitWhen(() -> {
            // before it says that it was asked: the answer of that moment must be no
            boolean answer = admitted.get();
            asked.countDown();
            return answer;
        });
        admitted.set(false);
        try (Socket client = connect()) {
            client.getOutputStream().write('e');
            asked.await();
        }
        admitted.set(true);
        try (Socket other = connect()) {
            echoed(other, LATER_MILLIS);
        }
        try (Socket later = connect()) {
            // longer than the first attempt to reach the security group again
            assertThatThrownBy(() -> read(later, 1500)).isInstanceOf(SocketTimeoutException.class);
        }

        assertThat(server.accepted()).isEqualTo(2);
    }

    @Test
    void resetsNewConnectionsWhileCut() throws IOException {
        gate.cut(true);

        try (Socket client = connect()) {
            assertThatThrownBy(() -> read(client, LATER_MILLIS)).isInstanceOf(SocketException.class);
        }
        assertThat(server.accepted()).isZero();
    }

    @Test
    void resetsAnEstablishedConnectionAtItsNextByteWhileCut() throws IOException {
        try (Socket client = connect()) {
            echoed(client, LATER_MILLIS);

            gate.cut(true);

            assertThat(gate.connections()).hasSize(1);
            assertThatThrownBy(() -> echoed(client, LATER_MILLIS)).isInstanceOf(SocketException.class);
            assertThat(gate.connections()).isEmpty();
        }
    }

    @Test
    void killResetsIdleConnectionsAndSaysWhoseTheyWere() throws IOException {
        try (Socket client = connect()) {
            echoed(client, LATER_MILLIS);

            assertThat(gate.kill()).containsExactly((InetSocketAddress) client.getLocalSocketAddress());

            assertThat(gate.connections()).isEmpty();
            assertThatThrownBy(() -> read(client, LATER_MILLIS)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void sparesEstablishedConnectionsWhereItIsToldTo() throws IOException {
        try (Socket client = connect()) {
            echoed(client, LATER_MILLIS);
            gate.spareEstablished(true);
            gate.cut(true);

            assertThat(gate.kill()).isEmpty();

            assertThat(echoed(client, LATER_MILLIS)).isTrue();
            assertThat(gate.connections()).hasSize(1);
            try (Socket other = connect()) {
                assertThatThrownBy(() -> read(other, LATER_MILLIS)).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void resetsAConnectionToAServerThatIsDown() throws IOException {
        // bound and not listening, so that nobody else is given the port meanwhile
        try (Socket down = new Socket()) {
            down.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            gate.close();
            gate = Gate.open(0, down.getLocalPort());

            try (Socket client = connect()) {
                assertThatThrownBy(() -> read(client, LATER_MILLIS)).isInstanceOf(SocketException.class);
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), gate.port());
    }

    private static boolean echoed(Socket client, int millis) throws IOException {
        client.getOutputStream().write('e');
        return read(client, millis) == 'e';
    }

    private static int read(Socket client, int millis) throws IOException {
        client.setSoTimeout(millis);
        return client.getInputStream().read();
    }
}
