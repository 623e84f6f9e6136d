package org.meshgate.cli.support;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Reads the version that the build wrote into a resource. */
public class VersionProvider implements IVersionProvider {

    /** For picocli. */
    public VersionProvider() {}

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = VersionProvider.class.getResourceAsStream("/meshgate-build.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return new String[] {"meshgate " + build.getProperty("version", "unknown")};
    }
}
