package io.zooark.local.zookeeper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of one server's zoo.cfg. */
final class ZooCfg {
    private ZooCfg() {}

    /**
     * Returns the text: quick elections on an idle machine, and patience with a busy one.
     *
     * <p>A follower gives a silent leader up after {@code tickTime * syncLimit} = 5 s; a learner may take 20 s to get its
     * leader's data. Session time-outs reach from 1 s to 60 s.
     */
    static String text(HostFolder folder, Member self, List<Member> members, Map<String, String> properties) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("tickTime", "500");
        lines.put("initLimit", "40");
        lines.put("syncLimit", "10");
        lines.put("maxSessionTimeout", "60000");
        lines.put("maxClientCnxns", "0");
        lines.put("dataDir", folder.dataDir().toString());
        lines.put("dataLogDir", folder.dataLogDir().toString());
        // also in the server's own line: the host scripts read both
        lines.put("clientPort", String.valueOf(self.site().ports().client()));
        lines.put("clientPortAddress", self.site().listensOn());
        lines.put("admin.serverAddress", self.site().listensOn());
        lines.put("admin.serverPort", String.valueOf(self.site().ports().admin()));
        lines.put("admin.rateLimiterIntervalInMS", "1");
        lines.put("4lw.commands.whitelist", "*");
        lines.put("autopurge.purgeInterval", "0");
        // an ensemble of one is a quorum of one, with epochs and elections like any other
        lines.put("standaloneEnabled", "false");
        if (self.observer()) {
            lines.put("peerType", "observer");
        }
        lines.putAll(properties);

        StringBuilder text = new StringBuilder();
        lines.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        members.forEach(member -> text.append(member.line()).append('\n'));
        return text.toString();
    }
}
