namespace Infra.Engine.Secrets;

/// <summary>Encrypts and decrypts secrets. Thread-safe.</summary>
public interface ISecretCipher
{
    /// <summary>Encrypts a plaintext.</summary>
    string Encrypt(string plaintext);

    /// <summary>Decrypts a result of <see cref="Encrypt"/>.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// The text was encrypted with another key, or was altered.
    /// </exception>
    /// <exception cref="FormatException">The text is not a ciphertext.</exception>
    string Decrypt(string ciphertext);
}
