using System.Security.Cryptography;
using Infra.Engine.Errors;

namespace Infra.Engine.Secrets;

/// <summary>
/// Encrypts and decrypts a stack's secrets with its passphrase. Deriving the key takes tenths of a second, so it happens on first use, or
/// ahead of it on another thread with <see cref="Prepare"/>.
/// </summary>
public sealed class SecretsManager : ISecretCipher
{
    /// <summary>The type of the only supported secrets provider, as checkpoints name it.</summary>
    public const string PassphraseType = "passphrase";

    private readonly PassphraseSource _passphrase;
    private readonly string _where;
    private readonly Lazy<PassphraseCipher> _cipher;

    internal SecretsManager(string? salt, string where, PassphraseSource passphrase)
    {
        _where = where;
        _passphrase = passphrase;
        Salt = salt;
        _cipher = new Lazy<PassphraseCipher>(OpenCipher);
    }

    /// <summary>The salt, as stack files and checkpoints store it; null until a new stack has its first secret.</summary>
    public string? Salt { get; private set; }

    /// <summary>Starts to derive the key on another thread.</summary>
    public void Prepare() =>
        _ = Task.Run(() =>
        {
            try
            {
                _ = _cipher.Value;
            }
            catch (SecretsException)
            {
                // Lazy caches the exception and throws it again on first use.
            }
        });

    /// <summary>Derives the key, and creates the salt if there is none.</summary>
    /// <exception cref="SecretsException">The passphrase is missing or wrong.</exception>
    public void Unlock() => _ = _cipher.Value;

    /// <inheritdoc/>
    public string Encrypt(string plaintext)
    {
        RevealedSecrets.Add(plaintext);
        return _cipher.Value.Encrypt(plaintext);
    }

    /// <inheritdoc/>
    public string Decrypt(string ciphertext)
    {
        try
        {
            var plaintext = _cipher.Value.Decrypt(ciphertext);
            RevealedSecrets.Add(plaintext);
            return plaintext;
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            throw new SecretsException(
                $"{_where}: a secret cannot be decrypted: it was encrypted with another key or altered: restore it, or set it again",
                error
            );
        }
    }

    private PassphraseCipher OpenCipher()
    {
        if (Salt is null)
        {
            var created = PassphraseCipher.Create(_passphrase.FindOrGenerate());
            Salt = created.SaltState;
            return created;
        }

        var passphrase = _passphrase.Find()
            ?? throw new SecretsException(
                $"{_where}: the stack's secrets need its passphrase: set {PassphraseSource.Variable}, or {PassphraseSource.FileVariable} to a file that holds it"
            );
        try
        {
            return PassphraseCipher.Open(passphrase, Salt);
        }
        catch (CryptographicException error)
        {
            throw new SecretsException(
                $"{_where}: incorrect passphrase: set {PassphraseSource.Variable} to the stack's passphrase, or {PassphraseSource.FileVariable} to a file that holds it",
                error
            );
        }
        catch (FormatException error)
        {
            throw new SecretsException($"{_where}: the encryption salt is malformed: {error.Message}", error);
        }
    }
}
