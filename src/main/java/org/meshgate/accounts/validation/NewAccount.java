package org.meshgate.accounts.validation;

/**
 * The data of an account to create, not yet validated.
 *
 * @param username 3 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 * @param email an e-mail address
 * @param password 8 to 256 characters of any alphabet
 */
public record NewAccount(String username, String email, String password) {

    @Override
    public String toString() {
        return "NewAccount[" + username + "]";
    }
}
