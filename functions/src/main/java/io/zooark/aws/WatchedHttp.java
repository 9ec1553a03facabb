package io.zooark.aws;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * HTTP to S3 in which nothing waits for ever: a call ends when S3 has neither read nor answered for a while, and when the
 * thread that makes it is interrupted.
 *
 * <p>Time-outs of sockets hold for reading alone. A write blocks for as long as the peer leaves its window closed, and takes
 * no notice of interrupts; the SDK's own time-outs close the connection, which over TLS waits for that very write.
 */
public final class WatchedHttp implements SdkHttpClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Duration limit;
    private final SdkHttpClient http;

    /**
     * Watches calls over the JVM's usual TLS.
     *
     * @param limit how long S3 may be silent
     */
    public WatchedHttp(Duration limit) {
        this(limit, HttpsURLConnection.getDefaultSSLSocketFactory());
    }

    /** Watches calls over sockets of this factory. */
    public WatchedHttp(Duration limit, SSLSocketFactory tls) {
        this.limit = requireNonNull(limit, "limit is null");
        // one for all connections: the JDK keeps those open for later calls that have the same factory
        SSLSocketFactory sockets = new LingeringSockets(tls);
        this.http = UrlConnectionHttpClient.create(uri -> open(uri, sockets));
    }

    private HttpURLConnection open(URI uri, SSLSocketFactory sockets) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            if (connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(sockets);
            }
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) limit.toMillis());
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a connection to " + uri.getHost(), e);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        long length = request.httpRequest()
                .firstMatchingHeader("Content-Length")
                .map(Long::parseLong)
                .orElse(0L);
        CallProgress progress = new CallProgress(limit, length);
        HttpExecuteRequest.Builder watched = HttpExecuteRequest.builder().request(request.httpRequest());
        request.contentStreamProvider().ifPresent(body -> watched.contentStreamProvider(progress.watching(body)));
        request.metricCollector().ifPresent(watched::metricCollector);
        return new WatchedCall(http.prepareRequest(watched.build()), progress);
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String clientName() {
        return http.clientName();
    }
}
