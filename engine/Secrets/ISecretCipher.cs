namespace Infra.Engine.Secrets;

/// <summary>Turns secrets into ciphertext and back. Safe to use from many threads.</summary>
public interface ISecretCipher
{
    /// <summary>Encrypts a text.</summary>
    string Encrypt(string plaintext);

    /// <summary>Decrypts what <see cref="Encrypt"/> made.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The text was made with another key or was changed.</exception>
    /// <exception cref="FormatException">The text is no ciphertext.</exception>
    string Decrypt(string ciphertext);
}
