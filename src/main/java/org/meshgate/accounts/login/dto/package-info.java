/** Requests and responses of registration, login and profile. */
package org.meshgate.accounts.login.dto;
