using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Engine.Secrets;

/// <summary>
/// Encrypts and decrypts with a key derived from a passphrase, in the format of Pulumi's passphrase provider:
/// PBKDF2-HMAC-SHA256 with a million rounds for the key, AES-256-GCM with a nonce of 12 bytes for each value.
/// </summary>
internal sealed class PassphraseCipher : ISecretCipher, IDisposable
{
    private const int Rounds = 1_000_000;
    private const int KeySize = 32;
    private const int SaltSize = 8;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const string Version = "v1:";

    /// <summary>What the salt's last part is the encryption of, so that a wrong passphrase shows at once.</summary>
    private const string Canary = "pulumi";

    /// <summary>Keys this process has derived: configuration and state of a stack share one, and deriving it costs some tenths of a second.</summary>
    private static readonly ConcurrentDictionary<(string Passphrase, string Salt), Lazy<byte[]>> Keys = new();

    private readonly AesGcm _aes;

    private PassphraseCipher(byte[] key, string saltState)
    {
        _aes = new AesGcm(key, TagSize);
        SaltState = saltState;
    }

    /// <summary>The salt and the proof of the passphrase, as it stands in stack file and state.</summary>
    public string SaltState { get; private set; }

    /// <summary>Makes the cipher of a new stack, with a random salt.</summary>
    public static PassphraseCipher Create(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var cipher = new PassphraseCipher(DeriveKey(passphrase, salt), "");
        cipher.SaltState = $"{Version}{Convert.ToBase64String(salt)}:{cipher.Encrypt(Canary)}";
        return cipher;
    }

    /// <summary>Makes the cipher of an existing stack.</summary>
    /// <exception cref="CryptographicException">The passphrase is not the one the salt was made with.</exception>
    /// <exception cref="FormatException">The salt is not well-formed.</exception>
    public static PassphraseCipher Open(string passphrase, string saltState)
    {
        var parts = saltState.Split(':', 3);
        if (parts is not ["v1", var saltText, var proof])
        {
            throw new FormatException("an encryption salt reads `v1:<base64>:<encrypted text>`");
        }

        var cipher = new PassphraseCipher(DeriveKey(passphrase, Convert.FromBase64String(saltText)), saltState);
        if (cipher.Decrypt(proof) != Canary)
        {
            throw new CryptographicException("the salt's proof is not the expected text");
        }

        return cipher;
    }

    /// <inheritdoc/>
    public string Encrypt(string plaintext)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceSize);
        var plain = Encoding.UTF8.GetBytes(plaintext);
        var sealedBytes = new byte[plain.Length + TagSize];
        lock (_aes)
        {
            _aes.Encrypt(nonce, plain, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length));
        }

        return $"{Version}{Convert.ToBase64String(nonce)}:{Convert.ToBase64String(sealedBytes)}";
    }

    /// <inheritdoc/>
    public string Decrypt(string ciphertext)
    {
        if (ciphertext.Split(':') is not ["v1", var nonceText, var sealedText])
        {
            throw new FormatException("an encrypted value reads `v1:<base64>:<base64>`");
        }

        var nonce = Convert.FromBase64String(nonceText);
        var sealedBytes = Convert.FromBase64String(sealedText);
        if (nonce.Length != NonceSize || sealedBytes.Length < TagSize)
        {
            throw new FormatException("an encrypted value's nonce has 12 bytes and its text ends with a tag of 16");
        }

        var plain = new byte[sealedBytes.Length - TagSize];
        lock (_aes)
        {
            _aes.Decrypt(nonce, sealedBytes.AsSpan(0, plain.Length), sealedBytes.AsSpan(plain.Length), plain);
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <inheritdoc/>
    public void Dispose() => _aes.Dispose();

    private static byte[] DeriveKey(string passphrase, byte[] salt) => Keys.GetOrAdd(
        (passphrase, Convert.ToBase64String(salt)),
        key => new Lazy<byte[]>(() => Rfc2898DeriveBytes.Pbkdf2(key.Passphrase, salt, Rounds, HashAlgorithmName.SHA256, KeySize))).Value;
}
