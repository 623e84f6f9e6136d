/** What the commands for users print: lines, tables and progress, on a terminal or into a pipe. */
package org.meshgate.cli.client.screen;
