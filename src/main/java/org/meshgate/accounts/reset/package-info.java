/** Links with which users set a new password once, so that no administrator knows it. */
package org.meshgate.accounts.reset;
