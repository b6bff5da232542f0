using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Infra.Engine.Secrets;

/// <summary>
/// Encrypts and decrypts with a key derived from a passphrase, in the format of Pulumi's passphrase provider:
/// PBKDF2-HMAC-SHA256 with a million rounds for the key, AES-256-GCM with a random 12-byte nonce for each value.
/// </summary>
internal sealed class PassphraseCipher : ISecretCipher, IDisposable
{
    private const int Rounds = 1_000_000;
    private const int KeySize = 32;
    private const int SaltSize = 8;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const string Version = "v1:";

    /// <summary>The plaintext of the salt's last part, which proves that the passphrase is right.</summary>
    private const string Canary = "pulumi";

    /// <summary>The derived keys. A stack's configuration and state share one, and deriving it takes tenths of a second.</summary>
    private static readonly ConcurrentDictionary<(string Passphrase, string Salt), Lazy<byte[]>> Keys = new();

    private readonly AesGcm _aes;

    private PassphraseCipher(byte[] key, string saltState)
    {
        _aes = new AesGcm(key, TagSize);
        SaltState = saltState;
    }

    /// <summary>The salt and the encrypted canary, as stack files and checkpoints store them.</summary>
    public string SaltState { get; private set; }

    /// <summary>Creates a cipher with a random salt.</summary>
    public static PassphraseCipher Create(string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var cipher = new PassphraseCipher(DeriveKey(passphrase, salt), "");
        cipher.SaltState = $"{Version}{Convert.ToBase64String(salt)}:{cipher.Encrypt(Canary)}";
        return cipher;
    }

    /// <summary>Creates the cipher of an existing salt.</summary>
    /// <exception cref="CryptographicException">The passphrase is wrong.</exception>
    /// <exception cref="FormatException">The salt is malformed.</exception>
    public static PassphraseCipher Open(string passphrase, string saltState)
    {
        var parts = saltState.Split(':', 3);
        if (parts is not ["v1", var saltText, var proof])
        {
            throw new FormatException("an encryption salt has the form `v1:<base64>:<encrypted text>`");
        }

        var cipher = new PassphraseCipher(DeriveKey(passphrase, Convert.FromBase64String(saltText)), saltState);
        if (cipher.Decrypt(proof) != Canary)
        {
            throw new CryptographicException($"the passphrase is wrong: the salt's check value is not `{Canary}`");
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
            throw new FormatException("an encrypted value has the form `v1:<base64>:<base64>`");
        }

        var nonce = Convert.FromBase64String(nonceText);
        var sealedBytes = Convert.FromBase64String(sealedText);
        if (nonce.Length != NonceSize || sealedBytes.Length < TagSize)
        {
            throw new FormatException("an encrypted value needs a nonce of 12 bytes and a tag of 16");
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

    private static byte[] DeriveKey(string passphrase, byte[] salt) =>
        Keys.GetOrAdd((passphrase, Convert.ToBase64String(salt)), key => new Lazy<byte[]>(() =>
            Rfc2898DeriveBytes.Pbkdf2(key.Passphrase, salt, Rounds, HashAlgorithmName.SHA256, KeySize)
        )).Value;
}
