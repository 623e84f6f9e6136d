package org.meshgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathRedactorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /health                                             | /health
                    /api/v1/users/me                                    | /api/v1/users/me
                    /api/v1/users/tokens                                | /api/v1/users/tokens
                    /api/v1/users/tokens/tok_0123456789abcdef           | /api/v1/users/tokens/tok_0123456789abcdef
                    /api/v1/users/tokens/tok_0123456789abcdef/rotate    | /api/v1/users/tokens/tok_0123456789abcdef/rotate
                    /api/v1/users/tokens/p3d_Ab12Cd34                   | /api/v1/users/tokens/[hidden]
                    /api/v1/users/tokens/anything-else                  | /api/v1/users/tokens/[hidden]
                    /api/v1/users/tokens/tok_0123456789abcdefX          | /api/v1/users/tokens/[hidden]
                    /API/V1/USERS/TOKENS/abc                            | /API/V1/USERS/TOKENS/[hidden]
                    /api/v1/system/jobs/0bc4ab2d-6898-4b49-b167-edd45cc4cb65/download | /api/v1/system/jobs/0bc4ab2d-6898-4b49-b167-edd45cc4cb65/download
                    /x/yp3d_00000                                       | /x/y[hidden]
                    /x/dio9g9g2mb0eo4wdefutp5ftbdeelepczrdpxbbg2-c      | /x/[hidden]
                    /x/io9g9g2mb0eo4wdefutp5ftbdeelepczrdpxbbg2-c       | /x/io9g9g2mb0eo4wdefutp5ftbdeelepczrdpxbbg2-c
                    /api/v1/system/jobs/1/world-link/1.-.abc/x.glb      | /api/v1/system/jobs/1/world-link/[hidden]/x.glb
                    /x/p3d_00000                                        | /x/[hidden]
                    /x/p3i_00000/y                                      | /x/[hidden]/y
                    /x/P3I_00000                                        | /x/[hidden]
                    /x/p3r_00000                                        | /x/[hidden]
                    /x/%70%33i_00000/y                                  | /x/[hidden]/y
                    /x/p3i%5f00000                                      | /x/[hidden]
                    /x/%7a%zz                                           | /x/%7a%zz
                    /api/v1/users/admin/invites/inv_0123456789abcdef    | /api/v1/users/admin/invites/inv_0123456789abcdef
                    /api/v1/users/admin/invites/abcdef                  | /api/v1/users/admin/invites/[hidden]
                    /api/v1/users/admin/invites/p3i_00000               | /api/v1/users/admin/invites/[hidden]
                    /x/diO9G9g2MB0EO4WdEFutP5FTbDEElePCZrdpxbBg2-c/y    | /x/[hidden]/y
                    /api/v1/users/admin/users/user_29b008bf6c29be1d     | /api/v1/users/admin/users/user_29b008bf6c29be1d
                    """)
    void redactsTokensAndKeepsIds(String path, String safe) {
        assertThat(RequestPathRedactor.of(path)).isEqualTo(safe);
    }

    @Test
    void pathCannotForgeALogLine() {
        assertThat(RequestPathRedactor.of("/a\r\nb\u001b[31m żółć")).isEqualTo("/a??b?[31m?????");
    }

    @Test
    void truncatesLongPath() {
        assertThat(RequestPathRedactor.of("/" + "a/".repeat(500))).hasSize(203).endsWith("...");
    }
}
