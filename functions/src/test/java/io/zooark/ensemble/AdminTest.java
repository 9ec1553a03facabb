package io.zooark.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zooark.ensemble.Ensemble.Admin;
import io.zooark.ensemble.Ensemble.Authentication;
import io.zooark.json.Json;
import org.junit.jupiter.api.Test;

class AdminTest {
    @Test
    void comesAsAUserOverPlainHttpWhereNothingElseIsSaid() throws JsonProcessingException {
        assertThat(read("{\"credentialParameter\": \"/c\"}"))
                .isEqualTo(new Admin("http", 8080, Authentication.DIGEST, "/c", null, null));
    }

    @Test
    void comesAsTheSubjectOfItsCertificate() throws JsonProcessingException {
        assertThat(read("{\"scheme\": \"https\", \"authentication\": \"x509\", \"trustParameter\": \"/t\","
                        + " \"certificateParameter\": \"/p\"}"))
                .isEqualTo(new Admin("https", 8080, Authentication.X509, null, "/t", "/p"));
    }

    @Test
    void isReadAsItIsWritten() throws JsonProcessingException {
        Admin admin = new Admin("https", 8443, Authentication.X509, "/c", "/t", "/p");

        assertThat(read(Json.write(admin))).isEqualTo(admin);
    }

    @Test
    void refusesAUserWithoutACredential() {
        assertThatThrownBy(() -> read("{\"scheme\": \"https\"}"))
                .hasMessageContaining("admin.credentialParameter is null");
    }

    @Test
    void refusesX509WithoutACertificate() {
        assertThatThrownBy(() -> read("{\"scheme\": \"https\", \"authentication\": \"x509\"}"))
                .hasMessageContaining("admin.certificateParameter is null, but admin.authentication is x509");
    }

    @Test
    void refusesCertificatesThatPlainHttpWouldNotUse() {
        assertThatThrownBy(() -> read("{\"credentialParameter\": \"/c\", \"trustParameter\": \"/t\"}"))
                .hasMessageContaining("admin.trustParameter needs admin.scheme https");
        assertThatThrownBy(() -> read("{\"credentialParameter\": \"/c\", \"certificateParameter\": \"/p\"}"))
                .hasMessageContaining("admin.certificateParameter needs admin.scheme https");
        assertThatThrownBy(() -> read("{\"authentication\": \"x509\"}"))
                .hasMessageContaining("admin.authentication x509 needs admin.scheme https");
    }

    private static Admin read(String json) throws JsonProcessingException {
        return Json.mapper().readValue(json, Admin.class);
    }
}
