package org.meshgate.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meshgate.cli.serve.Banner;

/** What the first lines of a server tell its operator. */
class BannerTest {

    @Test
    void bannerListsTheAllowedOrigins() {
        assertThat(Banner.browsers(List.of("*"))).isEqualTo("pages of every origin may call   (security.cors_origins)");
        assertThat(Banner.browsers(List.of()))
                .isEqualTo("pages of this server may call, no others   (security.cors_origins)");
        assertThat(Banner.browsers(List.of("https://a.example", "https://b.example")))
                .isEqualTo("pages of this server may call, and those of https://a.example, https://b.example"
                        + "   (security.cors_origins)");
    }

    @Test
    void createAdminCommandHasThePathOfTheLauncher() {
        assertThat(new Installation(Optional.empty()).command("create-admin")).isEqualTo("meshgate create-admin");
        assertThat(new Installation(Optional.of(Path.of("/srv/meshgate"))).command("create-admin"))
                .isEqualTo("/srv/meshgate/meshgate create-admin");
        assertThat(new Installation(Optional.of(Path.of("/srv/it's here"))).command("create-admin"))
                .isEqualTo("'/srv/it'\\''s here/meshgate' create-admin");
    }
}
